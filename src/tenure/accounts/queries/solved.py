"""The ledger of problems solved for a customer. The caller has found the account within its reader's scope."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, prefetch_related_objects

from tenure.accounts.choices import FoundBy
from tenure.accounts.models import Account, SolvedProblem


@dataclass(frozen=True, slots=True)
class Ledger:
    """Problems solved, the latest first; what they save a year by currency; how many we saw first."""

    rows: Sequence[SolvedProblem]
    saved: Sequence[tuple[str, Decimal]]
    found_by_us: int
    found_known: int


def list_solved(*, account: Account) -> list[SolvedProblem]:
    """Return the problems solved, the latest first; read once per account."""
    rows = SolvedProblem.objects.select_related("contact", "ticket").order_by("-solved_on", "-pk")
    prefetch_related_objects([account], Prefetch("solved_problems", rows))
    return list(account.solved_problems.all())


def get_ledger(*, account: Account, since: date | None = None, until: date | None = None) -> Ledger:
    """Return the ledger of an account between two days, both included."""
    rows = [
        row
        for row in list_solved(account=account)
        if (since is None or row.solved_on >= since) and (until is None or row.solved_on <= until)
    ]
    return Ledger(rows, _saved(rows, account), *_found(rows))


def _saved(rows: Iterable[SolvedProblem], account: Account) -> list[tuple[str, Decimal]]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.saved_amount is not None:
            sums[row.currency or account.currency] += row.saved_amount
    return sorted(sums.items())


def _found(rows: Iterable[SolvedProblem]) -> tuple[int, int]:
    known = [row.found_by for row in rows if row.found_by]
    return known.count(FoundBy.US), len(known)
