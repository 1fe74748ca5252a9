"""A workspace of many customers in a data folder of its own, and a worker that keeps writing to it.

bench/estate.py brings a company in as a person would, which takes long; here its rows are written at once.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

PEOPLE = 40
TEAMS = 8
PIECE = 5_000
SEED = 50_000
EMAIL = "bench@example.com"
SEGMENTS = ("Enterprise", "Mid-market", "Small business", "Public", "Partner")
STAGES = ("Launch", "Growth", "Mature", "Decline", "Renewal")
REGIONS = ("North", "South", "East", "West", "Overseas")


@contextmanager
def workspace_at(folder: Path, customers: int) -> Iterator[Any]:
    """Let Django work on the bench's own folder, made if it is not there; yields the administrator."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import override_settings

    folder.mkdir(parents=True, exist_ok=True)
    before = connection.settings_dict["NAME"]
    assert connection.vendor == "sqlite", "this bench makes a SQLite database of its own"
    connection.close()
    connection.settings_dict["NAME"] = str(folder / "tenure.sqlite3")
    try:
        with override_settings(TENURE_HOME=folder, ALLOWED_HOSTS=["testserver"], DEBUG=False):
            assert folder == settings.TENURE_HOME
            call_command("migrate", verbosity=0)
            yield _person(customers)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _person(customers: int) -> Any:
    from tenure.foundation.models import User

    found = User.objects.filter(email=EMAIL).first()
    if found is not None:
        return found
    return _make(customers)


def _make(customers: int) -> Any:
    from tenure.foundation.models import User
    from tenure.foundation.services import create_workspace, ensure_team

    rng = np.random.default_rng(SEED)
    workspace = create_workspace(name="Bench")
    teams = [ensure_team(workspace=workspace, name=f"Team {number}") for number in range(TEAMS)]
    people = [
        User.objects.create_user(f"p{n}@example.com", workspace=workspace, role="csm", name=f"Person {n:02}")
        for n in range(PEOPLE)
    ]
    accounts = _accounts(rng, workspace, teams, customers)
    _owners(rng, accounts, people)
    _lines(rng, workspace, accounts)
    _touches(rng, workspace, accounts)
    _health(rng, workspace, accounts)
    _calls(rng, workspace, accounts)
    # last, so that a making that was broken off begins anew
    return User.objects.create_user(EMAIL, workspace=workspace, role="admin", name="Bench")


def _pieces(model: Any, rows: Any) -> None:
    rows = list(rows)
    for start in range(0, len(rows), PIECE):
        model.objects.bulk_create(rows[start : start + PIECE])


def _accounts(rng: np.random.Generator, workspace: Any, teams: list[Any], customers: int) -> list[Any]:
    from tenure.accounts.models import Account

    words = ["Ash", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper", "Larch", "Maple"]
    rows = [
        Account(
            workspace=workspace,
            name=f"{words[rng.integers(len(words))]} {words[rng.integers(len(words))]} {number:05}",
            team=teams[rng.integers(TEAMS)],
            segment=SEGMENTS[rng.integers(len(SEGMENTS))],
            stage=STAGES[rng.integers(len(STAGES))],
            region=REGIONS[rng.integers(len(REGIONS))],
            country=f"Country {rng.integers(40)}",
            size=int(rng.integers(5, 5_000)),
            tags=[f"tag {n}" for n in rng.integers(0, 20, rng.integers(0, 3))],
            custom={"City": f"City {rng.integers(120)}", "Tier": str(rng.integers(1, 5))},
        )
        for number in range(customers)
    ]
    _pieces(Account, rows)
    return rows


def _owners(rng: np.random.Generator, accounts: list[Any], people: list[Any]) -> None:
    from tenure.accounts.models import AccountOwner

    _pieces(AccountOwner, (AccountOwner(account=one, user=people[rng.integers(PEOPLE)]) for one in accounts))


def _lines(rng: np.random.Generator, workspace: Any, accounts: list[Any]) -> None:
    from django.utils import timezone

    from tenure.accounts.models import Contract, ContractLine

    today = timezone.localdate()
    contracts = [Contract(workspace=workspace, account=one) for one in accounts]
    _pieces(Contract, contracts)
    _pieces(
        ContractLine,
        (
            ContractLine(
                workspace=workspace,
                account=account,
                contract=contract,
                starts_on=today - timedelta(days=int(rng.integers(30, 900))),
                ends_on=today + timedelta(days=int(rng.integers(1, 700))),
                mrr=Decimal(int(rng.lognormal(6, 1))),
                currency="USD" if rng.random() < 0.8 else "EUR",
            )
            for account, contract in zip(accounts, contracts, strict=True)
        ),
    )


def _touches(rng: np.random.Generator, workspace: Any, accounts: list[Any]) -> None:
    from django.utils import timezone

    from tenure.accounts.models import Touchpoint

    now = timezone.now()
    back = rng.integers(1, 300, len(accounts))
    _pieces(
        Touchpoint,
        (
            Touchpoint(workspace=workspace, account=one, occurred_at=now - timedelta(days=int(days)))
            for one, days in zip(accounts, back, strict=True)
        ),
    )


def _health(rng: np.random.Generator, workspace: Any, accounts: list[Any]) -> None:
    from django.utils import timezone

    from tenure.health.history import DayValues
    from tenure.health.models import AccountHealth, HealthDay, ScorecardVersion
    from tenure.health.queries.cards import current_cards
    from tenure.health.queries.explanations import day_files
    from tenure.health.services.computing import stored_keys
    from tenure.health.services.scorecards import ensure_scorecards

    ensure_scorecards(workspace=workspace)
    version, day, now = ScorecardVersion.objects.first(), timezone.localdate() - timedelta(days=1), timezone.now()
    scores = np.clip(rng.normal(7_000, 1_800, len(accounts)), 0, 10_000).astype(int)
    _pieces(
        AccountHealth,
        (
            AccountHealth(
                workspace=workspace,
                account=one,
                day=day,
                version=version,
                score=int(score),
                band="red" if score < 4_000 else "amber" if score < 7_000 else "green",
                coverage=10_000,
                score_90=int(np.clip(score + rng.normal(0, 600), 0, 10_000)),
                computed_at=now,
            )
            for one, score in zip(accounts, scores, strict=True)
        ),
    )
    ids = np.array(sorted(one.pk for one in accounts))
    columns = {}
    for key in stored_keys(current_cards(workspace.pk)):
        column = np.round(rng.lognormal(3, 1.2, len(ids)), 2)
        column[rng.random(len(ids)) < 0.2] = np.nan
        columns[str(key)] = column
    day_files(workspace.pk).write({day: DayValues(ids, columns, {})})
    HealthDay.objects.create(workspace=workspace, day=day, known_on=day, accounts=len(ids), computed_at=now)


def _calls(rng: np.random.Generator, workspace: Any, accounts: list[Any]) -> None:
    from django.utils import timezone

    from tenure.playbooks.models import Cta

    today = timezone.localdate()
    chosen = rng.choice(len(accounts), len(accounts) // 20, replace=False)
    _pieces(
        Cta,
        (
            Cta(
                workspace=workspace,
                account=accounts[place],
                reason="bench",
                due_on=today,
                at_risk_amount=Decimal(int(rng.lognormal(8, 1))),
                currency="USD",
            )
            for place in chosen
        ),
    )


def write_on(folder: Path) -> None:
    """Write touchpoints by the services, a few a second, until stopped: what a worker and colleagues do."""
    from django.utils import timezone

    from tenure.accounts.kinds import get_kind
    from tenure.accounts.models import Account
    from tenure.accounts.services.records import save_record

    with workspace_at(folder, customers=0) as person:
        ids = list(Account.objects.order_by("pk").values_list("pk", flat=True)[:2_000])
        kind = get_kind("touchpoints")
        print("writing", flush=True)
        number = 0
        while True:
            number += 1
            values = {"account_id": ids[number % len(ids)], "subject": "Call", "occurred_at": timezone.now()}
            save_record(kind=kind, actor=person, values=values)
            time.sleep(0.2)


if __name__ == "__main__":
    from tenure.config.cli import boot

    boot()
    write_on(Path(sys.argv[1]))
