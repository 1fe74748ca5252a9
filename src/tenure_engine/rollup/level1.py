"""Level 1 on sorted arrays: run boundaries and segmented sums.

Events sorted by (account, user, time) have the rows of one account, user and day side by side, so one pass over
the boundaries replaces a hash table. The sums per kind use a dense counter per (account, day, kind) where that
is small, as it is for the events of one month, and a sort where it is not.
"""

import numpy as np
from numpy.typing import NDArray

from tenure_engine.rollup.sums import (
    BITS_OF_A_WORD,
    MICROSECONDS_OF_A_DAY,
    EventColumns,
    KindSums,
    Sums,
    UserSums,
    no_kind_sums,
    no_user_sums,
    split_value,
    words_for,
)
from tenure_engine.rollup.types import Int32, Int64, UInt64

_CELLS_PER_EVENT = 8
_CELLS_ALWAYS = 1 << 16
_EXACT_IN_FLOAT = float(1 << 53)

Bools = NDArray[np.bool_]


def roll_up(events: EventColumns, *, kinds: int, logins: Bools) -> Sums:
    """Return the daily sums of events sorted by (account, user, time).

    `kinds` is the number of event kinds (codes are below it), `logins[kind]` says whether a kind is a log-in.
    Rows that are not sorted give several rows of one key; `merge` puts those right.
    """
    if not len(events.account):
        return Sums(no_user_sums(words_for(kinds)), no_kind_sums())
    day = (events.at // MICROSECONDS_OF_A_DAY).astype(np.int32)
    new_account = _changes(events.account)
    return Sums(
        _user_sums(events, day, new_account, kinds, logins),
        _kind_sums(events, day, new_account, kinds),
    )


def _changes(values: NDArray[np.int32] | Int64) -> Bools:
    """Return True where a value differs from the one before it, and at the first."""
    changed = np.empty(len(values), np.bool_)
    changed[0] = True
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def _user_sums(events: EventColumns, day: Int32, new_account: Bools, kinds: int, logins: Bools) -> UserSums:
    first = _changes(events.user)
    first |= _changes(day)
    first |= new_account
    starts = np.flatnonzero(first)
    return UserSums(
        account=events.account[starts],
        user=events.user[starts].astype(np.int64),
        day=day[starts],
        count=_sum_runs(events.count, starts),
        logins=_sum_logins(events, starts, logins),
        seconds=np.add.reduceat(events.seconds, starts),
        mask=_masks(events.kind, starts, kinds),
    )


def _sum_runs(values: Int64, starts: NDArray[np.intp]) -> Int64:
    """Return the sum of each run; where every value is one, that is the length of the run."""
    if values.min() == 1 == values.max():
        return np.diff(starts, append=len(values)).astype(np.int64, copy=False)
    return np.add.reduceat(values, starts)


def _sum_logins(events: EventColumns, starts: NDArray[np.intp], logins: Bools) -> Int32:
    rows = np.flatnonzero(np.take(logins, events.kind))
    total = np.zeros(len(starts), np.int32)
    if len(rows):
        run = np.searchsorted(starts, rows, side="right") - 1
        np.add.at(total, run, events.count[rows].astype(np.int32))
    return total


def _masks(kind: Int32, starts: NDArray[np.intp], kinds: int) -> UInt64:
    words = words_for(kinds)
    masks = np.empty((len(starts), words), np.uint64)
    for word in range(words):
        bits = np.zeros(words * BITS_OF_A_WORD, np.uint64)
        bits[word * BITS_OF_A_WORD : (word + 1) * BITS_OF_A_WORD] = np.uint64(1) << np.arange(
            BITS_OF_A_WORD, dtype=np.uint64
        )
        masks[:, word] = np.bitwise_or.reduceat(np.take(bits, kind), starts)
    return masks


def _kind_sums(events: EventColumns, day: Int32, new_account: Bools, kinds: int) -> KindSums:
    first_day = int(day.min())
    days = int(day.max()) - first_day + 1
    account_starts = np.flatnonzero(new_account)
    key = np.cumsum(new_account, dtype=np.int64)
    key -= 1
    key *= days
    key += day
    key -= first_day
    key *= kinds
    key += events.kind
    size = len(account_starts) * days * kinds
    if size <= _CELLS_PER_EVENT * len(key) + _CELLS_ALWAYS:
        cells = np.flatnonzero(np.bincount(key, minlength=size))
        slot, slots = key, size
    else:
        cells, slot = np.unique(key, return_inverse=True)
        slots = len(cells)
    dense = slots == size
    count = _add_into(slots, slot, events.count)
    whole, millionths = (_add_into(slots, slot[events.valued], part) for part in split_value(events.value))
    account, rest = np.divmod(cells, days * kinds)
    return KindSums(
        account=events.account[account_starts[account]],
        day=(rest // kinds + first_day).astype(np.int32),
        kind=(rest % kinds).astype(np.int32),
        count=count[cells] if dense else count,
        whole=whole[cells] if dense else whole,
        millionths=millionths[cells] if dense else millionths,
    )


def _add_into(slots: int, slot: Int64, values: Int64) -> Int64:
    """Return exact sums of `values` per slot; by way of floats only where these hold every partial sum."""
    if not len(values):
        return np.zeros(slots, np.int64)
    low, high = int(values.min()), int(values.max())
    if low == 1 == high:
        return np.bincount(slot, minlength=slots).astype(np.int64, copy=False)
    if max(-low, high) * float(len(values)) < _EXACT_IN_FLOAT:
        return np.bincount(slot, weights=values, minlength=slots).astype(np.int64)
    total = np.zeros(slots, np.int64)
    np.add.at(total, slot, values)
    return total
