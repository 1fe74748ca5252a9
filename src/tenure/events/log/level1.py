"""The default engine of level 1: NumPy over the row groups of the log's files, a few files at a time."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tenure_engine.rollup.level1 import roll_up
from tenure_engine.rollup.merge import merge_kind_sums, merge_user_sums
from tenure_engine.rollup.ports import EVERYTHING, Known, RolledUp
from tenure_engine.rollup.sums import EventColumns, KindSums, UserSums

COLUMNS = ["account_id", "user_id", "name", "occurred_at", "count", "seconds", "value", "is_assumed"]
THREADS = 2


class UnknownKind(Exception):
    """An event name in the log has no number; `name` is the first that was met."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the event name {name!r} has no number")
        self.name = name


@dataclass(frozen=True, slots=True)
class _Group:
    """The sums of one row group; `names` stand for its user codes."""

    users: UserSums
    kinds: KindSums
    names: pa.Array
    events: int
    assumed: int


@dataclass(frozen=True, slots=True)
class _Task:
    """What is asked of every file."""

    numbers: dict[str, int]
    logins: NDArray[np.bool_]
    known: Known


class NumpyLevel1:
    """Run boundaries and segmented sums; no hash table."""

    def __init__(self, threads: int = THREADS) -> None:
        self._threads = threads

    def roll_up(
        self, files: Sequence[Path], *, kinds: Sequence[str], logins: frozenset[str], known: Known = EVERYTHING
    ) -> RolledUp:
        """Return the sums of the files' events; raises UnknownKind for a name that `kinds` lacks."""
        numbers = {name: number for number, name in enumerate(kinds) if name}
        flags = np.array([name in logins for name in kinds] or [False], np.bool_)
        task = _Task(numbers, flags, known)
        with ThreadPoolExecutor(self._threads) as pool:
            groups = [group for one in pool.map(lambda file: _roll_up_file(file, task), files) for group in one]
        return _join(groups)


def number_users(names: Sequence[pa.Array]) -> tuple[tuple[str, ...], list[NDArray[np.int64]]]:
    """Return all distinct user names in order, and for each list the place of its names among them."""
    if not names:
        return (), []
    coded = pa.concat_arrays([part.cast(pa.string()) for part in names]).dictionary_encode()
    order = pc.array_sort_indices(coded.dictionary)
    rank = np.empty(len(order), np.int64)
    rank[order.to_numpy()] = np.arange(len(order))
    places = np.take(rank, coded.indices.to_numpy())
    ends = np.cumsum([len(part) for part in names])[:-1]
    return tuple(coded.dictionary.take(order).to_pylist()), np.split(places, ends)


def _roll_up_file(path: Path, task: _Task) -> list[_Group]:
    columns = COLUMNS if task.known.before is None else [*COLUMNS, "known_at"]
    with pq.ParquetFile(path, read_dictionary=["user_id", "name"], memory_map=True) as file:
        return [
            _roll_up_group(file.read_row_group(number, columns=columns, use_threads=False), task)
            for number in range(file.num_row_groups)
        ]


def _roll_up_group(rows: pa.Table, task: _Task) -> _Group:
    if task.known.before is not None:
        rows = rows.filter(pc.less(rows["known_at"].cast(pa.int64()), task.known.before))
    user, name = _one(rows["user_id"]), _one(rows["name"])
    value = _one(rows["value"])
    valued = np.flatnonzero(value.is_valid()) if value.null_count < len(value) else np.empty(0, np.int64)
    sums = roll_up(
        EventColumns(
            account=_one(rows["account_id"]).to_numpy(),
            user=user.indices.to_numpy(),
            kind=np.take(_numbers_of(name.dictionary, task.numbers), name.indices.to_numpy()),
            at=_one(rows["occurred_at"]).cast(pa.int64()).to_numpy(),
            count=_one(rows["count"]).to_numpy(),
            seconds=_one(rows["seconds"]).to_numpy(),
            valued=valued,
            value=value.drop_null().to_numpy() if len(valued) else np.empty(0, np.float64),
        ),
        kinds=len(task.logins),
        logins=task.logins,
    )
    assumed = pc.sum(rows["is_assumed"]).as_py() or 0
    return _Group(sums.users, sums.kinds, user.dictionary, len(rows), assumed)


def _one(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _numbers_of(names: pa.Array, numbers: dict[str, int]) -> NDArray[np.int32]:
    try:
        found = [numbers[name] for name in names.to_pylist()]
    except KeyError as error:
        raise UnknownKind(error.args[0]) from error
    return np.array(found or [0], np.int32)


def _join(groups: Sequence[_Group]) -> RolledUp:
    users, places = number_users([group.names for group in groups])
    renumbered = [
        replace(group.users, user=np.take(place, group.users.user)) if len(group.users.user) else group.users
        for group, place in zip(groups, places, strict=True)
    ]
    return RolledUp(
        users=users,
        user_sums=merge_user_sums(renumbered),
        kind_sums=merge_kind_sums([group.kinds for group in groups]),
        events=sum(group.events for group in groups),
        assumed=sum(group.assumed for group in groups),
    )
