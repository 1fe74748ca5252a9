"""Usage where everything was known in time: dense cubes, accounts by days, each made once and cut for every window.

Cubes hold whole numbers, so that sums are exact and running sums quick; what is returned is floats. A single day
needs no running sums: its windows are cut from the daily cubes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenure_engine.windows.kernels import Float64, Grid
from tenure_engine.windows.people import Rows, starts_of

Bool = NDArray[np.bool_]
Int64 = NDArray[np.int64]
UInt64 = NDArray[np.uint64]
LONGEST = 180
NEVER_AGAIN = 2**31 - 1
BEFORE_ALL = -(2**31)


@dataclass(frozen=True, slots=True)
class Span:
    """What will be asked: the days `first` to `last`, with windows that reach back to the day `reach`."""

    reach: int
    first: int
    last: int

    def with_grid(self, grid: Grid, window: int) -> "Span":
        """Return the span that covers a grid and the window before its first day as well."""
        reach = min(self.reach, grid.first - window + 1)
        return Span(reach, min(self.first, grid.first), max(self.last, grid.last))

    @classmethod
    def around(cls, grid: Grid, window: int) -> "Span":
        """Return the span to expect from a first question: the longest window, and the one before it."""
        return cls(grid.first - 2 * max(LONGEST, window) + 1, grid.first, grid.last)


@dataclass(frozen=True, slots=True)
class _People:
    """Rows that name a user; `gap` is the days until the same user's next row, NEVER_AGAIN for the last one."""

    row: Int64
    day: Int64
    gap: Int64

    @classmethod
    def of(cls, row: Int64, user: Int64, day: Int64) -> "_People":
        """Return the rows with their gaps."""
        gap = np.full(len(day), NEVER_AGAIN, dtype=np.int64)
        if len(gap) > 1:
            other = user[1:] != user[:-1]
            other |= row[1:] != row[:-1]
            np.subtract(day[1:], day[:-1], out=gap[:-1])
            gap[:-1][other] = NEVER_AGAIN
        return cls(row, day, gap)


class DenseUsage:
    """Cubes over one frame of days, which reaches back as far as windows do and there is anything to be seen."""

    def __init__(self, rows: Rows, expected: Span | None = None) -> None:
        self.rows = rows
        day = rows.day
        self._earliest, self._latest = (int(day.min()), int(day.max())) if len(day) else (BEFORE_ALL, BEFORE_ALL)
        self._starts = starts_of(rows.row)
        self._span = expected
        self._frame = Grid(0, 0, -1)
        self._cubes: dict[str, Int64] = {}
        self._rolled: dict[tuple[int, int], UInt64] = {}
        self._stretches: dict[int, Int64] = {}
        self._standing: dict[int, Int64] = {}
        self._flat: Int64 = np.zeros(0, dtype=np.int64)
        self._inside: Int64 | slice = slice(None)
        self._people: _People | None = None

    def _reach(self, grid: Grid, window: int) -> int:
        """Make the frame cover the grid and the window before its first day; return where that day stands in it."""
        expected = self._span or Span.around(grid, window)
        span = expected.with_grid(grid, window)
        if self._frame.days == 0 or span != self._span:
            self._lay(grid.accounts, span)
        return grid.first - self._frame.first

    def _lay(self, accounts: int, span: Span) -> None:
        """Lay the frame over the span, without the days on which nothing had happened yet."""
        rows = self.rows
        first = max(span.reach, min(self._earliest, span.first))
        self._span, self._frame = span, Grid(accounts, first, span.last)
        self._cubes, self._rolled, self._stretches, self._standing = {}, {}, {}, {}
        self._people = None
        is_all = first <= self._earliest and self._latest <= span.last
        self._inside = slice(None) if is_all else np.flatnonzero((rows.day >= first) & (rows.day <= span.last))
        self._flat = rows.row[self._inside] * self._frame.days
        self._flat += rows.day[self._inside]
        self._flat -= first

    def _daily(self, name: str) -> Int64:
        """Return the sum of a column on each day of the frame."""
        if name not in self._cubes:
            frame = self._frame
            cube = np.zeros(frame.accounts * frame.days, dtype=np.int64)
            np.add.at(cube, self._flat, self.rows.amounts[name][self._inside].astype(np.int64, copy=False))
            self._cubes[name] = cube.reshape(frame.accounts, frame.days)
        return self._cubes[name]

    def _running(self, name: str) -> Int64:
        """Return running sums, one day longer than the frame: column i sums the days before its i-th."""
        key = f"sum of {name}"
        if key not in self._cubes:
            daily = self._daily("count") > 0 if name == "active_days" else self._daily(name)
            sums = np.zeros((daily.shape[0], daily.shape[1] + 1), dtype=np.int64)
            np.cumsum(daily, axis=1, out=sums[:, 1:])
            self._cubes[key] = sums
        return self._cubes[key]

    def total(self, name: str, grid: Grid, window: int) -> Float64:
        """Return the sum of a column over the window of each day."""
        at = self._reach(grid, window) + 1
        if grid.days == 1:
            summed: Int64 = self._daily(name)[:, max(0, at - window) : at].sum(axis=1, keepdims=True)
            return summed.astype(np.float64)
        return _differences(self._running(name), at, grid.days, window)

    def squares(self, grid: Grid, window: int) -> Float64:
        """Return the sum of the squared daily counts over the window of each day; as floats, for they are large."""
        at = self._reach(grid, window) + 1
        daily = self._daily("count").astype(np.float64)
        sums = np.zeros((daily.shape[0], daily.shape[1] + 1))
        np.cumsum(daily * daily, axis=1, out=sums[:, 1:])
        return _differences(sums, at, grid.days, window)

    def active_days(self, grid: Grid, window: int) -> Float64:
        """Return the number of days with an event in the window of each day."""
        at = self._reach(grid, window) + 1
        if grid.days == 1:
            used: Bool = self._daily("count")[:, max(0, at - window) : at] > 0
            counted: Float64 = used.sum(axis=1, keepdims=True, dtype=np.float64)
            return counted
        return _differences(self._running("active_days"), at, grid.days, window)

    def users(self, grid: Grid, window: int) -> Float64:
        """Return the number of different users in the window of each day.

        A user's days make covered stretches, which end `window` days after the last day before a gap longer than
        the window: +1 where a stretch begins, -1 where it ends, then the running sum.
        """
        self._reach(grid, window)
        people = self._named()
        if grid.days == 1:
            last = self._last_of_users(grid.last)
            seen = last[people.day[last] > grid.last - window]
            counts = np.bincount(people.row[seen], minlength=grid.accounts)
            return counts[:, None].astype(np.float64)
        ends_at = self._last_of_stretches(window)
        begins_at = np.zeros_like(ends_at)
        begins_at[1:] = ends_at[:-1] + 1
        begin, end = people.day[begins_at], people.day[ends_at] + window
        size = grid.accounts * grid.days
        base = people.row[ends_at] * grid.days - grid.first
        counted = (begin <= grid.last) & (end > grid.first)
        starts = (base + np.maximum(begin, grid.first))[counted]
        stops = (base + end)[counted & (end <= grid.last)]
        change = np.bincount(starts, minlength=size)
        change -= np.bincount(stops, minlength=size)
        return np.cumsum(change.reshape(grid.accounts, grid.days), axis=1).astype(np.float64)

    def _named(self) -> _People:
        """Return the rows of the frame that name a user; looked up once."""
        if self._people is None:
            rows, pick = self.rows, self._inside
            if rows.named is not None:
                pick = np.flatnonzero(rows.named) if isinstance(pick, slice) else pick[rows.named[pick]]
            self._people = _People.of(rows.row[pick], rows.user[pick], rows.day[pick])
        return self._people

    def _last_of_users(self, day: int) -> Int64:
        """Return the row of each user's last day not after a day."""
        if day not in self._standing:
            people = self._named()
            if self._latest <= day:
                which = people.gap == NEVER_AGAIN
            else:
                which = (people.day <= day) & (people.day + people.gap > day)
            self._standing[day] = np.flatnonzero(which)
        return self._standing[day]

    def _last_of_stretches(self, window: int) -> Int64:
        """Return the rows after which their user is away for longer than the window."""
        if window not in self._stretches:
            gap = self._named().gap
            shorter = max((each for each in self._stretches if each < window), default=0)
            if shorter:
                nearest = self._stretches[shorter]
                self._stretches[window] = nearest[gap[nearest] > window]
            else:
                self._stretches[window] = np.flatnonzero(gap > window)
        return self._stretches[window]

    def kinds(self, grid: Grid, window: int) -> Float64:
        """Return the number of different event kinds in the window of each day."""
        at = self._reach(grid, window)
        total = np.zeros((grid.accounts, grid.days))
        for word in range(self.rows.mask.shape[1]):
            if grid.days == 1:
                seen = self._bits(word, 1)[:, max(0, at - window + 1) : at + 1]
                total += np.bitwise_count(np.bitwise_or.reduce(seen, axis=1, keepdims=True))
            else:
                total += np.bitwise_count(self._bits(word, window)[:, at : at + grid.days])
        return total

    def _bits(self, word: int, window: int) -> UInt64:
        """Return the OR of each day's last `window` days, by doubling; what was made for shorter windows is used."""
        key = (word, window)
        if key in self._rolled:
            return self._rolled[key]
        frame = self._frame
        if window == 1:
            bits = np.zeros(frame.accounts * frame.days, dtype=np.uint64)
            np.bitwise_or.at(bits, self._flat, self.rows.mask[self._inside, word])
            made = bits.reshape(frame.accounts, frame.days)
        else:
            half = 1 << ((window - 1).bit_length() - 1)
            shorter, step = self._bits(word, half), min(window - half, frame.days)
            made = np.empty_like(shorter)
            made[:, :step] = shorter[:, :step]
            np.bitwise_or(shorter[:, step:], shorter[:, : frame.days - step], out=made[:, step:])
        self._rolled[key] = made
        return made

    def last_day(self, grid: Grid, *, of_users: bool) -> Float64:
        """Return the last day with an event (of a named user) not after each day, NaN where none."""
        at = self._reach(grid, 1)
        rows, named = self.rows, self.rows.named if of_users else None
        if grid.days == 1:
            latest = self._last_until(grid.last, named)[:, None]
        else:
            pick = self._inside
            flat, day = self._flat, rows.day[pick]
            if named is not None:
                flat, day = flat[named[pick]], day[named[pick]]
            cube = np.full((self._frame.accounts, self._frame.days), BEFORE_ALL, dtype=np.int64)
            cube.reshape(-1)[flat] = day
            if self._earliest < self._frame.first:
                np.maximum(cube[:, 0], self._last_until(self._frame.first - 1, named), out=cube[:, 0])
            latest = np.maximum.accumulate(cube, axis=1)[:, at : at + grid.days]
        out = latest.astype(np.float64)
        out[latest == BEFORE_ALL] = np.nan
        return out

    def _last_until(self, day: int, named: Bool | None) -> Int64:
        """Return each account's last day (of a named user) not after a day, BEFORE_ALL where there is none."""
        rows, found = self.rows, np.full(self._frame.accounts, BEFORE_ALL, dtype=np.int64)
        days = rows.day
        if self._latest > day or named is not None:
            counts = (days <= day) if named is None else named & (days <= day)
            days = np.where(counts, days, BEFORE_ALL)
        if len(days):
            found[rows.row[self._starts]] = np.maximum.reduceat(days, self._starts)
        return found


def _differences(sums: NDArray[np.int64] | Float64, at: int, days: int, window: int) -> Float64:
    """Return running sums at `at` and the days after it, less those a window before; before the frame all is 0."""
    until, before = sums[:, at : at + days], at - window
    out = np.empty(until.shape)
    if before >= 0:
        return np.subtract(until, sums[:, before : before + days], out=out)
    empty = min(-before, days)
    out[:, :empty] = until[:, :empty]
    np.subtract(until[:, empty:], sums[:, : days - empty], out=out[:, empty:])
    return out
