"""Evidence for the order of day, month and year in dates written as three numbers."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from tenure.integrations.files.reading.types import DateOrder

_SHORT_DATE = re.compile(r"^[ \t]*(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?=$|[ T])", re.M)
PIVOT = 69  # two-digit years below are 20xx, the rest 19xx, as POSIX has it


def full_year(text: str) -> int:
    """Return the year of two or four digits."""
    year = int(text)
    if len(text) > 2:
        return year
    return 2000 + year if year < PIVOT else 1900 + year


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=65_536)
def readings(first: str, second: str, third: str) -> tuple[tuple[DateOrder, date], ...]:
    """Return what three numbers can mean as a date: each possible order with the date it gives."""
    found: list[tuple[DateOrder, date | None]] = [
        ("dmy", _made(full_year(third), int(second), int(first))),
        ("mdy", _made(full_year(third), int(first), int(second))),
    ]
    if len(third) == 2:
        found.append(("ymd", _made(full_year(first), int(second), int(third))))
    return tuple((order, day) for order, day in found if day is not None)


class DateEvidence:
    """Narrows the orders down with every date of one column."""

    def __init__(self) -> None:
        self.orders: set[DateOrder] = {"dmy", "mdy", "ymd"}
        self.samples: list[str] = []
        self.count = 0
        self._differ = self._has_day = False
        self._firsts: set[str] = set()
        self._thirds: set[str] = set()

    def add(self, joined: str) -> None:
        """Take the cells of a column, one per line, into account."""
        found = _SHORT_DATE.findall(joined)
        if found:
            self.count += len(found)
            self._add_all(set(found))

    def _add_all(self, dates: Iterable[tuple[str, str, str, str]]) -> None:
        for first, mark, second, third in sorted(dates):
            possible = readings(first, second, third)
            if not possible:
                continue
            self._has_day = True
            self.orders &= {order for order, _ in possible}
            if len(third) == 2 and mark != "." and len(self._firsts | self._thirds) < 60:
                self._firsts.add(first)
                self._thirds.add(third)
            elif mark == ".":
                self.orders.discard("ymd")  # nobody writes the year first with dots
            if len({day for _, day in possible}) > 1:
                self._differ = True
                if len(self.samples) < 3:
                    self.samples.append(mark.join((first, second, third)))
            elif not self.samples:
                self.samples.append(mark.join((first, second, third)))

    def _unlikely(self) -> set[DateOrder]:
        """Return the orders that would put the years where the days vary: there are few years and many days."""
        if len(self._firsts) >= 2 * len(self._thirds):
            return {"ymd"}
        return {"dmy", "mdy"} if len(self._thirds) >= 2 * len(self._firsts) else set()

    def result(self) -> tuple[DateOrder | None, tuple[DateOrder, ...]]:
        """Return the one order that fits, or None, and the orders that remain (none: the dates contradict)."""
        known: tuple[DateOrder, ...] = ("dmy", "mdy", "ymd")
        unlikely = self._unlikely() if "ymd" in self.orders and len(self.orders) > 1 else set()
        remaining = tuple(order for order in known if order in self.orders - unlikely)
        if not self._has_day:
            return None, ()
        if len(remaining) == 1 or (remaining and not self._differ):
            return remaining[0], remaining
        return None, remaining
