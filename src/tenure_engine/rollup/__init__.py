"""Level 1: raw events to the daily rollup. The only thing that touches raw events."""

from tenure_engine.rollup.types import KindDays, UserDays

__all__ = ["KindDays", "UserDays"]
