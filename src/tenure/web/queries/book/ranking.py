"""How two columns go together: the rank correlation, which no outlier can make or break."""

import numpy as np

from tenure.web.queries.book.parts import Float64


def rank_correlation(left: Float64, right: Float64) -> float | None:
    """Return Spearman's rank correlation of known values; None for fewer than three or where one never varies."""
    if len(left) < 3:
        return None
    first, second = _ranks(left), _ranks(right)
    first, second = first - first.mean(), second - second.mean()
    spread = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum()) / spread if spread > 0 else None


def _ranks(values: Float64) -> Float64:
    """Return ranks from 0; equal values share the mean of theirs."""
    _known, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    shared: Float64 = (last - (counts + 1) / 2)[place]
    return shared
