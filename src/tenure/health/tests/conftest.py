"""A small company as an import would write it: three customers, one of them falling silent."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
import time_machine

from tenure.accounts.kinds import get_kind
from tenure.accounts.models import Account, AccountOwner
from tenure.accounts.services.records import RecordInput, RecordWriter
from tenure.events.services import append_events

TODAY = date(2026, 5, 15)
NEWEST = date(2026, 5, 14)


def at(day: date, hour: int = 10) -> datetime:
    """An instant of a day."""
    return datetime.combine(day, time(hour), tzinfo=UTC)


class Company:
    """Writes records and events with the time at which each was known."""

    def __init__(self, workspace) -> None:
        self.workspace = workspace
        self.number = 0

    def write(self, kind, key, values, *, known=None):
        """Write one row of a kind, known on the day `known` (else on its own day, as near as the test needs)."""
        self.number += 1
        writer = RecordWriter(kind=get_kind(kind), workspace=self.workspace, actor=None)
        given = RecordInput(self.number, key, values, at(known or date(2025, 1, 1), 12), False)
        [outcome] = writer.apply([given])
        assert not outcome.problems, outcome.problems
        assert not writer.finish()
        return outcome.record_id

    def account(self, key, *, team=None, owner=None, **values) -> Account:
        values = {"name": key, "signed_on": date(2025, 1, 1), "currency": "EUR", **values}
        account = Account.objects.get(pk=self.write("accounts", key, values))
        account.team = team
        account.save(update_fields=["team"])
        if owner is not None:
            AccountOwner.objects.create(account=account, user=owner, role="csm")
        return account

    def line(self, account, *, start=date(2025, 1, 1), end=date(2027, 1, 1), seats=4):
        values = {
            "account_id": account.name,
            "start_date": start,
            "end_date": end,
            "mrr": Decimal(100),
            "kind": "seat",
            "quantity": Decimal(seats),
        }
        return self.write("contracts", f"line-{account.name}-{start}", values)

    def uses(self, account, days, *, users=("ann", "bo"), name="report", known=None, import_id=0):
        """Let each user log in and do something on every day."""
        rows = [(day, user, what) for day in days for user in users for what in ("login", name)]
        append_events(
            workspace=self.workspace,
            import_id=import_id,
            events={
                "account_id": [account.pk] * len(rows),
                "user_id": [user for _, user, _ in rows],
                "name": [what for _, _, what in rows],
                "occurred_at": [at(day) for day, _, _ in rows],
                "known_at": [at(known or day, 12) for day, _, _ in rows],
                "message_id": [f"{account.pk}-{day}-{user}-{what}" for day, user, what in rows],
            },
        )


def days_between(first: date, last: date) -> list[date]:
    """Every day from the first to the last."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


@pytest.fixture
def today():
    """It is the morning of 15 May 2026."""
    with time_machine.travel(at(TODAY, 9), tick=False):
        yield TODAY


@pytest.fixture(autouse=True)
def short_history(monkeypatch):
    """Keep sixty days instead of a year, so that the tests are quick."""
    monkeypatch.setattr("tenure.health.services.upkeep.HISTORY_DAYS", 60)


@pytest.fixture
def company(cast, today) -> Company:
    """Steady is used every day; Silent stopped on 10 April; Far is of team South; Nobody has no data at all."""
    made = Company(cast.workspace)
    steady = made.account("Steady", team=cast.north, owner=cast.alice, segment="SMB")
    silent = made.account("Silent", team=cast.north, owner=cast.alice, segment="SMB")
    far = made.account("Far", team=cast.south, segment="SMB")
    nobody = made.account("Nobody", team=cast.north, segment="Enterprise")
    for account in (steady, silent, far, nobody):
        made.line(account)
    every = days_between(date(2026, 2, 1), NEWEST)
    made.uses(steady, every)
    made.uses(far, every)
    made.uses(silent, [day for day in every if day <= date(2026, 4, 10)])
    for account in (steady, silent, far):
        touch = {"account_id": account.name, "kind": "call", "occurred_at": at(date(2026, 5, 1))}
        made.write("touchpoints", f"call-{account.name}", touch, known=date(2026, 5, 1))
    ticket = {"account_id": "Steady", "subject": "Slow", "opened_at": at(date(2026, 3, 1)), "severity": 3}
    made.write("tickets", "T1", ticket, known=date(2026, 3, 1))
    solved = {"status": "solved", "resolved_at": at(date(2026, 3, 2))}
    made.write("tickets", "T1", solved, known=date(2026, 3, 2))
    made.steady, made.silent, made.far, made.nobody = steady, silent, far, nobody
    return made
