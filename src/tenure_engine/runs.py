"""Runs of equal values in a column that is in order."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def run_begins(column: NDArray[Any]) -> NDArray[np.bool_]:
    """Return True where a run of equal values begins: at the first, and at each that differs from the one before."""
    begins = np.ones(len(column), dtype=np.bool_)
    np.not_equal(column[1:], column[:-1], out=begins[1:])
    return begins
