"""The daily rollup: what every measure of usage is computed from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
UInt64 = NDArray[np.uint64]
Float64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class UserDays:
    """One row per account, user and day, sorted by (account, user, day).

    `user` indexes `users`; an empty name means that no user was named: its events count, it is never an
    active user. Bit `k % 64` of `mask[:, k // 64]` is set when event kind number `k` (see `kinds`) occurred.
    """

    account: Int64
    user: Int64
    day: Int32
    count: Int64
    logins: Int32
    seconds: Int64
    mask: UInt64
    kinds: tuple[str, ...]
    users: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindDays:
    """One row per account, day and event kind, sorted so; `kind` indexes `kinds`."""

    account: Int64
    day: Int32
    kind: Int32
    count: Int64
    value_sum: Float64
    kinds: tuple[str, ...]
