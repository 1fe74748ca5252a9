"""Daily scores of a month as bytes: int16 hundredths, little-endian."""

import calendar
from datetime import date

import numpy as np
from numpy.typing import NDArray

Int16 = NDArray[np.int16]
UNKNOWN, NOT_COMPUTED = -1, -2


def days_of(month: date) -> int:
    """Return how many days a month has."""
    return calendar.monthrange(month.year, month.month)[1]


def empty(month: date) -> Int16:
    """Return a month of which nothing is computed."""
    return np.full(days_of(month), NOT_COMPUTED, dtype="<i2")


def unpack(scores: bytes | memoryview) -> Int16:
    """Return the scores of stored bytes, to be changed at will."""
    return np.frombuffer(bytes(scores), dtype="<i2").copy()


def pack(scores: NDArray[np.integer]) -> bytes:
    """Return scores as bytes to store."""
    return scores.astype("<i2").tobytes()
