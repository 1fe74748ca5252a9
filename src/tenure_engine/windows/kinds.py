"""Use of named kinds of event per account and day, from the rollup by kind. An account that never had such an event
is unknown, like one without usage data.
"""

import re
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from tenure_engine.windows.inputs import Inputs
from tenure_engine.windows.kernels import Float64, Grid, extreme_of_intervals, running_sum, sum_intervals
from tenure_engine.windows.knowledge import FAR
from tenure_engine.windows.people import earliest_by_cell, first_by_row, places_of
from tenure_engine.windows.usage import speaking_days

Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]
_SEPARATORS = re.compile(r"[\s.:-]+")
API_NAMES = frozenset({"api", "api_call", "api_calls", "api_request", "api_requests"})
DATA_NAMES = frozenset({"data_held", "data_stored", "records_held", "records_stored", "storage", "storage_used"})


def plain_name(name: str) -> str:
    """Return an event's name without regard to case, spaces, dots, colons and hyphens."""
    return _SEPARATORS.sub("_", name.strip().lower())


def kinds_of(inputs: Inputs) -> "KindUse":
    """Return the use by kind of the inputs; made once."""
    if "kinds" not in inputs.cache:
        inputs.cache["kinds"] = KindUse(inputs)
    made: KindUse = inputs.cache["kinds"]
    return made


class KindUse:
    """The rollup by kind of the accounts asked about, by account number; sorted by account, day, kind."""

    def __init__(self, inputs: Inputs) -> None:
        table = inputs.kind_days
        row, keep = places_of(inputs.accounts.ids, table.account)
        day = table.day.astype(np.int64)
        visible = inputs.knowledge.visible_from(day, inputs.kind_known)
        keep = keep & (visible < FAR)
        self.inputs = inputs
        self.names = table.kinds
        self.row, self.day, self.visible = row[keep], day[keep], visible[keep]
        self.kind = table.kind[keep]
        self.count, self.value = table.count[keep], table.value_sum[keep]
        self.is_late = bool(np.any(self.visible > self.day))

    def where(self, chosen: Callable[[str], bool]) -> Bool:
        """Return which rows are of an event kind whose name is chosen."""
        flags = np.array([chosen(name) for name in self.names] or [False], dtype=np.bool_)
        found: Bool = flags[self.kind]
        return found

    def total(self, where: Bool, first: int, last: int, window: int) -> Float64:
        """Return the sum of the counts of the chosen rows over the window of each day."""
        row, day, visible, count = self.row[where], self.day[where], self.visible[where], self.count[where]
        grid = Grid(len(self.inputs.accounts), first, last)
        if self.is_late:
            cube = sum_intervals(grid, row, visible, day + window, count)
        else:
            lead = Grid(grid.accounts, first - window + 1, last)
            sums = running_sum(lead, row, day, count)
            cube = sums[:, window:] - sums[:, :-window]
        return self._said(cube, first_by_row(row, visible, grid.accounts), grid, window)

    def days_used(self, first: int, last: int, window: int) -> Iterator[NDArray[np.int64]]:
        """Yield for each event kind the number of days in the window of each day on which it occurred."""
        grid = Grid(len(self.inputs.accounts), first, last)
        # what no window reaches, or nobody knows yet, is most of a year when one day is asked for
        near = np.flatnonzero((self.day + window > first) & (self.visible <= last))
        kinds = self.kind[near]
        for kind in range(len(self.names)):
            where = near[kinds == kind]
            row, day, visible = self.row[where], self.day[where], self.visible[where]
            row, day, visible = earliest_by_cell(row, day, visible)
            yield sum_intervals(grid, row, visible, day + window)

    def latest_mean(self, where: Bool, first: int, last: int) -> Float64:
        """Return the mean value of the chosen rows on the last day, not after each day, that has any."""
        row, day, visible = self.row[where], self.day[where], self.visible[where]
        order = np.lexsort((visible, day, row))
        row, day, visible = row[order], day[order], visible[order]
        count, value = self.count[where][order], self.value[where][order]
        fresh = np.ones(len(row), dtype=np.bool_)
        fresh[1:] = (row[1:] != row[:-1]) | (day[1:] != day[:-1])
        means = _running_by_group(value, fresh) / np.maximum(_running_by_group(count.astype(np.float64), fresh), 1)
        grid = Grid(len(self.inputs.accounts), first, last)
        number = np.arange(len(row), dtype=np.int64)
        ends = np.full(len(row), FAR, dtype=np.int64)
        latest = extreme_of_intervals(grid, row, visible, ends, number, take="max")
        out = np.full(latest.shape, np.nan)
        known = ~np.isnan(latest)
        out[known] = means[latest[known].astype(np.int64)]
        return out

    def _said(self, cube: NDArray[np.int64], since: Int64, grid: Grid, window: int) -> Float64:
        out = cube.astype(np.float64)
        out[grid.numbers()[None, :] < since[:, None]] = np.nan
        out[:, ~speaking_days(self.inputs, grid, window)] = np.nan
        return out


def _running_by_group(values: Float64, fresh: Bool) -> Float64:
    """Return running sums that begin anew where `fresh`; a group is the few rows of one day, so it is exact."""
    sums = values.copy()
    for number in np.flatnonzero(~fresh):
        sums[number] += sums[number - 1]
    return sums
