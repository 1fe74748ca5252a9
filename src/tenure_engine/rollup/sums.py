"""What level 1 makes: sums that add up, in any order and on any engine, to the same rollup.

All sums are integers. A value (a float) is split into its floor and the rest in whole millionths, so that
adding does not depend on the order of the rows and every engine gives the same result to the bit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenure_engine.rollup.types import Float64, Int32, Int64, KindDays, UInt64, UserDays

MICROSECONDS_OF_A_DAY = 86_400_000_000
MILLIONTHS = 1_000_000
BITS_OF_A_WORD = 64


@dataclass(frozen=True, slots=True)
class EventColumns:
    """Events sorted by (account, user, time); `user` and `kind` are codes of the caller.

    `at` is microseconds since 1970-01-01 UTC. `value` holds only the values that are there, `valued` the rows
    they belong to, in order. `count` is None where every event counts once. Two rows have the same user exactly
    when they have the same code.
    """

    account: Int64
    user: Int32
    kind: Int32 | Int64
    at: Int64
    count: Int64 | None
    seconds: Int64
    valued: Int64
    value: Float64


@dataclass(frozen=True, slots=True)
class UserSums:
    """One row per account, user and day; see `UserDays` for the columns."""

    account: Int64
    user: Int64
    day: Int32
    count: Int64
    logins: Int32
    seconds: Int64
    mask: UInt64


@dataclass(frozen=True, slots=True)
class KindSums:
    """One row per account, day and kind; the sum of values is `whole + millionths / 1,000,000`."""

    account: Int64
    day: Int32
    kind: Int32
    count: Int64
    whole: Int64
    millionths: Int64


@dataclass(frozen=True, slots=True)
class Sums:
    """The rollup of some events."""

    users: UserSums
    kinds: KindSums


def words_for(kinds: int) -> int:
    """Return how many 64-bit words a mask of `kinds` event kinds needs; at least one."""
    return max(1, -(-kinds // BITS_OF_A_WORD))


def split_value(value: Float64) -> tuple[Int64, Int64]:
    """Return the floor of each value and the rest in whole millionths, half to even."""
    floor = np.floor(value)
    return floor.astype(np.int64), np.rint((value - floor) * MILLIONTHS).astype(np.int64)


def join_value(whole: Int64, millionths: Int64) -> Float64:
    """Return the sums as floats: the carry of the millionths is taken first, so the result is rounded once."""
    joined = whole.astype(np.float64)
    parted = np.flatnonzero(millionths)  # few values have a part, and dividing is slow
    carry, rest = np.divmod(millionths[parted], MILLIONTHS)
    joined[parted] = (whole[parted] + carry).astype(np.float64) + rest.astype(np.float64) / MILLIONTHS
    return joined


def no_user_sums(words: int = 1) -> UserSums:
    """Return user sums without a row."""
    long, short = np.empty(0, np.int64), np.empty(0, np.int32)
    return UserSums(long, long, short, long, short, long, np.empty((0, words), np.uint64))


def no_kind_sums() -> KindSums:
    """Return kind sums without a row."""
    long, short = np.empty(0, np.int64), np.empty(0, np.int32)
    return KindSums(long, short, short, long, long, long)


def to_user_days(sums: UserSums, *, kinds: Sequence[str], users: Sequence[str]) -> UserDays:
    """Return the sums with the names that their codes stand for."""
    return UserDays(
        account=sums.account,
        user=sums.user,
        day=sums.day,
        count=sums.count,
        logins=sums.logins,
        seconds=sums.seconds,
        mask=widen_mask(sums.mask, words_for(len(kinds))),
        kinds=tuple(kinds),
        users=tuple(users),
    )


def to_kind_days(sums: KindSums, *, kinds: Sequence[str]) -> KindDays:
    """Return the sums with the names of the kinds, values as floats."""
    return KindDays(
        account=sums.account,
        day=sums.day,
        kind=sums.kind,
        count=sums.count,
        value_sum=join_value(sums.whole, sums.millionths),
        kinds=tuple(kinds),
    )


def widen_mask(mask: UInt64, words: int) -> NDArray[np.uint64]:
    """Return the mask with `words` words a row; the new words are empty."""
    rows, have = mask.shape
    if have >= words:
        return mask
    wide = np.zeros((rows, words), np.uint64)
    wide[:, :have] = mask
    return wide
