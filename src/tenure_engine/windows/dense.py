"""Usage where everything was known in time: dense cubes, accounts by days, each made once and cut for every window.

All cubes hold whole numbers as floats; below 2^53 their sums are exact.
"""

import numpy as np
from numpy.typing import NDArray

from tenure_engine.windows.kernels import Float64, Grid
from tenure_engine.windows.people import Rows

Bool = NDArray[np.bool_]
Int64 = NDArray[np.int64]
UInt64 = NDArray[np.uint64]
LONGEST = 180
NEVER_AGAIN = 2**31 - 1
BEFORE_ALL = -(2**31)


class DenseUsage:
    """Cubes over one frame of days, which reaches back far enough for the longest window and the one before it."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._frame = Grid(0, 0, -1)
        self._cubes: dict[str, Float64] = {}
        self._flat: Int64 = np.zeros(0, dtype=np.int64)
        self._inside: Bool | slice = slice(None)
        self._rolled: dict[tuple[int, int], UInt64] = {}
        self._stretches: dict[int, Int64] = {}

    def _reach(self, grid: Grid, window: int) -> int:
        """Make the frame cover the grid and the window before its first day; return where that day stands in it."""
        frame = self._frame
        if frame.days == 0 or frame.first > grid.first - window + 1 or frame.last < grid.last:
            first = min(grid.first - 2 * max(LONGEST, window) + 1, frame.first if frame.days else grid.first)
            last = max(grid.last, frame.last if frame.days else grid.last)
            self._frame = frame = Grid(grid.accounts, first, last)
            self._cubes, self._rolled = {}, {}
            day = self.rows.day
            inside = (day >= first) & (day <= last)
            self._inside = slice(None) if inside.all() else inside
            self._flat = self.rows.row[self._inside] * frame.days + (day[self._inside] - first)
        return grid.first - frame.first

    def _running(self, name: str) -> Float64:
        """Return running sums, one day longer than the frame: column i sums the days before its i-th."""
        if name not in self._cubes:
            frame = self._frame
            sums = np.zeros((frame.accounts, frame.days + 1))
            if name in ("active_days", "squares"):
                daily = np.diff(self._running("count"), axis=1)
                np.cumsum(daily > 0 if name == "active_days" else daily * daily, axis=1, out=sums[:, 1:])
            else:
                daily = np.zeros(frame.accounts * frame.days)
                np.add.at(daily, self._flat, self.rows.amounts[name][self._inside].astype(np.float64))
                np.cumsum(daily.reshape(frame.accounts, frame.days), axis=1, out=sums[:, 1:])
            self._cubes[name] = sums
        return self._cubes[name]

    def total(self, name: str, grid: Grid, window: int) -> Float64:
        """Return the sum of a column over the window of each day."""
        at = self._reach(grid, window) + 1
        sums = self._running(name)
        return sums[:, at : at + grid.days] - sums[:, at - window : at - window + grid.days]

    def squares(self, grid: Grid, window: int) -> Float64:
        """Return the sum of the squared daily counts over the window of each day."""
        return self.total("squares", grid, window)

    def active_days(self, grid: Grid, window: int) -> Float64:
        """Return the number of days with an event in the window of each day."""
        return self.total("active_days", grid, window)

    def users(self, grid: Grid, window: int) -> Float64:
        """Return the number of different users in the window of each day.

        A user's days make covered stretches, which end `window` days after the last day before a gap longer than
        the window: +1 where a stretch begins, -1 where it ends, then the running sum.
        """
        row, _user, day, _visible = self.rows.only_named()
        ends_at = self._last_of_stretches(window)
        begins_at = np.concatenate((np.zeros(min(1, len(ends_at)), dtype=np.int64), ends_at[:-1] + 1))
        begin, end, account = day[begins_at], day[ends_at] + window, row[ends_at]
        size = grid.accounts * grid.days
        base = account * grid.days - grid.first
        counted = (begin <= grid.last) & (end > grid.first)
        starts = (base + np.maximum(begin, grid.first))[counted]
        stops = (base + end)[counted & (end <= grid.last)]
        cube = np.bincount(starts, minlength=size) - np.bincount(stops, minlength=size)
        return np.cumsum(cube.reshape(grid.accounts, grid.days), axis=1, dtype=np.float64)

    def _last_of_stretches(self, window: int) -> Int64:
        """Return the rows after which their user is away for longer than the window; the gaps are looked up once."""
        if 0 not in self._stretches:
            row, user, day, _visible = self.rows.only_named()
            gap = np.full(len(row), NEVER_AGAIN, dtype=np.int32)
            same = (row[1:] == row[:-1]) & (user[1:] == user[:-1])
            gap[:-1][same] = (day[1:] - day[:-1])[same]
            self._gap = gap
            self._stretches[0] = np.arange(len(row), dtype=np.int64)
        if window not in self._stretches:
            nearest = self._stretches[max(each for each in self._stretches if each < window)]
            self._stretches[window] = nearest[self._gap[nearest] > window]
        return self._stretches[window]

    def kinds(self, grid: Grid, window: int) -> Float64:
        """Return the number of different event kinds in the window of each day."""
        at = self._reach(grid, window)
        total = np.zeros((grid.accounts, grid.days))
        for word in range(self.rows.mask.shape[1]):
            total += np.bitwise_count(self._bits(word, window)[:, at : at + grid.days])
        return total

    def _bits(self, word: int, window: int) -> UInt64:
        """Return the OR of each day's last `window` days, by doubling; what was made for shorter windows is used."""
        key = (word, window)
        if key in self._rolled:
            return self._rolled[key]
        if window == 1:
            bits = np.zeros(self._frame.accounts * self._frame.days, dtype=np.uint64)
            np.bitwise_or.at(bits, self._flat, self.rows.mask[self._inside, word])
            made = bits.reshape(self._frame.accounts, self._frame.days)
        else:
            half = 1 << ((window - 1).bit_length() - 1)
            shorter, step = self._bits(word, half), window - half
            made = shorter.copy()
            made[:, step:] |= shorter[:, :-step]
        self._rolled[key] = made
        return made

    def last_day(self, grid: Grid, *, of_users: bool) -> Float64:
        """Return the last day with an event (of a named user) not after each day, NaN where none."""
        at = self._reach(grid, 1)
        frame, rows = self._frame, self.rows
        named = rows.named if of_users else None
        flat = self._flat if named is None else self._flat[named[self._inside]]
        latest = np.full(frame.accounts * frame.days, BEFORE_ALL, dtype=np.int64)
        latest[flat] = flat % frame.days + frame.first
        cube = latest.reshape(frame.accounts, frame.days)
        earlier = (rows.day < frame.first) & (True if named is None else named)
        if earlier.any():
            np.maximum.at(cube[:, 0], rows.row[earlier], rows.day[earlier])
        np.maximum.accumulate(cube, axis=1, out=cube)
        cut = cube[:, at : at + grid.days]
        out = cut.astype(np.float64)
        out[cut == BEFORE_ALL] = np.nan
        return out
