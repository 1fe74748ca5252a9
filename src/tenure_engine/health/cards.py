"""What a scorecard is. Scores, points and limits are integer hundredths: 10,000 is a hundred points."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import lcm

import numpy as np
from numpy.typing import NDArray

from tenure_engine.health.values import Key, Use
from tenure_engine.measures import get_measure
from tenure_engine.words import N_

FULL = 10_000
"""The points of a measure, or a score, that is as good as can be: 100.00."""
GROUP_LABELS = {"effect": N_("Effect"), "experience": N_("Experience"), "repurchase": N_("Repurchase")}

Text = Mapping[str, str]
"""A text by language ("en", "zh-hans"); the language "" serves all that are not named."""


class Missing(StrEnum):
    """What an unknown measure does to the score."""

    LEAVE_OUT = "leave_out"
    POOR = "poor"
    UNKNOWN = "unknown"


class Band(StrEnum):
    """The colour of a score; a band includes its lower bound."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class Bound(StrEnum):
    """From which side a value meets a cap's condition; the value itself included."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Curve:
    """Points by value: straight lines between the corners, level beyond the first and the last."""

    values: tuple[float, ...]
    points: tuple[int, ...]

    def __call__(self, value: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return points in hundredths, rounded half to even; unknown values give 0."""
        corner = np.array(self.values)
        height = np.array(self.points, dtype=np.float64)
        inside = np.clip(np.nan_to_num(value, nan=corner[0]), corner[0], corner[-1])
        left = np.clip(np.searchsorted(corner, inside, "right") - 1, 0, max(0, len(corner) - 2))
        right = np.minimum(left + 1, len(corner) - 1)
        run = np.where(right > left, corner[right] - corner[left], 1.0)
        exact = height[left] + (inside - corner[left]) * (height[right] - height[left]) / run
        points: NDArray[np.int64] = np.where(np.isnan(value), 0, np.rint(exact)).astype(np.int64)
        return points

    def at(self, value: float) -> int:
        """Return the points of one known value: the same arithmetic, without arrays."""
        corner, height = self.values, self.points
        inside = min(max(value, corner[0]), corner[-1])
        left = min(bisect_right(corner, inside) - 1, max(0, len(corner) - 2))
        right = min(left + 1, len(corner) - 1)
        run = corner[right] - corner[left] if right > left else 1.0
        return round(height[left] + (inside - corner[left]) * float(height[right] - height[left]) / run)


@dataclass(frozen=True, slots=True)
class CardMeasure:
    """A measure on a card, with its weight inside the group."""

    key: Key
    weight: int
    curve: Curve
    missing: Missing = Missing.LEAVE_OUT


@dataclass(frozen=True)
class Group:
    """Measures that answer one question, with the group's weight in the score."""

    name: str
    label: Text
    weight: int
    measures: tuple[CardMeasure, ...]

    @cached_property
    def total(self) -> int:
        """Return the sum of the measures' weights."""
        return sum(each.weight for each in self.measures)


@dataclass(frozen=True, slots=True)
class Cap:
    """While a measure is beyond a value, the score is at most `limit`. Unknown values meet no cap."""

    key: Key
    bound: Bound
    value: float
    limit: int
    label: Text

    def is_met_by(self, value: float) -> bool:
        """Tell whether the condition holds for one value; not for an unknown one."""
        return value >= self.value if self.bound is Bound.AT_LEAST else value <= self.value

    def is_met(self, value: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return where the condition holds."""
        with np.errstate(invalid="ignore"):
            met: NDArray[np.bool_] = value >= self.value if self.bound is Bound.AT_LEAST else value <= self.value
        return met


@dataclass(frozen=True)
class Scorecard:
    """How measures make a score, for the accounts of some segments; no segment named: for all others."""

    name: str
    label: Text
    meaning: Text
    segments: tuple[str, ...]
    groups: tuple[Group, ...]
    caps: tuple[Cap, ...]
    green: int
    amber: int
    min_coverage: int

    def needed_keys(self) -> tuple[Key, ...]:
        """Return the values that the score needs."""
        measures = [each.key for group in self.groups for each in group.measures]
        return tuple(dict.fromkeys([*measures, *(cap.key for cap in self.caps)]))

    def told_keys(self) -> tuple[Key, ...]:
        """Return the values that an explanation tells: those of the score, and what they were one window before."""
        keys = []
        for key in self.needed_keys():
            keys.append(key)
            if key.use is Use.TREND:
                measure = get_measure(key.name)
                keys.append(Key(key.name, 0 if measure.is_state else key.window, Use.VALUE, key.of))
            if key.window:
                keys.append(Key(key.name, key.window, Use.PREVIOUS, key.of))
        return tuple(dict.fromkeys(keys))

    def band(self, score: int) -> Band:
        """Return the band of a score in hundredths."""
        if score >= self.green:
            return Band.GREEN
        return Band.AMBER if score >= self.amber else Band.RED

    @cached_property
    def group_weights(self) -> int:
        """Return the sum of the groups' weights."""
        return sum(group.weight for group in self.groups)

    @cached_property
    def common(self) -> int:
        """Return the least common multiple of the groups' totals."""
        return lcm(*(group.total for group in self.groups))

    def numerator(self, group: Group, measure: CardMeasure) -> int:
        """Return a measure's share of the score as the numerator over `denominator`."""
        return group.weight * measure.weight * (self.common // group.total)

    @cached_property
    def denominator(self) -> int:
        """Return the denominator of all shares."""
        return self.group_weights * self.common


def divide(numerator: int, denominator: int) -> int:
    """Return the quotient rounded half up; for numbers that are not negative."""
    return (2 * numerator + denominator) // (2 * denominator)
