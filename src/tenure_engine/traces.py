"""Traces: sums of mixed numbers that stay the same exactly while the rows they stand for do.

A trace adds up: the trace of some rows is the sum of theirs (modulo 2^64), in whatever order and pieces they come.
Two different sets of rows have the same trace once in about 10^19.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Int64 = NDArray[np.int64]
UInt64 = NDArray[np.uint64]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True, slots=True)
class Sums:
    """A trace for each key (a day, an account); keys sorted, none twice, none with the trace of nothing."""

    keys: Int64
    traces: UInt64


NOTHING = Sums(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.uint64))


def mix(*columns: NDArray[np.generic] | int) -> UInt64:
    """Return one number for each row of whole-number columns, in which every bit of each counts."""
    state: UInt64 = np.zeros(1, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for column in columns:
            state = (state ^ np.asarray(column).astype(np.uint64)) + _STEP
            state = (state ^ (state >> np.uint64(30))) * _FIRST
            state = (state ^ (state >> np.uint64(27))) * _SECOND
            state = state ^ (state >> np.uint64(31))
    return state


def of_texts(texts: Iterable[str]) -> UInt64:
    """Return one number for each text."""
    numbers = [int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little") for text in texts]
    return np.array(numbers, dtype=np.uint64)


def add_by(keys: NDArray[np.integer], traces: UInt64) -> Sums:
    """Return the sum of the traces of each key."""
    if not len(keys):
        return NOTHING
    order = np.argsort(keys, kind="stable")
    ordered = np.asarray(keys)[order].astype(np.int64)
    begins = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    sums = np.add.reduceat(traces[order], begins)
    return Sums(ordered[begins][sums != 0], sums[sums != 0])


def join(parts: Sequence[Sums]) -> Sums:
    """Return the sums of several parts together."""
    if not parts:
        return NOTHING
    return add_by(np.concatenate([part.keys for part in parts]), np.concatenate([part.traces for part in parts]))


def changed(before: Sums, after: Sums) -> Int64:
    """Return the keys whose traces differ, sorted."""
    with np.errstate(over="ignore"):
        taken = (~before.traces) + np.uint64(1)
    return join([after, Sums(before.keys, taken)]).keys
