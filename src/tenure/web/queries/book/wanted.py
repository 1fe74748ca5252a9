"""What a person asks of the portfolio, read from its address."""

import math
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Self

from django.http import QueryDict
from django.utils import timezone

from tenure_engine.period import to_day

NOBODY = "none"
OPS = ("ge", "le", "is", "not", "known", "unknown")
SEPARATOR = "~"
MOST_CONDITIONS = 20
LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on any field: `field~op~value` in the address."""

    name: str
    op: str
    value: str = ""

    def __str__(self) -> str:
        return SEPARATOR.join([self.name, self.op, self.value] if self.value else [self.name, self.op])

    @property
    def number(self) -> float:
        """The bound as a number: plain, per cent, or a date as its day; NaN, which nothing meets, for other text."""
        text, share = self.value.strip().replace(",", ""), 1.0
        if text.endswith("%"):
            text, share = text[:-1], 100.0
        try:
            found = float(text) / share
        except ValueError:
            return _day_number(text, self.name)
        return found if math.isfinite(found) else math.nan

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the condition a text stands for, None for one that is none."""
        name, _sep, rest = text.partition(SEPARATOR)
        op, _sep, value = rest.partition(SEPARATOR)
        if not name or op not in OPS or (op in OPS[:4] and not value):
            return None
        return cls(name, op, value[:LONGEST_TEXT] if op in OPS[:4] else "")


def _day_number(text: str, name: str) -> float:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return math.nan
    if name == "touch":  # an instant, in seconds
        return timezone.make_aware(datetime.combine(day, time())).timestamp()
    return to_day(day)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts a person wants to see."""

    text: str = ""
    segment: str = ""
    stage: str = ""
    owner: str = ""
    band: str = ""
    renewal: str = ""
    paying: str = ""
    where: tuple[Condition, ...] = ()

    @classmethod
    def read(cls, params: QueryDict) -> Self:
        """Return what an address asks for."""
        found = [Condition.read(text) for text in params.getlist("where")[:MOST_CONDITIONS]]
        names = ("segment", "stage", "owner", "band", "renewal", "paying")
        return cls(
            text=params.get("q", "").strip()[:LONGEST_TEXT],
            where=tuple(condition for condition in found if condition is not None),
            **{name: str(params.get(name, "")) for name in names},
        )
