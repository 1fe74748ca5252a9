"""States and windows of records: every record is an interval of report days, cut by when it was believed."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tenure_engine.windows.inputs import Inputs, Source, Versions
from tenure_engine.windows.kernels import Float64, Grid, extreme_of_intervals, sum_intervals

Bool = NDArray[np.bool_]
Int64 = NDArray[np.int64]


def grid_of(inputs: Inputs, first: int, last: int) -> Grid:
    """Return the grid of the accounts of the inputs over the days."""
    return Grid(len(inputs.accounts), first, last)


def believed_in(
    inputs: Inputs, table: Versions, starts: Int64, ends: Int64, where: Bool | None = None
) -> tuple[Int64, Int64]:
    """Return the report days [start, end) of each version, cut to those on which it was believed."""
    low, high = inputs.knowledge.believed(table.known, table.until)
    starts, ends = np.maximum(starts, low), np.minimum(ends, high)
    if where is not None:
        ends = np.where(where, ends, starts)
    return starts, ends


def sum_states(
    inputs: Inputs,
    table: Versions,
    grid: Grid,
    *,
    starts: Int64,
    ends: Int64,
    where: Bool | None = None,
    weights: Int64 | None = None,
) -> Int64:
    """Return per account and day how many records (or what sum of weights) are in their interval [start, end)."""
    low, high = believed_in(inputs, table, starts, ends, where)
    return sum_intervals(grid, table.row, low, high, weights)


def sum_window(
    inputs: Inputs,
    table: Versions,
    grid: Grid,
    *,
    day: Int64,
    window: int,
    where: Bool | None = None,
    weights: Int64 | None = None,
) -> Int64:
    """Return per account and day how many records (or what sum of weights) happened in the window of the day."""
    return sum_states(inputs, table, grid, starts=day, ends=day + window, where=where, weights=weights)


def extreme_state(
    inputs: Inputs,
    table: Versions,
    grid: Grid,
    *,
    starts: Int64,
    ends: Int64,
    values: Int64,
    take: Literal["max", "min"],
    where: Bool | None = None,
) -> Float64:
    """Return per account and day the largest (smallest) value among the records in their interval, else NaN."""
    low, high = believed_in(inputs, table, starts, ends, where)
    return extreme_of_intervals(grid, table.row, low, high, values, take=take)


def received(inputs: Inputs, source: Source, grid: Grid) -> Bool:
    """Return for each day whether the company's records of a source reached that far back, and were known."""
    coverage = inputs.coverage.get(source)
    if coverage is None:
        return np.zeros(grid.days, dtype=np.bool_)
    days = grid.numbers()
    known: Bool = np.array([inputs.knowledge.at(int(day)) >= coverage.first_known for day in days])
    return known & (days >= coverage.first_day)


def said(inputs: Inputs, sources: Sequence[Source], values: NDArray[np.number], grid: Grid) -> Float64:
    """Return the values as floats, unknown on the days for which nothing of one of the sources is known."""
    out = values.astype(np.float64)
    for source in sources:
        out[:, ~received(inputs, source, grid)] = np.nan
    return out


def mean(total: NDArray[np.number], count: NDArray[np.number], *, per: float = 1.0) -> Float64:
    """Return total / per / count, unknown where there is nothing to take a mean of."""
    out = np.full(total.shape, np.nan)
    np.divide(total, count * per, out=out, where=count > 0)
    return out
