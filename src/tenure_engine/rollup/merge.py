"""Adds sums together: pieces of the rollup that share rows become one piece."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tenure_engine.rollup.sums import KindSums, UserSums, no_kind_sums, no_user_sums, widen_mask
from tenure_engine.rollup.types import Int64

_BITS_OF_A_KEY = 63

Ints = NDArray[np.signedinteger]
Rows = NDArray[np.intp] | NDArray[np.bool_] | slice
S = TypeVar("S", UserSums, KindSums)


def merge_user_sums(parts: Sequence[UserSums]) -> UserSums:
    """Return one sorted row per account, user and day; the parts must share their user and kind codes."""
    return _join_users(settle_user_sums(parts))


def merge_kind_sums(parts: Sequence[KindSums]) -> KindSums:
    """Return one sorted row per account, day and kind; the parts must share their kind codes."""
    return _join_kinds(settle_kind_sums(parts))


def settle_user_sums(parts: Sequence[UserSums]) -> list[UserSums]:
    """Return parts that, one after another, are the merged rows; of a sorted file hardly a row is moved."""
    closed = _close_seams([part for part in parts if len(part.account)], take_user_sums, _merge_users)
    if len(closed) > 1 and _in_order(closed, lambda part: (part.account, part.user, part.day)):
        return closed
    return [_merge_users(closed)] if closed else []


def settle_kind_sums(parts: Sequence[KindSums], *, each_account_settled: bool = False) -> list[KindSums]:
    """Return parts that, one after another, are the merged rows; of a sorted file hardly a row is moved.

    With `each_account_settled` the rows of an account that lie together in a part ascend strictly: it is enough
    that the accounts do.
    """
    closed = _close_seams([part for part in parts if len(part.account)], take_kind_sums, _merge_kinds)
    if each_account_settled and _accounts_ascend(closed):
        return closed
    if len(closed) > 1 and _in_order(closed, lambda part: (part.account, part.day, part.kind)):
        return closed
    return [_merge_kinds(closed)] if closed else []


def _merge_users(parts: Sequence[UserSums]) -> UserSums:
    joined = _join_users(parts)
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
        logins=np.add.reduceat(joined.logins, starts, dtype=np.int32),  # it would widen small numbers
        seconds=np.add.reduceat(joined.seconds, starts),
        mask=np.bitwise_or.reduceat(joined.mask, starts, axis=0),
    )


def _merge_kinds(parts: Sequence[KindSums]) -> KindSums:
    joined = _join_kinds(parts)
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


def _close_seams(parts: list[S], take: Callable[[S, slice], S], merge: Callable[[Sequence[S]], S]) -> list[S]:
    """Merge the rows of an account that one part ends and the next begins with.

    Parts of a sorted file meet in one account only; with these rows merged nothing is left to be sorted.
    """
    if any(one.account[-1] > two.account[0] for one, two in pairwise(parts)):
        return parts
    closed = list(parts[:1])
    for part in parts[1:]:
        last, account = closed[-1], part.account[0]
        if last.account[-1] != account:
            closed.append(part)
            continue
        tail = int(np.searchsorted(last.account, account, side="left"))
        head = int(np.searchsorted(part.account, account, side="right"))
        seam = merge([take(last, slice(tail, None)), take(part, slice(head))])
        closed[-1:] = [take(last, slice(tail)), seam, take(part, slice(head, None))]
        closed = [each for each in closed if len(each.account)]
    return closed


def _in_order(parts: Sequence[S], keys: Callable[[S], tuple[Ints, ...]]) -> bool:
    """Tell whether the parts, one after another, ascend strictly."""
    if any(one.account[-1] >= two.account[0] for one, two in pairwise(parts)):
        return False
    return all(_is_settled(*_order(*keys(part))) for part in parts)


def _accounts_ascend(parts: Sequence[KindSums]) -> bool:
    if any(one.account[-1] >= two.account[0] for one, two in pairwise(parts)):
        return False
    return all(bool(np.all(part.account[1:] >= part.account[:-1])) for part in parts)


def _is_settled(order: NDArray[np.intp] | None, starts: NDArray[np.intp] | None) -> bool:
    return order is None and starts is None


def _join_users(parts: Sequence[UserSums]) -> UserSums:
    if len(parts) < 2:
        return parts[0] if parts else no_user_sums()
    words = max(part.mask.shape[1] for part in parts)
    return UserSums(
        account=np.concatenate([part.account for part in parts]),
        user=np.concatenate([part.user for part in parts]),
        day=np.concatenate([part.day for part in parts]),
        count=np.concatenate([part.count for part in parts]),
        logins=np.concatenate([part.logins for part in parts]),
        seconds=np.concatenate([part.seconds for part in parts]),
        mask=np.concatenate([widen_mask(part.mask, words) for part in parts]),
    )


def _join_kinds(parts: Sequence[KindSums]) -> KindSums:
    if len(parts) < 2:
        return parts[0] if parts else no_kind_sums()
    return KindSums(
        account=np.concatenate([part.account for part in parts]),
        day=np.concatenate([part.day for part in parts]),
        kind=np.concatenate([part.kind for part in parts]),
        count=np.concatenate([part.count for part in parts]),
        whole=np.concatenate([part.whole for part in parts]),
        millionths=np.concatenate([part.millionths for part in parts]),
    )


def take_user_sums(sums: UserSums, rows: Rows) -> UserSums:
    """Return the rows named by index, by flag or as a range."""
    return UserSums(
        account=sums.account[rows],
        user=sums.user[rows],
        day=sums.day[rows],
        count=sums.count[rows],
        logins=sums.logins[rows],
        seconds=sums.seconds[rows],
        mask=sums.mask[rows],
    )


def take_kind_sums(sums: KindSums, rows: Rows) -> KindSums:
    """Return the rows named by index, by flag or as a range."""
    return KindSums(
        account=sums.account[rows],
        day=sums.day[rows],
        kind=sums.kind[rows],
        count=sums.count[rows],
        whole=sums.whole[rows],
        millionths=sums.millionths[rows],
    )


def _order(*keys: Ints) -> tuple[NDArray[np.intp] | None, NDArray[np.intp] | None]:
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


def pack_keys(keys: Sequence[Ints]) -> Int64 | None:
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
