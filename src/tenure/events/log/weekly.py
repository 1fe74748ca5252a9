"""The named users of each week, counted from three columns of the rollup: a page that draws weeks needs no others."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tenure.events.log.gathering import Source
from tenure.events.log.level1 import THREADS, distinct_names
from tenure.events.log.pieces import read_columns, read_names
from tenure_engine.runs import run_begins

Int64 = NDArray[np.int64]
WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class _Seen:
    """Of a piece: which accounts have any row, and who (a code of `names`) was active in which week of which."""

    accounts: Int64
    names: pa.Array
    account: Int64
    user: Int64
    week: Int64


def count_weekly_users(sources: Sequence[Source], last: int, weeks: int) -> tuple[Int64, Int64]:
    """Return the accounts with any event up to the day `last`, sorted, and their named users of each of the last
    weeks (accounts x weeks), the oldest first; the newest ends on `last`.
    """
    with ThreadPoolExecutor(THREADS) as pool:
        seen = list(pool.map(lambda source: _look(source, last, weeks), sources))
    if not seen:
        return np.zeros(0, np.int64), np.zeros((0, weeks), np.int64)
    ids = np.unique(np.concatenate([each.accounts for each in seen]))
    names, codes = distinct_names([each.names for each in seen])
    user = np.concatenate([np.take(code, each.user) for code, each in zip(codes, seen, strict=True)])
    cell = np.searchsorted(ids, np.concatenate([each.account for each in seen])) * weeks
    cell += np.concatenate([each.week for each in seen])
    # one number for account, week and user, so that each is counted once, whatever pieces tell of them
    once = np.unique(cell * max(len(names), 1) + user) // max(len(names), 1)
    return ids, np.bincount(once, minlength=len(ids) * weeks).reshape(len(ids), weeks)


def _look(source: Source, last: int, weeks: int) -> _Seen:
    rows, _ = read_columns(source.pieces, source.name, ("account", "user", "day"))
    account, user, day = (rows[name].to_numpy() for name in ("account", "user", "day"))
    known = account[day <= last]
    names = read_names(source.pieces, source.name)
    is_named = pc.not_equal(names, "").to_numpy(zero_copy_only=False)
    inside = np.flatnonzero((day <= last) & (day > last - weeks * WEEK_DAYS))
    inside = inside[is_named[user[inside]]]
    account, user = account[inside], user[inside]
    week = weeks - 1 - (last - day[inside].astype(np.int64)) // WEEK_DAYS
    # a piece is sorted by account, user and day: a user's week is one run of rows
    new = run_begins(account) | run_begins(user) | run_begins(week)
    return _Seen(known[run_begins(known)], names, account[new], user[new].astype(np.int64), week[new])
