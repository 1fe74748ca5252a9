"""A company of 50,000 accounts with 10 M events, brought in by the product's own commands, for the pages' timings."""

import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.data import BATCH_DAYS, DAYS, SEED, SIZES, People, last_day
from tenure_engine.period import to_day

ACCOUNTS = 50_000
PEOPLE = 17
TEAMS = 8
SEGMENTS = ("Enterprise", "Mid-market", "Small")
STAGES = ("onboarding", "adoption", "growth", "mature", "renewal")
Row = Sequence[Any]


def prepare(home: Path, accounts: int = ACCOUNTS) -> dict[str, Any]:
    """Make the company in a data folder if it is not there; return how its making went, in seconds by step."""
    note = home / "made.json"
    if not note.exists():
        home.mkdir(parents=True, exist_ok=True)
        note.write_text(json.dumps(_make(home, accounts)))
    return dict(json.loads(note.read_text()))


def _make(home: Path, accounts: int) -> dict[str, Any]:
    rng = np.random.default_rng(SEED)
    took: dict[str, Any] = {"customers": accounts}
    _command(home, "init", "--name", "Bench")
    for number in range(PEOPLE):
        words = ("user", "create", _mail(number), "--password", "a-long-enough-pass", "--role", _role(number))
        _command(home, *words, "--team", f"Team {number % TEAMS}")
    for kind, rows in _files(rng, accounts).items():
        path = home / f"{kind}.csv"
        with path.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows(rows)
        took[kind] = _command(home, "import", kind, str(path), "--history")
        path.unlink()
    took["events"] = _bring_events(home, accounts)
    yesterday = _today() - timedelta(days=1)
    for day in (yesterday - timedelta(days=90), yesterday):
        took[f"health of {day}"] = _command(home, "measures", "run", "--as-of", day.isoformat())
    took["alerts"] = _raise_alerts(home)
    return took


def _command(home: Path, *words: str) -> float:
    """Run a command of the product and return its seconds; 1 (with rejected rows) is taken for done."""
    started = time.perf_counter()
    environment = {**os.environ, "TENURE_HOME": str(home), "DATABASE_URL": ""}
    done = subprocess.run([sys.executable, "-m", "tenure.config", *words], env=environment, check=False)
    if done.returncode > 1:
        raise RuntimeError(f"tenure {words[0]} ended with {done.returncode}")
    return round(time.perf_counter() - started, 1)


def _files(rng: np.random.Generator, accounts: int) -> dict[str, Iterator[Row]]:
    return {
        "accounts": _accounts(rng, accounts),
        "contacts": _contacts(rng, accounts),
        "contracts": _contracts(rng, accounts),
        "tickets": _tickets(rng, accounts),
        "touchpoints": _touchpoints(rng, accounts),
    }


def _accounts(rng: np.random.Generator, accounts: int) -> Iterator[Row]:
    yield "account_id", "name", "segment", "stage", "country", "owner", "team"
    for number in range(accounts):
        owner = int(rng.integers(1, PEOPLE))
        yield (
            f"A{number}",
            f"Company {number:05d}",
            SEGMENTS[int(rng.integers(3))],
            STAGES[int(rng.integers(5))],
            ("DE", "US", "CN", "FR")[int(rng.integers(4))],
            _mail(owner),
            f"Team {owner % TEAMS}",
        )


def _contacts(rng: np.random.Generator, accounts: int) -> Iterator[Row]:
    yield "contact_id", "account_id", "name", "email", "role"
    for number in range(accounts * 3 // 2):
        role = ("decision_maker", "champion", "user")[int(rng.integers(3))]
        yield f"P{number}", f"A{number % accounts}", f"Person {number}", f"p{number}@example.com", role


def _contracts(rng: np.random.Generator, accounts: int) -> Iterator[Row]:
    yield "line_id", "contract_id", "account_id", "product", "start_date", "end_date", "mrr", "quantity"
    for number in range(accounts * 6 // 5):
        start = _today() - timedelta(days=int(rng.integers(30, 700)))
        end = start + timedelta(days=int(rng.choice([365, 730])))
        yield f"L{number}", f"C{number}", f"A{number % accounts}", "Core", start, end, int(rng.integers(50, 9000)), 10


def _tickets(rng: np.random.Generator, accounts: int) -> Iterator[Row]:
    yield "ticket_id", "account_id", "subject", "severity", "opened_at", "resolved_at"
    for number in range(accounts * 3 // 2):
        opened = _today() - timedelta(days=int(rng.integers(1, 360)))
        closed = "" if rng.random() < 0.1 else opened + timedelta(days=int(rng.integers(0, 5)))
        account = int(rng.integers(accounts))
        yield f"T{number}", f"A{account}", f"Question {number}", int(rng.integers(1, 5)), opened, closed


def _touchpoints(rng: np.random.Generator, accounts: int) -> Iterator[Row]:
    yield "touchpoint_id", "account_id", "kind", "occurred_at", "subject"
    for number in range(accounts * 3 // 2):
        at = _today() - timedelta(days=int(rng.integers(1, 360)))
        yield f"N{number}", f"A{int(rng.integers(accounts))}", ("call", "meeting", "email")[number % 3], at, "Talk"


def _bring_events(home: Path, accounts: int) -> float:
    """Bring the events of the size m, spread over all accounts and ending yesterday, into the log."""
    from tenure.events.log.log import EventLog

    started = time.perf_counter()
    size = replace(SIZES["m"], accounts=accounts, users=accounts * 4)
    people = People(np.random.default_rng(SEED), size)
    later = pa.scalar(timedelta(days=to_day(_today() - timedelta(days=1)) - last_day()), pa.duration("us"))
    log = EventLog(home / "events" / "1", logins={"event_00"})
    with log.stage() as staged:
        for day in range(0, DAYS, BATCH_DAYS):
            batch = people.batch(day, min(BATCH_DAYS, DAYS - day))
            for name in ("occurred_at", "known_at"):
                at = batch.schema.get_field_index(name)
                batch = batch.set_column(at, name, pc.add(batch[name], later))
            staged.add(batch)
        staged.finish()
    log.maintain(thoroughly=True)
    return round(time.perf_counter() - started, 1)


def _raise_alerts(home: Path) -> float:
    code = (
        "from tenure.config.cli import boot; boot()\n"
        "from tenure.foundation.jobs import run_now\n"
        "from tenure.foundation.models import Job, Workspace\n"
        "from tenure.ui.registry import load_rooms; load_rooms()\n"
        "from tenure.health.services.keeping import save_current\n"
        "from tenure.health.queries import find_newest_day\n"
        "workspace = Workspace.objects.get()\n"
        "save_current(workspace=workspace, day=find_newest_day(workspace.pk))\n"
        "for kind in ('playbooks.open_ctas', 'playbooks.raise_alerts'):\n"
        "    row = run_now(Job.objects.create(workspace=workspace, kind=kind))\n"
        "    print(row.state, row.message, row.result)"
    )
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "TENURE_HOME": str(home)}, check=True)
    return round(time.perf_counter() - started, 1)


def _mail(number: int) -> str:
    return f"person{number}@example.com"


def _role(number: int) -> str:
    return "admin" if number == 0 else "csm"


def _today() -> date:
    return datetime.now(UTC).date()
