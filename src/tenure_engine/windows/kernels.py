"""Dense kernels over accounts x days. All sums are of integers, so a value never depends on the order of the
rows or on where the span begins.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Bool = NDArray[np.bool_]
Float64 = NDArray[np.float64]
Int64 = NDArray[np.int64]
UInt64 = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Grid:
    """Accounts 0..accounts-1 by the days first..last, both included."""

    accounts: int
    first: int
    last: int

    @property
    def days(self) -> int:
        """Return the number of days."""
        return self.last - self.first + 1

    def numbers(self) -> Int64:
        """Return the days themselves."""
        return np.arange(self.first, self.last + 1, dtype=np.int64)

    def earlier(self, days: int) -> "Grid":
        """Return the grid moved back by `days`."""
        return Grid(self.accounts, self.first - days, self.last - days)


def sum_intervals(grid: Grid, rows: Int64, starts: Int64, ends: Int64, weights: Int64 | None = None) -> Int64:
    """Return for every account and day the sum of the weights (else 1) of the intervals [start, end) over it.

    A difference array: +weight where an interval starts, -weight where it ends, then the running sum.
    """
    low = np.clip(starts, grid.first, grid.last + 1)
    high = np.clip(ends, grid.first, grid.last + 1)
    keep = low < high
    width = grid.days + 1
    base = rows[keep] * width - grid.first
    amounts = None if weights is None else weights[keep]
    out = _add_at(base + low[keep], amounts, grid.accounts * width)
    out -= _add_at(base + high[keep], amounts, grid.accounts * width)
    cube = out.reshape(grid.accounts, width)
    np.cumsum(cube, axis=1, out=cube)
    return cube[:, :-1]


def _add_at(index: Int64, weights: Int64 | None, size: int) -> Int64:
    if weights is None:
        return np.bincount(index, minlength=size).astype(np.int64, copy=False)
    out = np.zeros(size, dtype=np.int64)
    np.add.at(out, index, weights)
    return out


def extreme_of_intervals(
    grid: Grid, rows: Int64, starts: Int64, ends: Int64, values: Int64, *, take: Literal["max", "min"]
) -> Float64:
    """Return for every account and day the largest (smallest) value of the intervals [start, end) over it.

    NaN where there is none. Intervals that outlast the grid need one cell each (running extreme); the others
    are written out day by day.
    """
    pick = np.maximum if take == "max" else np.minimum
    none = np.iinfo(np.int64).min if take == "max" else np.iinfo(np.int64).max
    low = np.clip(starts, grid.first, grid.last + 1)
    high = np.clip(ends, grid.first, grid.last + 1)
    keep = low < high
    row, low, high, value = rows[keep], low[keep], high[keep], values[keep]
    cube = np.full((grid.accounts, grid.days), none, dtype=np.int64)
    flat = cube.reshape(-1)
    base = row * grid.days - grid.first
    lasting = high == grid.last + 1
    pick.at(flat, (base + low)[lasting], value[lasting])
    pick.accumulate(cube, axis=1, out=cube)
    lengths = (high - low)[~lasting]
    if len(lengths):
        begin = np.repeat((base + low)[~lasting], lengths)
        step = np.arange(len(begin), dtype=np.int64) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        pick.at(flat, begin + step, np.repeat(value[~lasting], lengths))
    out = cube.astype(np.float64)
    out[cube == none] = np.nan
    return out


def running_sum(grid: Grid, rows: Int64, days: Int64, amounts: Int64) -> Int64:
    """Return [accounts, days + 1]: column i is the sum of the amounts of the grid's days before its i-th."""
    keep = (days >= grid.first) & (days <= grid.last)
    width = grid.days + 1
    flat = np.zeros(grid.accounts * width, dtype=np.int64)
    np.add.at(flat, rows[keep] * width + (days[keep] - grid.first + 1), amounts[keep])
    cube = flat.reshape(grid.accounts, width)
    np.cumsum(cube, axis=1, out=cube)
    return cube


def cover_distinct(group: Int64, starts: Int64, ends: Int64) -> tuple[Bool, Int64]:
    """Return which intervals [start, end) still add to their group's union, and where each must end for that.

    Rows are sorted by group, and inside a group by end. What a later row of the group covers is cut from an
    earlier one, so that the intervals returned do not overlap and their union is the same: counting them
    counts distinct groups. Without late knowledge starts rise with ends, and this is the gap to the next row.
    """
    if not len(group):
        return np.zeros(0, dtype=np.bool_), ends
    following = _suffix_min_by_group(group, starts)
    cut = np.minimum(ends, following)
    return starts < cut, cut


def _suffix_min_by_group(group: Int64, starts: Int64) -> Int64:
    """Return for each row the smallest start among the later rows of its group (a huge number when none)."""
    none = np.iinfo(np.int64).max
    same = np.zeros(len(group), dtype=np.bool_)
    same[:-1] = group[:-1] == group[1:]
    following = np.full(len(group), none, dtype=np.int64)
    following[:-1][same[:-1]] = starts[1:][same[:-1]]
    if np.all(following >= starts):
        return following
    # Late rows: the next start is not the smallest. One reversed running minimum serves all groups, because
    # each group is lifted above the ones that follow it in that order.
    span = int(starts.max() - starts.min()) + 1
    rank = np.cumsum(np.concatenate(([True], ~same[:-1]))) - 1
    lift = (rank.max() - rank) * span
    lowest = starts - starts.min() - lift
    smallest = np.minimum.accumulate(lowest[::-1])[::-1] + lift + starts.min()
    following[:-1][same[:-1]] = smallest[1:][same[:-1]]
    return following


def rolling_or(bits: UInt64, window: int) -> UInt64:
    """Return for each day the OR of the last `window` days (axis 1), by doubling."""
    out = bits.copy()
    done = 1
    while done < window:
        step = min(done, window - done)
        shifted = out[:, :-step].copy()
        out[:, step:] |= shifted
        done += step
    return out
