"""Which rows of the rollup belong to whom: shared by the ways of computing usage."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenure_engine.windows.inputs import Inputs
from tenure_engine.windows.knowledge import FAR

Bool = NDArray[np.bool_]
Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of the rollup that are asked about and can be seen, sorted by account, user and day.

    `row` is the account's number. `named` tells which rows name a user; None where all do.
    """

    row: Int64
    day: Int64
    visible: Int64
    user: Int64
    mask: NDArray[np.uint64]
    kinds: int
    amounts: dict[str, Int64 | NDArray[np.int32]]
    named: Bool | None
    is_late: bool

    def only_named(self) -> tuple[Int64, Int64, Int64, Int64]:
        """Return row, user, day and visible of the rows that name a user."""
        if self.named is None:
            return self.row, self.user, self.day, self.visible
        which = self.named
        return self.row[which], self.user[which], self.day[which], self.visible[which]


def rows_of(inputs: Inputs) -> Rows:
    """Return the rows of the accounts of the inputs, each with the first report day on which it is seen."""
    table, knowledge = inputs.user_days, inputs.knowledge
    row, asked = places_of(inputs.accounts.ids, table.account)
    day = table.day.astype(np.int64)
    visible = knowledge.visible_from(day, inputs.user_known)
    keep = asked if visible is day else asked & (visible < FAR)
    everything = bool(keep.all())
    pick = slice(None) if everything else keep
    user = table.user[pick]
    nobody = _nobody(inputs)
    named = None if nobody < 0 else user != nobody
    amounts = {name: getattr(table, name)[pick] for name in ("count", "logins", "seconds")}
    day, visible = day[pick], visible[pick]
    is_late = visible is not day and bool(np.any(visible > day))
    return Rows(row[pick], day, visible, user, table.mask[pick], len(table.kinds), amounts, named, is_late)


def _nobody(inputs: Inputs) -> int:
    """Return the number that stands for no user, -1 where there is none; looked up once."""
    users = inputs.user_days.users
    key = ("nobody", id(users))
    if key not in inputs.shared:
        inputs.shared[key] = users.index("") if "" in users else -1
    found: int = inputs.shared[key]
    return found


def places_of(ids: Int64, account: Int64) -> tuple[Int64, Bool]:
    """Return the account numbers of sorted database ids, and which of them are asked about at all."""
    low, high = np.searchsorted(account, ids, "left"), np.searchsorted(account, ids, "right")
    counts = high - low
    if int(counts.sum()) == len(account):
        return np.repeat(np.arange(len(ids), dtype=np.int64), counts), np.ones(len(account), dtype=np.bool_)
    row = np.zeros(len(account), dtype=np.int64)
    asked = np.zeros(len(account), dtype=np.bool_)
    if len(ids) and len(account):
        row = np.minimum(np.searchsorted(ids, account), len(ids) - 1)
        asked = ids[row] == account
    return row, asked


def starts_of(row: Int64) -> Int64:
    """Return where each account that has rows begins; the rows are sorted by account."""
    if not len(row):
        return np.zeros(0, dtype=np.int64)
    numbers = np.arange(int(row[0]), int(row[-1]) + 2)
    edges = np.searchsorted(row, numbers)
    return edges[:-1][edges[1:] > edges[:-1]]


def first_by_row(row: Int64, day: Int64, accounts: int) -> Int64:
    """Return each account's smallest day, FAR where it has none."""
    first = np.full(accounts, FAR, dtype=np.int64)
    if len(row):
        starts = starts_of(row)
        np.minimum.at(first, row[starts], np.minimum.reduceat(day, starts))
    return first


def earliest_by_cell(row: Int64, day: Int64, visible: Int64) -> tuple[Int64, Int64, Int64]:
    """Return each account and day once, sorted so, with the first day on which it can be seen."""
    order = np.lexsort((visible, day, row))
    row, day, visible = row[order], day[order], visible[order]
    fresh = np.ones(len(row), dtype=np.bool_)
    fresh[1:] = (row[1:] != row[:-1]) | (day[1:] != day[:-1])
    return row[fresh], day[fresh], visible[fresh]
