"""Usage of a window per account and day, from the daily rollup: exact, with what was known late taken late.

What an account did is unknown (NaN) before its first event, and where the whole company's feed is silent for
the window: then the feed is silent, not the customer. An account that was seen before and did nothing is 0.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tenure_engine.windows.dense import DenseUsage, Span
from tenure_engine.windows.inputs import Inputs
from tenure_engine.windows.kernels import Float64, Grid, sum_intervals
from tenure_engine.windows.knowledge import FAR
from tenure_engine.windows.late import LateUsage
from tenure_engine.windows.people import first_by_row, rows_of

Bool = NDArray[np.bool_]
Int64 = NDArray[np.int64]
Amount = Literal["count", "logins", "seconds"]

WINDOWS = (7, 14, 30, 90, 180)
FEED_SILENT_AFTER = 30
"""Days without anybody's event after which days since the last activity say nothing about a customer."""


def expect(inputs: Inputs, span: Span) -> None:
    """Tell what will be asked of the usage of the inputs, so that its cubes are no larger than that."""
    inputs.cache["span"] = span


def usage_of(inputs: Inputs) -> "Usage":
    """Return the usage of the inputs; its cubes are made once and shared by all measures."""
    if "usage" not in inputs.cache:
        inputs.cache["usage"] = Usage(inputs)
    made: Usage = inputs.cache["usage"]
    return made


class Usage:
    """The rollup of the accounts asked about; computed densely where nothing came late, else row by row."""

    cubes: DenseUsage | LateUsage

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.rows = rows_of(inputs)
        self.cubes = LateUsage(self.rows) if self.rows.is_late else DenseUsage(self.rows, inputs.cache.get("span"))
        self._since: dict[bool, Int64] = {}
        self._unknown: dict[tuple[bool, int, int], Bool | None] = {}

    def grid(self, first: int, last: int) -> Grid:
        """Return the grid of the accounts over the days."""
        return Grid(len(self.inputs.accounts), first, last)

    def total(self, name: Amount, first: int, last: int, window: int) -> Float64:
        """Return the sum of a rollup column over the window of each day."""
        return self._said(self.cubes.total(name, self.grid(first, last), window), first, last, window)

    def squares(self, first: int, last: int, window: int) -> Float64:
        """Return the sum of the squared daily event counts over the window of each day."""
        return self._said(self.cubes.squares(self.grid(first, last), window), first, last, window)

    def active_days(self, first: int, last: int, window: int) -> Float64:
        """Return the number of days with at least one event in the window of each day."""
        return self._said(self.cubes.active_days(self.grid(first, last), window), first, last, window)

    def active_users(self, first: int, last: int, window: int) -> Float64:
        """Return the number of different named users with an event in the window of each day."""
        cube = self.cubes.users(self.grid(first, last), window)
        return self._said(cube, first, last, window, of_users=True)

    def kinds_used(self, first: int, last: int, window: int) -> Float64:
        """Return the number of different event kinds in the window of each day."""
        return self._said(self.cubes.kinds(self.grid(first, last), window), first, last, window)

    def last_day(self, first: int, last: int) -> Float64:
        """Return the last day with an event not after each day, NaN where there is none."""
        return self.cubes.last_day(self.grid(first, last), of_users=False)

    def days_since(self, first: int, last: int, *, of_users: bool = False) -> Float64:
        """Return the days from the last event (of a named user) to each day; unknown before the first."""
        grid = self.grid(first, last)
        out = grid.numbers() - self.cubes.last_day(grid, of_users=of_users)
        speaks = speaking_days(self.inputs, grid, FEED_SILENT_AFTER)
        if not speaks.all():
            out[:, ~speaks] = np.nan
        return out

    def _said(self, cube: Float64, first: int, last: int, window: int, *, of_users: bool = False) -> Float64:
        """Return the cube, unknown where the account has no usage data yet or the feed is silent."""
        grid = self.grid(first, last)
        unknown = self._unknown_before(grid, of_users)
        if unknown is not None:
            cube[unknown] = np.nan
        speaks = speaking_days(self.inputs, grid, window)
        if not speaks.all():
            cube[:, ~speaks] = np.nan
        return cube

    def _unknown_before(self, grid: Grid, of_users: bool) -> Bool | None:
        """Return the cells before each account's first event (that names a user); None where there are none."""
        key = (of_users, grid.first, grid.last)
        if key not in self._unknown:
            since = self._first_seen(of_users)
            late = len(since) and int(since.max()) > grid.first
            self._unknown[key] = grid.numbers()[None, :] < since[:, None] if late else None
        return self._unknown[key]

    def _first_seen(self, of_users: bool) -> Int64:
        of_users = of_users and self.rows.named is not None
        if of_users not in self._since:
            row, visible = self.rows.row, self.rows.visible
            if of_users:
                row, _user, _day, visible = self.rows.only_named()
            self._since[of_users] = first_by_row(row, visible, len(self.inputs.accounts))
        return self._since[of_users]


def speaking_days(inputs: Inputs, grid: Grid, window: int) -> Bool:
    """Return on which days anybody of the company has had an event within the window; looked up once."""
    key = ("speaking", inputs.knowledge, inputs.user_known is None, grid.first, grid.last, window)
    if key not in inputs.shared:
        feed = inputs.feed
        visible = inputs.knowledge.visible_from(feed.days, feed.known)
        if inputs.user_known is None:
            visible = np.where(visible >= FAR, FAR, feed.days)
        one = Grid(1, grid.first, grid.last)
        rows = np.zeros(len(visible), dtype=np.int64)
        inputs.shared[key] = sum_intervals(one, rows, visible, feed.days + window)[0] > 0
    speaks: Bool = inputs.shared[key]
    return speaks
