"""Reading all user rows of the rollup: every piece straight into its place, so that nothing is sorted or moved after.

A piece is sorted by account, user and day. So the rows of one account and user lie together in it, and where they go
is known from the counts alone, before any other column is read.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tenure.events.log.level1 import THREADS, Names, distinct_names
from tenure.events.log.pieces import OTHER_USER_COLUMNS, PieceFolder, read_columns, read_mask, read_names
from tenure_engine.rollup.merge import merge_user_sums, pack_keys
from tenure_engine.rollup.sums import UserSums, no_user_sums

Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Source:
    """A piece to be read. No two sources of different buckets have an account in common; -1 shares with all."""

    pieces: PieceFolder
    name: str
    bucket: int
    events: int
    assumed: int


@dataclass(frozen=True, slots=True)
class _Runs:
    """The rows of a piece by account and user: code of the user, and where each run of rows begins."""

    names: pa.Array
    account: Int64
    user: Int64
    starts: Int64
    rows: int
    words: int

    @property
    def lengths(self) -> Int64:
        """How many rows each run has."""
        return np.diff(self.starts, append=self.rows)


def gather_users(sources: Sequence[Source]) -> tuple[UserSums, Names]:
    """Return the user sums of all sources as one sorted table, and the names of its user codes."""
    with ThreadPoolExecutor(THREADS) as pool:
        runs = list(pool.map(_read_runs, sources))
        users, numbers = _number(sources, runs, pool)
        total = sum(each.rows for each in runs)
        if not total:
            return no_user_sums(), users
        account = np.concatenate([each.account for each in runs])
        user = np.concatenate(numbers)
        lengths = np.concatenate([each.lengths for each in runs])
        order = _order_of(account, user)
        account, user, sorted_lengths = account[order], user[order], lengths[order]
        goes_to = np.empty(len(order), np.int64)
        goes_to[order] = np.cumsum(sorted_lengths) - sorted_lengths
        target = _room(total, max(each.words for each in runs))
        places = np.split(goes_to, np.cumsum([len(each.starts) for each in runs])[:-1])
        np.copyto(target.account, np.repeat(account, sorted_lengths))
        np.copyto(target.user, np.repeat(user, sorted_lengths))
        list(pool.map(_read_into, sources, runs, places, [target] * len(runs)))
    begins = np.flatnonzero((account[1:] != account[:-1]) | (user[1:] != user[:-1])) + 1
    return _settled(target, np.cumsum(sorted_lengths)[begins - 1]), users


def _read_runs(source: Source) -> _Runs:
    rows, columns = read_columns(source.pieces, source.name, ("account", "user"))
    account, user = rows["account"].to_numpy(), rows["user"].to_numpy()
    new = np.ones(len(account), np.bool_)
    np.not_equal(user[1:], user[:-1], out=new[1:])
    new[1:] |= account[1:] != account[:-1]
    starts = np.flatnonzero(new)
    names = read_names(source.pieces, source.name)
    return _Runs(names, account[starts], user[starts], starts, len(account), sum(map(_is_mask, columns)))


def _is_mask(column: str) -> bool:
    return column.startswith("mask")


def _number(sources: Sequence[Source], runs: Sequence[_Runs], pool: ThreadPoolExecutor) -> tuple[Names, list[Int64]]:
    """Number all users in the order of their names, first within each bucket; return each run's user."""
    buckets = sorted({source.bucket for source in sources})
    members = [[place for place, source in enumerate(sources) if source.bucket == bucket] for bucket in buckets]
    found = list(pool.map(lambda places: distinct_names([runs[place].names for place in places]), members))
    users, ranks = Names.in_order([names for names, _ in found])
    numbers: list[Int64] = [np.empty(0, np.int64)] * len(sources)
    for places, (_, codes), rank in zip(members, found, ranks, strict=True):
        for place, code in zip(places, codes, strict=True):
            numbers[place] = np.take(np.take(rank, code), runs[place].user)
    return users, numbers


def _order_of(account: Int64, user: Int64) -> NDArray[np.intp]:
    packed = pack_keys((account, user))
    return np.lexsort((user, account)) if packed is None else np.argsort(packed, kind="stable")


def _room(rows: int, words: int) -> UserSums:
    return UserSums(
        account=np.empty(rows, np.int64),
        user=np.empty(rows, np.int64),
        day=np.empty(rows, np.int32),
        count=np.empty(rows, np.int64),
        logins=np.empty(rows, np.int32),
        seconds=np.empty(rows, np.int64),
        mask=np.empty((rows, words), np.uint64),
    )


def _read_into(source: Source, runs: _Runs, goes_to: Int64, target: UserSums) -> None:
    """Read the other columns of a piece into their place among all rows."""
    if not runs.rows:
        return
    masks = [f"mask{word}" for word in range(runs.words)]
    rows, _ = read_columns(source.pieces, source.name, (*OTHER_USER_COLUMNS, *masks))
    place = np.repeat(goes_to - runs.starts, runs.lengths)
    place += np.arange(runs.rows)
    for column in OTHER_USER_COLUMNS:
        getattr(target, column)[place] = rows[column].to_numpy()
    for word in range(target.mask.shape[1]):
        target.mask[:, word][place] = read_mask(rows, word)


def _settled(sums: UserSums, begins: NDArray[np.intp]) -> UserSums:
    """Return the sums merged, where the days of an account and user (they begin anew at `begins`) do not ascend."""
    stays = sums.day[1:] <= sums.day[:-1]
    stays[begins - 1] = False
    return merge_user_sums([sums]) if stays.any() else sums
