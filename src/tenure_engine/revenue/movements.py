"""Movements of MRR between month ends: new, reactivation, expansion, contraction, churn."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from tenure_engine.period import from_day, month_ends, to_day
from tenure_engine.revenue.ledger import Ledger
from tenure_engine.revenue.lines import Bool, Int64
from tenure_engine.revenue.policy import Definition


class Kind(IntEnum):
    """The kinds of movement, in the order in which they are shown."""

    NEW = 0
    REACTIVATION = 1
    EXPANSION = 2
    CONTRACTION = 3
    CHURN = 4

    @property
    def label(self) -> str:
        """Return the name used in results."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class MonthMovements:
    """One month: MRR and customers at its end, and what changed since the month end before (micros)."""

    month_end: int
    mrr: int
    customers: int
    new: int
    reactivation: int
    expansion: int
    contraction: int
    churn: int
    new_n: int
    reactivation_n: int
    expansion_n: int
    contraction_n: int
    churn_n: int


@dataclass(frozen=True, slots=True, eq=False)
class MovementRows:
    """The single movements, sorted by account and month; `month` indexes the months, `kind` is a Kind."""

    account: Int64
    month: Int64
    kind: Int64
    before: Int64
    after: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Movements:
    """Movements by month with their definition; `opening` is the MRR at the month end before the first."""

    definition: Definition
    opening: int
    opening_customers: int
    months: tuple[MonthMovements, ...]
    rows: MovementRows


def movements_by_month(ledger: Ledger, from_: int, to: int) -> Movements:
    """Return the movements of all months whose end lies after day `from_` and not after day `to`.

    Each month is compared with the end of the month before. New: the account had no MRR on any day up to the
    snapshot before; reactivation: it had. Raises ValueError if `to` lies before `from_`.
    """
    definition = ledger.define("movements", from_, to)
    ends = [to_day(end) for end in month_ends(from_day(from_), from_day(to))]
    if not ends:
        empty = np.zeros(0, dtype=np.int64)
        return Movements(definition, 0, 0, (), MovementRows(empty, empty, empty, empty, empty))
    opening_day = to_day(from_day(ends[0]).replace(day=1)) - 1
    at, snapshot, is_first = _snapshot_rows(ledger, np.array([opening_day, *ends], dtype=np.int64))
    after = ledger.mrr[at]
    before = np.zeros_like(after)
    before[1:] = after[:-1]
    opening = after[snapshot == 0]
    # The last row of an account lies beyond the last snapshot and has MRR 0: `before` never mixes accounts.
    moved = np.flatnonzero((snapshot > 0) & (snapshot <= len(ends)) & (after != before))
    rows = MovementRows(
        account=ledger.accounts[ledger.index[at[moved]]],
        month=snapshot[moved] - 1,
        kind=_kinds(before[moved], after[moved], is_first[moved]),
        before=before[moved],
        after=after[moved],
    )
    opening_mrr, opening_customers = int(opening.sum()), int((opening > 0).sum())
    months = _totals(rows, ends, opening_mrr, opening_customers)
    return Movements(definition, opening_mrr, opening_customers, months, rows)


def _snapshot_rows(ledger: Ledger, snapshots: Int64) -> tuple[Int64, Int64, Bool]:
    """Return the rows that hold at a snapshot, their first snapshot, and if it is the account's first.

    Snapshot number len(snapshots) stands for all days after the last one.
    """
    low, high = int(snapshots[0]), int(snapshots[-1]) + 1
    of_day = np.searchsorted(snapshots, np.arange(low, high + 1)).astype(np.int32)
    snapshot = of_day[np.clip(ledger.day, low, high) - low]
    holds = np.ones(len(snapshot), dtype=np.bool_)
    same_account = ledger.index[1:] == ledger.index[:-1]
    holds[:-1] = ~(same_account & (snapshot[1:] == snapshot[:-1]))
    at = np.flatnonzero(holds)
    is_first = np.ones(len(at), dtype=np.bool_)
    is_first[1:] = ledger.index[at][1:] != ledger.index[at][:-1]
    return at, snapshot[at].astype(np.int64), is_first


def _kinds(before: Int64, after: Int64, is_first: Bool) -> Int64:
    kind = np.where(after > before, int(Kind.EXPANSION), int(Kind.CONTRACTION))
    kind[before == 0] = Kind.REACTIVATION
    kind[is_first] = Kind.NEW
    kind[after == 0] = Kind.CHURN
    return kind


def _totals(rows: MovementRows, ends: list[int], mrr: int, customers: int) -> tuple[MonthMovements, ...]:
    cell = rows.month * len(Kind) + rows.kind
    size = len(ends) * len(Kind)
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, cell, np.abs(rows.after - rows.before))
    counts = np.bincount(cell, minlength=size)
    months = []
    for number, end in enumerate(ends):
        new, back, more, less, gone = (int(v) for v in sums[number * 5 : number * 5 + 5])
        new_n, back_n, more_n, less_n, gone_n = (int(v) for v in counts[number * 5 : number * 5 + 5])
        mrr += new + back + more - less - gone
        customers += new_n + back_n - gone_n
        months.append(
            MonthMovements(
                month_end=end,
                mrr=mrr,
                customers=customers,
                new=new,
                reactivation=back,
                expansion=more,
                contraction=less,
                churn=gone,
                new_n=new_n,
                reactivation_n=back_n,
                expansion_n=more_n,
                contraction_n=less_n,
                churn_n=gone_n,
            )
        )
    return tuple(months)
