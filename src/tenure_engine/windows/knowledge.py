"""What was known when: either everything known up to one day, or for each report day what was known then."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Int64 = NDArray[np.int64]

FAR = 1_000_000_000
"""A day later than any other: open ends."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """With `on`, all report days are seen with the knowledge of the end of that day; without it, report day D
    is seen with the knowledge of day D + `lag` (a replay of the past as it was known then).
    """

    on: int | None = None
    lag: int = 0

    @classmethod
    def of_day(cls, day: int) -> "Knowledge":
        """Return the knowledge of the end of one day."""
        return cls(on=day)

    @classmethod
    def then(cls) -> "Knowledge":
        """Return the knowledge of each report day's own end."""
        return cls()

    @classmethod
    def latest(cls) -> "Knowledge":
        """Return all that was ever known."""
        return cls(on=FAR - 1)

    def lagged(self, days: int) -> "Knowledge":
        """Return the knowledge with which report day D - `days` must be seen from report day D."""
        return self if self.on is not None else replace(self, lag=self.lag + days)

    def at(self, day: int) -> int:
        """Return the day whose knowledge counts for report day `day`."""
        return day + self.lag if self.on is None else self.on

    def believed(self, known: Int64, until: Int64) -> tuple[Int64, Int64]:
        """Return for each version the report days [from, to) on which it is what is known.

        `known` is the day on which the version arrived, `until` the day on which the next one did.
        """
        if self.on is None:
            return known - self.lag, np.where(until >= FAR, FAR, until - self.lag)
        shown = (known <= self.on) & (self.on < until)
        return np.where(shown, -FAR, FAR), np.full(len(known), FAR, dtype=np.int64)

    def visible_from(self, day: Int64, known: Int64 | None) -> Int64:
        """Return the first report day on which something of `day`, known since `known`, can be seen.

        Something without a known day was known on its own day. What is not known in time is seen never.
        """
        if known is None:
            if self.on is None or not len(day) or int(day.max()) <= self.on:
                return day
            return np.where(day <= self.on, day, FAR)
        if self.on is None:
            return np.maximum(day, known - self.lag)
        return np.where(known <= self.on, day, FAR)
