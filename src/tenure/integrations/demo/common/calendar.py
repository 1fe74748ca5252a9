"""Working days, weekends and holidays of the customers, as a factor of their use."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from tenure_engine.period import from_day, to_day

_SPRING_FESTIVAL = (
    date(2022, 2, 1), date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6),
    date(2028, 1, 26), date(2029, 2, 13), date(2030, 2, 3), date(2031, 1, 23), date(2032, 2, 11), date(2033, 1, 31),
)  # fmt: skip


def workload(first: int, until: int, language: str, weekend: float) -> NDArray[np.float64]:
    """Return for each day from `first` to before `until` the share of a normal working day."""
    days = np.arange(first, until)
    weekday = (days + 3) % 7  # 1970-01-01 was a Thursday; Monday is 0
    factor = np.where(weekday >= 5, weekend, 1.0)
    factor = np.where(weekday == 4, factor * 0.92, factor)
    for number, day in enumerate(days):
        factor[number] *= _season(from_day(int(day)), language, weekend)
    return factor


def _season(day: date, language: str, weekend: float) -> float:
    busy = 0.45 + weekend  # hotels and shops work on holidays
    if language == "zh":
        new_year = (to_day(day) - to_day(start) for start in _SPRING_FESTIVAL)
        if any(-3 <= distance <= 7 for distance in new_year):
            return 0.3 * busy
        return 0.5 * busy if day.month == 10 and day.day <= 7 else 1.0
    if (day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 2):
        return 0.4 * busy
    return 0.88 if day.month == 8 else 1.0
