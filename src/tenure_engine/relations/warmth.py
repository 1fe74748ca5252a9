"""Warmth from touchpoints: what was closer, more recent, or begun by the person counts more.

    points = sum over touchpoints of (weight of its kind) x (1.5 if the person began it) x 0.5 ^ (age / 60 days)
    warmth = 1 + 4 x (1 - 0.5 ^ (points / 4))

So nobody spoken to in 180 days is at 1, four points are half way (3), and 5 is never quite reached.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

WINDOW_DAYS = 180
HALF_LIFE_DAYS = 60
HALF_WAY_POINTS = 4.0
INCOMING = 1.5
COLDEST, WARMEST = 1.0, 5.0
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"visit": 3.0, "meeting": 3.0, "training": 2.0, "call": 2.0, "chat": 1.0, "mail": 1.0, "gift": 1.0}
)
"""Points of a touchpoint of today, by kind; a kind that is not named gives one."""


@dataclass(frozen=True, slots=True)
class Touch:
    """One touchpoint with a person: its kind, who began it, and its age in whole days (0 is the day asked for)."""

    kind: str
    is_incoming: bool
    age_days: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one touchpoint gives: `points` = `weight` x `factor` x `freshness`."""

    touch: Touch
    weight: float
    factor: float
    freshness: float
    points: float


@dataclass(frozen=True, slots=True)
class Warmth:
    """The relationship on a day: `level` from 1 to 5, the points behind it, and what each touchpoint gave."""

    level: float
    points: float
    shares: tuple[Share, ...]


def warmth_of(touches: Iterable[Touch]) -> Warmth:
    """Return the warmth that touchpoints of the last 180 days give; older and future ones count for nothing."""
    shares = tuple(_share(touch) for touch in touches if 0 <= touch.age_days < WINDOW_DAYS)
    points = sum(share.points for share in shares)
    level = COLDEST + (WARMEST - COLDEST) * (1 - 0.5 ** (points / HALF_WAY_POINTS))
    return Warmth(level, points, shares)


def _share(touch: Touch) -> Share:
    weight = WEIGHTS.get(touch.kind, 1.0)
    factor = INCOMING if touch.is_incoming else 1.0
    freshness = 0.5 ** (touch.age_days / HALF_LIFE_DAYS)
    return Share(touch, weight, factor, freshness, weight * factor * freshness)
