"""Records as an import would write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tenure.accounts.kinds import get_kind
from tenure.accounts.models import Account, AccountOwner
from tenure.accounts.services.records import RecordInput, RecordWriter


class Record:
    """Writes accounts and contract lines with their versions."""

    def __init__(self, workspace) -> None:
        self.workspace = workspace
        self.number = 0

    def write(self, kind, key, values, *, known_at=None, assumed=False):
        self.number += 1
        writer = RecordWriter(kind=get_kind(kind), workspace=self.workspace, actor=None, import_id=None)
        known = known_at or datetime(2023, 1, 1, tzinfo=UTC)
        [outcome] = writer.apply([RecordInput(self.number, key, values, known, assumed)])
        assert not outcome.problems, outcome.problems
        assert not writer.finish()
        return outcome.record_id

    def account(self, key, *, team=None, owner=None, **values) -> Account:
        account = Account.objects.get(pk=self.write("accounts", key, {"name": key, **values}))
        account.team = team
        account.save(update_fields=["team"])
        if owner is not None:
            AccountOwner.objects.create(account=account, user=owner, role="csm")
        return account

    def line(self, key, account, start, end, mrr, *, known_at=None, assumed=False, **values) -> int:
        row = {
            "account_id": account,
            "start_date": date.fromisoformat(start),
            "end_date": date.fromisoformat(end) if end else None,
            "mrr": Decimal(str(mrr)),
            **values,
        }
        return self.write("contracts", key, row, known_at=known_at, assumed=assumed)


@pytest.fixture
def record(workspace) -> Record:
    """Return the way to write records."""
    return Record(workspace)


@pytest.fixture
def book(record, cast) -> Record:
    """Four customers over 2024: one grows, one shrinks, one leaves, one is new; the third is of team South."""
    record.account("Grow", team=cast.north, owner=cast.alice, segment="Enterprise")
    record.account("Shrink", team=cast.north, segment="SMB")
    record.account("Leave", team=cast.south, segment="SMB")
    record.account("Fresh", team=cast.north, source="Referral", segment="SMB")
    record.line("1", "Grow", "2023-01-01", None, 100)
    record.line("2", "Grow", "2024-05-10", None, "20.5")
    record.line("3", "Shrink", "2023-01-01", None, 60)
    record.line("4", "Shrink", "2023-06-01", "2024-06-01", 40)
    record.line("5", "Leave", "2023-02-01", "2024-08-15", 50)
    record.line("6", "Fresh", "2024-03-10", None, 30)
    return record
