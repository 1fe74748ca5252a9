"""Level 1 on sorted arrays: run boundaries and segmented sums.

Events sorted by (account, user, time) have the rows of one account, user and day side by side, so one pass over
the boundaries replaces a hash table. The sums per kind use a dense counter per (account, day, kind) where that
is small, as it is for the events of one month, and a sort where it is not.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tenure_engine.rollup.merge import merge_kind_sums, merge_user_sums
from tenure_engine.rollup.sums import (
    BITS_OF_A_WORD,
    MICROSECONDS_OF_A_DAY,
    EventColumns,
    KindSums,
    Sums,
    UserSums,
    split_value,
    words_for,
)
from tenure_engine.rollup.types import Int32, Int64, UInt64
from tenure_engine.runs import run_begins

_CELLS_PER_EVENT = 8
_CELLS_ALWAYS = 1 << 16
_EXACT_IN_FLOAT = float(1 << 53)
# rows at a time: few enough to stay in the cache, enough for two threads not to wait for each other
_CHUNK_ROWS = 1 << 17

Bools = NDArray[np.bool_]
Whole = TypeVar("Whole", np.int32, np.int64)


def roll_up(events: EventColumns, *, kinds: int, logins: Bools) -> Sums:
    """Return the daily sums of events sorted by (account, user, time).

    `kinds` is the number of event kinds (codes are below it), `logins[kind]` says whether a kind is a log-in.
    Events that are not sorted give the same sums, only slower.
    """
    parts = list(roll_up_chunks(events, kinds=kinds, logins=logins))
    return Sums(merge_user_sums([part.users for part in parts]), merge_kind_sums([part.kinds for part in parts]))


def roll_up_chunks(events: EventColumns, *, kinds: int, logins: Bools) -> Iterator[Sums]:
    """Yield the daily sums of the events in chunks; `merge` makes them one.

    Where an account goes on in the next chunk, or events are not sorted, several chunks have rows of one key.
    """
    cuts = _cuts(events.account)
    valued = np.searchsorted(events.valued, cuts)
    for number, (start, end) in enumerate(pairwise(cuts)):
        part = slice(start, end)
        values = slice(valued[number], valued[number + 1])
        chunk = EventColumns(
            account=events.account[part],
            user=events.user[part],
            kind=events.kind[part],
            at=events.at[part],
            count=None if events.count is None else events.count[part],
            seconds=events.seconds[part],
            valued=events.valued[values] - start,
            value=events.value[values],
        )
        yield _roll_up(chunk, kinds, logins)


def _cuts(account: Int64) -> list[int]:
    """Return where chunks begin, and the end: between two accounts where there is such a place."""
    cuts, rows = [0], len(account)
    while cuts[-1] < rows:
        start, end = cuts[-1], cuts[-1] + _CHUNK_ROWS
        if end < rows:
            change = int(np.searchsorted(account[start:end], account[end]))
            end = start + change if change else end
        cuts.append(min(end, rows))
    return cuts


def _roll_up(events: EventColumns, kinds: int, logins: Bools) -> Sums:
    day = (events.at // MICROSECONDS_OF_A_DAY).astype(np.int32)
    new_account = run_begins(events.account)
    # as an index it is used several times, and NumPy takes by its own kind of index only
    events = replace(events, kind=events.kind.astype(np.intp, copy=False))
    return Sums(
        _user_sums(events, day, new_account, kinds, logins),
        _kind_sums(events, day, new_account, kinds),
    )


def _user_sums(events: EventColumns, day: Int32, new_account: Bools, kinds: int, logins: Bools) -> UserSums:
    first = run_begins(events.user)
    first |= run_begins(day)
    first |= new_account
    starts = np.flatnonzero(first)
    return UserSums(
        account=events.account[starts],
        user=events.user[starts].astype(np.int64),
        day=day[starts],
        # where every event counts once, the sum of a run is its length
        count=np.diff(starts, append=len(day)) if events.count is None else _sum_runs(events.count, starts),
        logins=_sum_logins(events, starts, logins),
        seconds=_sum_runs(events.seconds, starts),
        mask=_masks(events.kind, starts, kinds),
    )


def _sum_logins(events: EventColumns, starts: NDArray[np.intp], logins: Bools) -> Int32:
    if not logins.any():
        return np.zeros(len(starts), np.int32)
    counted = np.take(logins.astype(np.int32), events.kind)
    if events.count is not None:
        counted *= events.count.astype(np.int32)
    return _sum_runs(counted, starts)


def _sum_runs(values: NDArray[Whole], starts: NDArray[np.intp]) -> NDArray[Whole]:
    """Return the sum of each run of rows, from one running sum; should that overflow, the differences are right."""
    running = np.cumsum(values, dtype=values.dtype)
    ends = running[np.append(starts[1:], len(values)) - 1]
    sums: NDArray[Whole] = np.diff(ends, prepend=values.dtype.type(0))
    return sums


def _masks(kind: NDArray[np.signedinteger], starts: NDArray[np.intp], kinds: int) -> UInt64:
    words = words_for(kinds)
    masks = np.empty((len(starts), words), np.uint64)
    powers = np.uint64(1) << np.arange(BITS_OF_A_WORD, dtype=np.uint64)
    for word in range(words):
        bits = np.zeros(words * BITS_OF_A_WORD, np.uint64)
        bits[word * BITS_OF_A_WORD : (word + 1) * BITS_OF_A_WORD] = powers
        masks[:, word] = np.bitwise_or.reduceat(np.take(bits, kind), starts)
    return masks


def _kind_sums(events: EventColumns, day: Int32, new_account: Bools, kinds: int) -> KindSums:
    first_day = int(day.min())
    days = int(day.max()) - first_day + 1
    account_starts = np.flatnonzero(new_account)
    each = days * kinds
    key = np.repeat(np.arange(len(account_starts)) * each, np.diff(account_starts, append=len(day)))
    key += (day - np.int32(first_day)) * np.int32(kinds) + events.kind
    found = _find_cells(key, len(account_starts) * each)
    size = len(found.cells)
    edges = np.searchsorted(found.cells, np.arange(len(account_starts) + 1) * each)
    lengths = np.diff(edges)
    day_of, kind_of = np.divmod(np.arange(each, dtype=np.int32), np.int32(kinds))
    rest = found.cells - np.repeat(np.arange(len(account_starts)) * each, lengths)
    if len(events.valued):
        floor, millionths = split_value(events.value)
        valued = found.place_of(events.valued)
    else:
        floor = millionths = valued = np.empty(0, np.int64)
    return KindSums(
        account=np.repeat(events.account[account_starts], lengths),
        day=np.take(day_of + np.int32(first_day), rest),
        kind=np.take(kind_of, rest),
        count=found.rows if events.count is None else _add(found.place_of(slice(None)), events.count, size),
        whole=_add(valued, floor, size),
        millionths=_add(valued, millionths, size),
    )


@dataclass(frozen=True, slots=True)
class _Cells:
    """The keys that occur, in order, how many rows have each, and the key of each row."""

    cells: Int64
    rows: Int64
    key: Int64
    size: int

    def place_of(self, rows: Int64 | slice) -> Int64:
        """Return for some rows the place of their key among the keys that occur."""
        if not self.size:
            return np.searchsorted(self.cells, self.key[rows])
        places = np.empty(self.size, np.int64)
        places[self.cells] = np.arange(len(self.cells))
        return np.take(places, self.key[rows])


def _find_cells(key: Int64, size: int) -> _Cells:
    """Return the keys that occur: by a counter for each possible key, or by sorting where these are too many."""
    if size > _CELLS_PER_EVENT * len(key) + _CELLS_ALWAYS:
        cells, rows = np.unique(key, return_counts=True)
        return _Cells(cells, rows, key, 0)
    counted = np.bincount(key, minlength=size)
    cells = np.flatnonzero(counted.astype(np.bool_))
    return _Cells(cells, counted[cells], key, size)


def _add(slot: Int64, values: Int64, slots: int) -> Int64:
    """Return exact sums of `values` per slot; by way of floats only where these hold every partial sum."""
    if not len(values):
        return np.zeros(slots, np.int64)
    if max(-int(values.min()), int(values.max())) * float(len(values)) < _EXACT_IN_FLOAT:
        return np.bincount(slot, weights=values, minlength=slots).astype(np.int64)
    total = np.zeros(slots, np.int64)
    np.add.at(total, slot, values)
    return total
