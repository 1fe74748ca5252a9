"""Usage where some of it became known late: every row is seen from some report day on, and no earlier."""

import numpy as np
from numpy.typing import NDArray

from tenure_engine.windows.kernels import (
    Float64,
    Grid,
    cover_distinct,
    extreme_of_intervals,
    sum_intervals,
)
from tenure_engine.windows.knowledge import FAR
from tenure_engine.windows.people import Rows, earliest_by_cell

Int64 = NDArray[np.int64]


class LateUsage:
    """Sums over windows by difference arrays; each row counts from when it was known."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    def total(self, name: str, grid: Grid, window: int) -> Float64:
        """Return the sum of a column over the window of each day."""
        rows = self.rows
        amounts = rows.amounts[name].astype(np.int64)
        return _floats(sum_intervals(grid, rows.row, rows.visible, rows.day + window, amounts))

    def squares(self, grid: Grid, window: int) -> Float64:
        """Return the sum of the squared daily counts, where a day's count grows as late events arrive.

        Going from n to n + c events adds 2nc + c^2 to the square, from the day on which it becomes known.
        """
        rows = self.rows
        order = np.lexsort((rows.visible, rows.day, rows.row))
        row, day, visible = rows.row[order], rows.day[order], rows.visible[order]
        count = rows.amounts["count"].astype(np.int64)[order]
        fresh = np.ones(len(row), dtype=np.bool_)
        fresh[1:] = (row[1:] != row[:-1]) | (day[1:] != day[:-1])
        before = np.cumsum(count) - count
        if len(row):
            before -= before[np.maximum.accumulate(np.where(fresh, np.arange(len(row)), 0))]
        growth = 2 * before * count + count * count
        return _floats(sum_intervals(grid, row, visible, day + window, growth))

    def active_days(self, grid: Grid, window: int) -> Float64:
        """Return the number of days with an event in the window of each day."""
        row, day, visible = earliest_by_cell(self.rows.row, self.rows.day, self.rows.visible)
        return _floats(sum_intervals(grid, row, visible, day + window))

    def users(self, grid: Grid, window: int) -> Float64:
        """Return the number of different users in the window of each day."""
        row, user, day, visible = self.rows.only_named()
        fresh = np.ones(len(row), dtype=np.int64)
        fresh[1:] = (row[1:] != row[:-1]) | (user[1:] != user[:-1])
        keep, ends = cover_distinct(np.cumsum(fresh), visible, day + window)
        return _floats(sum_intervals(grid, row[keep], visible[keep], ends[keep]))

    def kinds(self, grid: Grid, window: int) -> Float64:
        """Return the number of different event kinds in the window of each day."""
        rows = self.rows
        total = np.zeros((grid.accounts, grid.days), dtype=np.int64)
        for kind in range(rows.kinds):
            bit = np.uint64(1) << np.uint64(kind % 64)
            has = (rows.mask[:, kind // 64] & bit) != 0
            row, day, visible = earliest_by_cell(rows.row[has], rows.day[has], rows.visible[has])
            keep, ends = cover_distinct(row, visible, day + window)
            total += sum_intervals(grid, row[keep], visible[keep], ends[keep])
        return _floats(total)

    def last_day(self, grid: Grid, *, of_users: bool) -> Float64:
        """Return the last day with an event (of a named user) not after each day, NaN where none."""
        row, day, visible = self.rows.row, self.rows.day, self.rows.visible
        if of_users:
            row, _user, day, visible = self.rows.only_named()
        ends = np.full(len(row), FAR, dtype=np.int64)
        return extreme_of_intervals(grid, row, visible, ends, day, take="max")


def _floats(cube: NDArray[np.int64]) -> Float64:
    return cube.astype(np.float64)
