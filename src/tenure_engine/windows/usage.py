"""Usage of a window per account and day, from the daily rollup: exact, with what was known late taken late.

What an account did is unknown (NaN) before its first event, and where the whole company's feed is silent for
the window: then the feed is silent, not the customer. An account that was seen before and did nothing is 0.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tenure_engine.windows.inputs import Inputs
from tenure_engine.windows.kernels import (
    Float64,
    Grid,
    cover_distinct,
    extreme_of_intervals,
    rolling_or,
    running_sum,
    sum_intervals,
)
from tenure_engine.windows.knowledge import FAR

Bool = NDArray[np.bool_]
Int64 = NDArray[np.int64]
Amount = Literal["count", "logins", "seconds"]

WINDOWS = (7, 14, 30, 90, 180)
FEED_SILENT_AFTER = 30
"""Days without anybody's event after which days since the last activity say nothing about a customer."""


def usage_of(inputs: Inputs) -> "Usage":
    """Return the usage of the inputs; its cubes are made once and shared by all measures."""
    if "usage" not in inputs.cache:
        inputs.cache["usage"] = Usage(inputs)
    made: Usage = inputs.cache["usage"]
    return made


class Usage:
    """The rollup of the accounts asked about, by account number, and the cubes made from it so far."""

    def __init__(self, inputs: Inputs) -> None:
        table, knowledge = inputs.user_days, inputs.knowledge
        self.accounts = len(inputs.accounts)
        row, keep = places_of(inputs.accounts.ids, table.account)
        day = table.day.astype(np.int64)
        visible = knowledge.visible_from(day, inputs.user_known)
        keep &= visible < FAR
        self._keep = keep
        self.row, self.day, self.visible = row[keep], day[keep], visible[keep]
        self.is_late = bool(np.any(self.visible > self.day))
        self._table, self._inputs = table, inputs
        self._sums: dict[str, tuple[Grid, Int64]] = {}
        self._named = np.array([name != "" for name in table.users], dtype=np.bool_)
        self.since = first_by_row(self.row, self.visible, self.accounts)
        self._people: _People | None = None

    def _column(self, name: Amount) -> Int64:
        column: Int64 = getattr(self._table, name)[self._keep].astype(np.int64)
        return column

    def grid(self, first: int, last: int) -> Grid:
        """Return the grid of the accounts over the days."""
        return Grid(self.accounts, first, last)

    def total(self, name: Amount, first: int, last: int, window: int) -> Float64:
        """Return the sum of a rollup column over the window of each day."""
        if self.is_late:
            ends = self.day + window
            cube = sum_intervals(self.grid(first, last), self.row, self.visible, ends, self._column(name))
        else:
            cube = self._windowed(name, first, last, window)
        return self._said(cube, self.since, first, last, window)

    def squares(self, first: int, last: int, window: int) -> Float64:
        """Return the sum of the squared daily event counts over the window of each day."""
        if self.is_late:
            cube = self._late_squares(first, last, window)
        else:
            cube = self._windowed("squares", first, last, window)
        return self._said(cube, self.since, first, last, window)

    def active_days(self, first: int, last: int, window: int) -> Float64:
        """Return the number of days with at least one event in the window of each day."""
        if self.is_late:
            row, day, visible = earliest_by_cell(self.row, self.day, self.visible)
            cube = sum_intervals(self.grid(first, last), row, visible, day + window)
        else:
            cube = self._windowed("active_days", first, last, window)
        return self._said(cube, self.since, first, last, window)

    def active_users(self, first: int, last: int, window: int) -> Float64:
        """Return the number of different named users with an event in the window of each day."""
        people = self._people_of()
        cube = people.active(self.grid(first, last), window)
        return self._said(cube, people.since, first, last, window)

    def kinds_used(self, first: int, last: int, window: int) -> Float64:
        """Return the number of different event kinds in the window of each day."""
        grid = self.grid(first, last)
        words = self._table.mask[self._keep]
        cube = self._late_kinds(grid, words, window) if self.is_late else self._kinds(grid, words, window)
        return self._said(cube, self.since, first, last, window)

    def days_since(self, first: int, last: int) -> Float64:
        """Return the days from the last event to each day; unknown before the first."""
        return self._days_since(first, last, self.row, self.day, self.visible)

    def days_since_user(self, first: int, last: int) -> Float64:
        """Return the days from the last event of a named user to each day; unknown before the first."""
        people = self._people_of()
        return self._days_since(first, last, people.row, people.day, people.visible)

    def _days_since(self, first: int, last: int, row: Int64, day: Int64, visible: Int64) -> Float64:
        grid = self.grid(first, last)
        ends = np.full(len(row), FAR, dtype=np.int64)
        latest = extreme_of_intervals(grid, row, visible, ends, day, take="max")
        out = grid.numbers() - latest
        out[:, ~speaking_days(self._inputs, grid, FEED_SILENT_AFTER)] = np.nan
        return out

    def _windowed(self, name: str, first: int, last: int, window: int) -> Int64:
        grid, sums = self._running(name, first, last, window)
        high = slice(first - grid.first + 1, last - grid.first + 2)
        low = slice(high.start - window, high.stop - window)
        return sums[:, high] - sums[:, low]

    def _running(self, name: str, first: int, last: int, window: int) -> tuple[Grid, Int64]:
        """Return running sums that reach back at least one window before `first`, from the cache if there."""
        if name in self._sums:
            grid, sums = self._sums[name]
            if grid.first <= first - window + 1 and grid.last >= last:
                return grid, sums
        longest = max(WINDOWS)
        grid = self.grid(first - 2 * max(longest, window) + 1, last)
        self._sums[name] = (grid, self._daily_sums(name, grid))
        return self._sums[name]

    def _daily_sums(self, name: str, grid: Grid) -> Int64:
        if name in ("active_days", "squares"):
            counts = running_sum(grid, self.row, self.day, self._column("count"))
            daily = np.diff(counts, axis=1)
            counts[:, 1:] = np.cumsum(daily > 0 if name == "active_days" else daily * daily, axis=1)
            return counts
        column: Amount = "count" if name == "count" else "logins" if name == "logins" else "seconds"
        return running_sum(grid, self.row, self.day, self._column(column))

    def _late_squares(self, first: int, last: int, window: int) -> Int64:
        """Return sums of squared daily counts where a day's count grows as late events arrive.

        Going from n to n + c events adds 2nc + c^2 to the square, from the day on which it becomes known.
        """
        order = np.lexsort((self.visible, self.day, self.row))
        row, day, visible = self.row[order], self.day[order], self.visible[order]
        count = self._column("count")[order]
        fresh = np.ones(len(row), dtype=np.bool_)
        fresh[1:] = (row[1:] != row[:-1]) | (day[1:] != day[:-1])
        before = np.cumsum(count) - count
        if len(row):
            before -= before[np.maximum.accumulate(np.where(fresh, np.arange(len(row)), 0))]
        growth = 2 * before * count + count * count
        return sum_intervals(self.grid(first, last), row, visible, day + window, growth)

    def _kinds(self, grid: Grid, words: NDArray[np.uint64], window: int) -> Int64:
        lead = Grid(self.accounts, grid.first - window + 1, grid.last)
        inside = (self.day >= lead.first) & (self.day <= lead.last)
        flat = self.row[inside] * lead.days + (self.day[inside] - lead.first)
        total = np.zeros((self.accounts, grid.days), dtype=np.int64)
        for word in range(words.shape[1]):
            bits = np.zeros(self.accounts * lead.days, dtype=np.uint64)
            np.bitwise_or.at(bits, flat, words[inside, word])
            rolled = rolling_or(bits.reshape(self.accounts, lead.days), window)
            total += np.bitwise_count(rolled[:, window - 1 :])
        return total

    def _late_kinds(self, grid: Grid, words: NDArray[np.uint64], window: int) -> Int64:
        total = np.zeros((self.accounts, grid.days), dtype=np.int64)
        for kind in range(len(self._table.kinds)):
            bit = np.uint64(1) << np.uint64(kind % 64)
            has = (words[:, kind // 64] & bit) != 0
            row, day, visible = earliest_by_cell(self.row[has], self.day[has], self.visible[has])
            keep, ends = cover_distinct(row, visible, day + window)
            total += sum_intervals(grid, row[keep], visible[keep], ends[keep])
        return total

    def _people_of(self) -> "_People":
        if self._people is None:
            user = self._table.user[self._keep]
            named = self._named[user] if len(self._named) else np.zeros(0, dtype=np.bool_)
            self._people = _People(
                self.row[named], user[named], self.day[named], self.visible[named], self.accounts, self.is_late
            )
        return self._people

    def _said(self, cube: NDArray[np.integer], since: Int64, first: int, last: int, window: int) -> Float64:
        """Return the cube as floats, unknown where the account has no usage data or the feed is silent."""
        grid = self.grid(first, last)
        out = cube.astype(np.float64)
        if len(since) and int(since.max()) > first:
            out[grid.numbers()[None, :] < since[:, None]] = np.nan
        out[:, ~speaking_days(self._inputs, grid, window)] = np.nan
        return out


def speaking_days(inputs: Inputs, grid: Grid, window: int) -> Bool:
    """Return on which days anybody of the company has had an event within the window."""
    feed = inputs.feed
    visible = inputs.knowledge.visible_from(feed.days, feed.known)
    if inputs.user_known is None:
        visible = np.where(visible >= FAR, FAR, feed.days)
    one = Grid(1, grid.first, grid.last)
    rows = np.zeros(len(visible), dtype=np.int64)
    speaks: Bool = sum_intervals(one, rows, visible, feed.days + window)[0] > 0
    return speaks


class _People:
    """The named users' days, sorted by account, user and day."""

    def __init__(self, row: Int64, user: Int64, day: Int64, visible: Int64, accounts: int, is_late: bool) -> None:
        self.row, self.day, self.visible, self.is_late = row, day, visible, is_late
        self.since = first_by_row(row, visible, accounts)
        fresh = np.ones(len(row), dtype=np.bool_)
        fresh[1:] = (row[1:] != row[:-1]) | (user[1:] != user[:-1])
        self.group = np.cumsum(fresh.astype(np.int64))
        self.previous = np.where(fresh, -FAR, np.concatenate(([0], day[:-1])))
        self.following = np.full(len(row), FAR, dtype=np.int64)
        self.following[:-1] = np.where(fresh[1:], FAR, day[1:])

    def active(self, grid: Grid, window: int) -> NDArray[np.int64]:
        """Return the number of different users seen in the window of each day.

        Each user's day covers min(window, gap to the next) report days: +1 where a covered stretch begins, -1
        where it ends (ENGINE.md, section 3).
        """
        if self.is_late:
            keep, ends = cover_distinct(self.group, self.visible, self.day + window)
            return sum_intervals(grid, self.row[keep], self.visible[keep], ends[keep])
        inside = (self.day > grid.first - window) & (self.day <= grid.last)
        row, day = self.row[inside], self.day[inside]
        previous, following = self.previous[inside], self.following[inside]
        begins = (day - previous > window) | (previous <= grid.first - window)
        stops = (following - day > window) & (day + window <= grid.last)
        size = grid.accounts * grid.days
        base = row * grid.days - grid.first
        cube = np.bincount((base + np.maximum(day, grid.first))[begins], minlength=size)
        cube -= np.bincount((base + day + window)[stops], minlength=size)
        return np.cumsum(cube.reshape(grid.accounts, grid.days), axis=1)


def places_of(ids: Int64, account: Int64) -> tuple[Int64, Bool]:
    """Return the account numbers of database ids, and which of them are asked about at all."""
    if not len(ids):
        return np.zeros(len(account), dtype=np.int64), np.zeros(len(account), dtype=np.bool_)
    row = np.minimum(np.searchsorted(ids, account), len(ids) - 1)
    return row, ids[row] == account


def first_by_row(row: Int64, day: Int64, accounts: int) -> Int64:
    first = np.full(accounts, FAR, dtype=np.int64)
    np.minimum.at(first, row, day)
    return first


def earliest_by_cell(row: Int64, day: Int64, visible: Int64) -> tuple[Int64, Int64, Int64]:
    """Return each account and day once, sorted so, with the first day on which it can be seen."""
    order = np.lexsort((visible, day, row))
    row, day, visible = row[order], day[order], visible[order]
    fresh = np.ones(len(row), dtype=np.bool_)
    fresh[1:] = (row[1:] != row[:-1]) | (day[1:] != day[:-1])
    return row[fresh], day[fresh], visible[fresh]
