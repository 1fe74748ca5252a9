"""Settled parts of the rollup one after another: the rows of an account are put together without being sorted.

The parts of a log are a month of some accounts each. What belongs to an account lies together in each of them, in
order; where the days of the parts follow one another, the place of every row is known from counts alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tenure_engine.rollup.merge import merge_kind_sums
from tenure_engine.rollup.sums import KindSums
from tenure_engine.rollup.types import Int64

_COLUMNS = ("day", "kind", "count", "whole", "millionths")


@dataclass(frozen=True, slots=True)
class _Runs:
    """Where the rows of each account begin in a part, and how many there are."""

    account: Int64
    starts: Int64
    lengths: Int64


def chain_kind_sums(parts: Sequence[KindSums]) -> KindSums:
    """Return one sorted row per account, day and kind of parts that are so each; they must share their kind codes.

    The same as `merge_kind_sums`, which is what remains to be done where days of an account overlap.
    """
    parts = sorted((part for part in parts if len(part.day)), key=lambda part: int(part.day.min()))
    if len(parts) < 2:
        return merge_kind_sums(parts)
    runs = [_runs_of(part) for part in parts]
    account = np.concatenate([each.account for each in runs])
    order = np.argsort(account, kind="stable")
    if _overlap(parts, runs, account, order):
        return merge_kind_sums(parts)
    lengths = np.concatenate([each.lengths for each in runs])[order]
    goes_to = np.empty(len(order), np.int64)
    goes_to[order] = np.cumsum(lengths) - lengths
    places = np.split(goes_to, np.cumsum([len(each.starts) for each in runs])[:-1])
    chained = _room(np.repeat(account[order], lengths), parts[0])
    for part, each, place in zip(parts, runs, places, strict=True):
        rows = np.repeat(place - each.starts, each.lengths)
        rows += np.arange(len(part.day))
        for name in _COLUMNS:
            getattr(chained, name)[rows] = getattr(part, name)
    return chained


def _runs_of(part: KindSums) -> _Runs:
    starts = np.flatnonzero(np.diff(part.account, prepend=part.account[:1] - 1))
    return _Runs(part.account[starts], starts, np.diff(starts, append=len(part.account)))


def _overlap(parts: Sequence[KindSums], runs: Sequence[_Runs], account: Int64, order: Int64) -> bool:
    """Tell whether a run of an account begins on or before the last day of the run before it."""
    pairs = list(zip(parts, runs, strict=True))
    first = np.concatenate([part.day[each.starts] for part, each in pairs])[order]
    last = np.concatenate([part.day[each.starts + each.lengths - 1] for part, each in pairs])[order]
    same = account[order][1:] == account[order][:-1]
    return bool(np.any(same & (first[1:] <= last[:-1])))


def _room(account: Int64, like: KindSums) -> KindSums:
    """Return columns for the rows of these accounts, of the types of a part."""
    return KindSums(account, *(np.empty(len(account), getattr(like, name).dtype) for name in _COLUMNS))
