"""Movements of MRR between month ends: new, reactivation, expansion, contraction, churn."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

import numpy as np

from tenure_engine.period import from_day, month_ends, to_day
from tenure_engine.revenue.ledger import Ledger
from tenure_engine.revenue.lines import Bool, Int32, Int64
from tenure_engine.revenue.policy import Definition

_BLOCK = 262_144
"""Ledger rows worked on together: few enough to stay in a core's cache."""


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
    snapshots = np.array([to_day(from_day(ends[0]).replace(day=1)) - 1, *ends], dtype=np.int64)
    with ThreadPoolExecutor(max_workers=2) as pool:
        blocks = list(pool.map(lambda rows: _block_movements(ledger, rows, snapshots), _blocks(ledger)))
    rows = MovementRows(*(np.concatenate(columns) for columns in zip(*(b.columns for b in blocks), strict=True)))
    opening, customers = sum(b.opening for b in blocks), sum(b.opening_customers for b in blocks)
    sums, counts = np.sum([b.sums for b in blocks], axis=0), np.sum([b.counts for b in blocks], axis=0)
    months = _months(ends, opening, customers, sums.tolist(), counts.tolist())
    return Movements(definition, opening, customers, months, rows)


@dataclass(frozen=True, slots=True, eq=False)
class _BlockMovements:
    """The movements of some accounts; `sums` and `counts` hold one number a month and kind."""

    columns: tuple[Int64, Int64, Int64, Int64, Int64]
    opening: int
    opening_customers: int
    sums: Int64
    counts: Int64


def _blocks(ledger: Ledger) -> list[slice]:
    """Return slices of the ledger that hold whole accounts."""
    wanted = np.arange(_BLOCK, len(ledger.day), _BLOCK)
    edges = np.unique(ledger.first[ledger.index[wanted]]).tolist()
    return [slice(low, high) for low, high in pairwise([0, *(e for e in edges if e), len(ledger.day)])]


def _block_movements(ledger: Ledger, rows: slice, snapshots: Int64) -> _BlockMovements:
    index, months = ledger.index[rows], len(snapshots) - 1
    at, snapshot, is_first = _snapshot_rows(index, ledger.day[rows], snapshots)
    after = ledger.mrr[rows][at]
    before = np.zeros_like(after)
    before[1:] = after[:-1]
    opening = after[snapshot == 0]
    # The last row of an account lies beyond the last snapshot or has MRR 0: `before` never mixes accounts.
    moved = np.flatnonzero((snapshot > 0) & (snapshot <= months) & (after != before))
    before, after, month = before[moved], after[moved], snapshot[moved] - 1
    kind = _kinds(before, after, is_first[moved])
    cell = month * len(Kind) + kind
    sums = np.zeros(months * len(Kind), dtype=np.int64)
    np.add.at(sums, cell, np.abs(after - before))
    return _BlockMovements(
        columns=(ledger.accounts[index[at[moved]]], month, kind, before, after),
        opening=int(opening.sum()),
        opening_customers=int((opening > 0).sum()),
        sums=sums,
        counts=np.bincount(cell, minlength=len(sums)),
    )


def _snapshot_rows(index: Int64, day: Int32, snapshots: Int64) -> tuple[Int64, Int64, Bool]:
    """Return the rows that hold at a snapshot, their first snapshot, and if it is the account's first.

    Snapshot number len(snapshots) stands for all days after the last one.
    """
    low, high = int(snapshots[0]), int(snapshots[-1]) + 1
    of_day = np.searchsorted(snapshots, np.arange(low, high + 1)).astype(np.int32)
    snapshot = of_day[np.clip(day, low, high) - low]
    holds = np.ones(len(snapshot), dtype=np.bool_)
    holds[:-1] = (index[1:] != index[:-1]) | (snapshot[1:] != snapshot[:-1])
    at = np.flatnonzero(holds)
    account = index[at]
    is_first = np.ones(len(at), dtype=np.bool_)
    np.not_equal(account[1:], account[:-1], out=is_first[1:])
    return at, snapshot[at].astype(np.int64), is_first


def _kinds(before: Int64, after: Int64, is_first: Bool) -> Int64:
    kind = np.where(after > before, int(Kind.EXPANSION), int(Kind.CONTRACTION))
    kind[before == 0] = Kind.REACTIVATION
    kind[is_first] = Kind.NEW
    kind[after == 0] = Kind.CHURN
    return kind


def _months(
    ends: list[int], mrr: int, customers: int, sums: list[int], counts: list[int]
) -> tuple[MonthMovements, ...]:
    months = []
    for number, end in enumerate(ends):
        cells = slice(number * len(Kind), (number + 1) * len(Kind))
        new, back, more, less, gone = sums[cells]
        new_n, back_n, more_n, less_n, gone_n = counts[cells]
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
