"""Adds sums together: pieces of the rollup that share rows become one piece."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tenure_engine.rollup.sums import KindSums, UserSums, no_kind_sums, no_user_sums, widen_mask
from tenure_engine.rollup.types import Int64

_BITS_OF_A_KEY = 63

Keys = tuple[NDArray[np.signedinteger], NDArray[np.signedinteger], NDArray[np.signedinteger]]


def merge_user_sums(parts: Sequence[UserSums]) -> UserSums:
    """Return one sorted row per account, user and day; the parts must share their user and kind codes."""
    parts = [part for part in parts if len(part.account)]
    if not parts:
        return no_user_sums()
    words = max(part.mask.shape[1] for part in parts)
    joined = UserSums(
        account=np.concatenate([part.account for part in parts]),
        user=np.concatenate([part.user for part in parts]),
        day=np.concatenate([part.day for part in parts]),
        count=np.concatenate([part.count for part in parts]),
        logins=np.concatenate([part.logins for part in parts]),
        seconds=np.concatenate([part.seconds for part in parts]),
        mask=np.concatenate([widen_mask(part.mask, words) for part in parts]),
    )
    order, starts = _order(joined.account, joined.user, joined.day)
    if order is not None:
        joined = take_user_sums(joined, order)
    if starts is None:
        return joined
    return UserSums(
        account=joined.account[starts],
        user=joined.user[starts],
        day=joined.day[starts],
        count=np.add.reduceat(joined.count, starts),
        logins=np.add.reduceat(joined.logins, starts),
        seconds=np.add.reduceat(joined.seconds, starts),
        mask=np.bitwise_or.reduceat(joined.mask, starts, axis=0),
    )


def merge_kind_sums(parts: Sequence[KindSums]) -> KindSums:
    """Return one sorted row per account, day and kind; the parts must share their kind codes."""
    parts = [part for part in parts if len(part.account)]
    if not parts:
        return no_kind_sums()
    joined = KindSums(
        account=np.concatenate([part.account for part in parts]),
        day=np.concatenate([part.day for part in parts]),
        kind=np.concatenate([part.kind for part in parts]),
        count=np.concatenate([part.count for part in parts]),
        whole=np.concatenate([part.whole for part in parts]),
        millionths=np.concatenate([part.millionths for part in parts]),
    )
    order, starts = _order(joined.account, joined.day, joined.kind)
    if order is not None:
        joined = take_kind_sums(joined, order)
    if starts is None:
        return joined
    return KindSums(
        account=joined.account[starts],
        day=joined.day[starts],
        kind=joined.kind[starts],
        count=np.add.reduceat(joined.count, starts),
        whole=np.add.reduceat(joined.whole, starts),
        millionths=np.add.reduceat(joined.millionths, starts),
    )


def take_user_sums(sums: UserSums, rows: NDArray[np.intp] | NDArray[np.bool_]) -> UserSums:
    """Return the rows named by index or by flag."""
    return UserSums(
        account=sums.account[rows],
        user=sums.user[rows],
        day=sums.day[rows],
        count=sums.count[rows],
        logins=sums.logins[rows],
        seconds=sums.seconds[rows],
        mask=sums.mask[rows],
    )


def take_kind_sums(sums: KindSums, rows: NDArray[np.intp] | NDArray[np.bool_]) -> KindSums:
    """Return the rows named by index or by flag."""
    return KindSums(
        account=sums.account[rows],
        day=sums.day[rows],
        kind=sums.kind[rows],
        count=sums.count[rows],
        whole=sums.whole[rows],
        millionths=sums.millionths[rows],
    )


def _order(*keys: NDArray[np.signedinteger]) -> tuple[NDArray[np.intp] | None, NDArray[np.intp] | None]:
    """Return the order that sorts by `keys` and the first row of each key; None for what is not needed."""
    packed = pack_keys(keys)
    if packed is None:
        order = np.lexsort(keys[::-1])
        new = np.zeros(len(order), np.bool_)
        new[0] = True
        for key in keys:
            new[1:] |= key[order[1:]] != key[order[:-1]]
        return order, np.flatnonzero(new)
    step = np.diff(packed)
    if not len(step) or step.min() > 0:
        return None, None
    sorting: NDArray[np.intp] | None = None
    if step.min() < 0:
        # sorted runs, one a month: a stable sort finds and merges them, eight times faster than quicksort
        sorting = np.argsort(packed, kind="stable")
        packed = packed[sorting]
    starts = np.flatnonzero(np.diff(packed, prepend=packed[0] - 1))
    return sorting, None if len(starts) == len(packed) else starts


def pack_keys(keys: Sequence[NDArray[np.signedinteger]]) -> Int64 | None:
    """Return keys (first is highest) as one number of the same order, or None where they do not fit."""
    lows = [int(key.min()) for key in keys]
    widths = [(int(key.max()) - low).bit_length() for key, low in zip(keys, lows, strict=True)]
    if sum(widths) > _BITS_OF_A_KEY - 1:
        return None
    packed = keys[0].astype(np.int64)
    packed -= lows[0]
    for key, low, width in zip(keys[1:], lows[1:], widths[1:], strict=True):
        packed <<= width
        packed |= key.astype(np.int64) - low
    return packed
