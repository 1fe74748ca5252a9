"""How warm the relationship to one person is, worked out from the touchpoints with that person."""

from tenure_engine.relations.warmth import (
    COLDEST,
    HALF_LIFE_DAYS,
    HALF_WAY_POINTS,
    INCOMING,
    WARMEST,
    WEIGHTS,
    WINDOW_DAYS,
    Share,
    Touch,
    Warmth,
    warmth_of,
)

__all__ = [
    "COLDEST",
    "HALF_LIFE_DAYS",
    "HALF_WAY_POINTS",
    "INCOMING",
    "WARMEST",
    "WEIGHTS",
    "WINDOW_DAYS",
    "Share",
    "Touch",
    "Warmth",
    "warmth_of",
]
