"""A book: facts, measures and use of every account at one moment, and any of them as a column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

import numpy as np

from tenure.web.queries.book.parts import Facts, Float64, Int64, Texts
from tenure_engine.period import to_day

BANDS = ("red", "amber", "green")
BAND_ORDER = {"red": 0.0, "amber": 1.0, "green": 2.0}


@dataclass(frozen=True)
class Measured:
    """Every stored measure of a day: `ids` sorted, a column by key, NaN where unknown."""

    day: date | None
    ids: Int64
    columns: Mapping[str, Float64]


@dataclass(frozen=True)
class Used:
    """Active users a week, oldest first: `ids` sorted, accounts x weeks."""

    ids: Int64
    weeks: Float64


@dataclass(frozen=True)
class Book:
    """The customers of a workspace at one moment. `day` is the day facts are of, `made_at` when they were read."""

    facts: Facts
    measured: Measured
    used: Used
    day: date
    made_at: datetime

    def __len__(self) -> int:
        return len(self.facts)

    def with_facts(self, facts: Facts) -> "Book":
        """Return the book with other facts; where the accounts are the same, measures and use are aligned already."""
        book = replace(self, facts=facts)
        if facts.ids is self.facts.ids:
            for name in ("_measured_at", "_used_at", "_columns"):
                if name in self.__dict__:
                    book.__dict__[name] = self.__dict__[name]
        return book

    @cached_property
    def _measured_at(self) -> Int64:
        return _places(self.measured.ids, self.facts.ids)

    @cached_property
    def _used_at(self) -> Int64:
        return _places(self.used.ids, self.facts.ids)

    @cached_property
    def _columns(self) -> dict[str, Float64]:
        """Measures laid out by account, each once it was asked for."""
        return {}

    @property
    def today(self) -> int:
        """The book's day as a number."""
        return to_day(self.day)

    @property
    def measures(self) -> Sequence[str]:
        """The keys of the stored measures."""
        return list(self.measured.columns)

    def text(self, name: str) -> Texts | None:
        """Return a column of texts, None where there is none of this name."""
        return self.facts.texts.get(name)

    def number(self, name: str) -> Float64 | None:
        """Return a column of numbers by account, NaN where unknown; None where there is none of this name."""
        if name in self.facts.numbers:
            return self.facts.numbers[name]
        if name == "arr":
            return self.facts.arr.amounts
        if name == "risk":
            return self.facts.risk.amounts
        if name in self.measured.columns:
            if name not in self._columns:
                self._columns[name] = self._aligned(name)
            return self._columns[name]
        texts = self.facts.texts.get(name)
        return texts.values[texts.codes] if texts is not None and texts.is_number else None

    def key(self, name: str) -> Float64 | None:
        """Return what rows are ordered by; NaN comes last. None means the order of names, which rows are in."""
        if name == "band":
            bands = self.facts.texts["band"]
            order = np.array([*(BAND_ORDER.get(key, np.nan) for key in bands.keys), np.nan])
            by_band: Float64 = order[bands.codes]
            return by_band
        numbers = self.number(name)
        if numbers is not None:
            return numbers
        texts = self.facts.texts.get(name)
        return texts.ranks[texts.codes] if texts is not None else None

    def usage_at(self, place: int) -> list[float]:
        """Return the active users of each week of an account; nothing where nothing is known of it."""
        row = int(self._used_at[place])
        return self.used.weeks[row].tolist() if row >= 0 else []

    def _aligned(self, name: str) -> Float64:
        column = self.measured.columns[name]
        if not len(column):
            return np.full(len(self.facts), np.nan)
        return np.where(self._measured_at >= 0, column[self._measured_at], np.nan)


def _places(known: Int64, ids: Int64) -> Int64:
    if not len(known):
        return np.full(len(ids), -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(known, ids), len(known) - 1)
    return np.where(known[at] == ids, at, -1)
