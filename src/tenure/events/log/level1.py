"""The default engine of level 1: NumPy over the row groups of the log's files, a few files at a time."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tenure.events.log.columns import STORED
from tenure_engine.rollup.level1 import roll_up_chunks
from tenure_engine.rollup.merge import settle_kind_sums, settle_user_sums
from tenure_engine.rollup.ports import EVERYTHING, Block, Known, RolledUp
from tenure_engine.rollup.sums import EventColumns, KindSums, UserSums

_OFTEN_CONSTANT = {name: STORED.get_field_index(name) for name in ("count", "is_assumed")}
_COLUMNS = ["account_id", "user_id", "name", "occurred_at", "seconds", "value"]
COLUMNS = [*_COLUMNS, *_OFTEN_CONSTANT]
THREADS = 2


class Names(Sequence[str]):
    """A column of texts that becomes Python texts only where it is looked at."""

    def __init__(self, column: pa.Array) -> None:
        self.column = column

    @classmethod
    def in_order(cls, lists: Sequence[pa.Array]) -> "tuple[Names, list[NDArray[np.int64]]]":
        """Return all distinct names in order, and for each list the place of its names among them."""
        distinct, codes = distinct_names(lists)
        order = pc.array_sort_indices(distinct)
        rank = np.empty(len(order), np.int64)
        rank[order.to_numpy()] = np.arange(len(order))
        return cls(distinct.take(order)), [np.take(rank, code) for code in codes]

    def __len__(self) -> int:
        return len(self.column)

    def __iter__(self) -> Iterator[str]:
        return iter(self.column.to_pylist())

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> "Names": ...

    def __getitem__(self, place: int | slice) -> "str | Names":
        if isinstance(place, slice):
            return Names(self.column[place])
        text: str = self.column[place].as_py()
        return text


class UnknownKind(Exception):
    """An event name in the log has no number; `name` is the first that was met."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the event name {name!r} has no number")
        self.name = name


@dataclass(frozen=True, slots=True)
class _Group:
    """The sums of one row group, in parts; `names` stand for its user codes."""

    users: list[UserSums]
    kinds: list[KindSums]
    names: pa.Array
    events: int
    assumed: int


@dataclass(frozen=True, slots=True)
class _Partition:
    """What the files of one month and bucket come to."""

    block: Block
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
        together: dict[Path, list[Path]] = {}
        for file in files:
            # one folder holds one month and one bucket of accounts: no other has rows of the same keys
            together.setdefault(file.parent, []).append(file)
        with ThreadPoolExecutor(self._threads) as pool:
            done = list(pool.map(lambda group: _roll_up_partition(group, task), together.values()))
        return RolledUp(
            blocks=[part.block for part in done],
            events=sum(part.events for part in done),
            assumed=sum(part.assumed for part in done),
        )


def distinct_names(lists: Sequence[pa.Array]) -> tuple[pa.Array, list[NDArray[np.int32]]]:
    """Return the distinct names of several lists, and for each list the place of its names among them."""
    if not lists:
        return pa.array([], pa.string()), []
    coded = pa.concat_arrays([part.cast(pa.string()) for part in lists]).dictionary_encode()
    ends = np.cumsum([len(part) for part in lists])[:-1]
    return coded.dictionary, np.split(coded.indices.to_numpy(), ends)


def _roll_up_partition(files: Sequence[Path], task: _Task) -> _Partition:
    groups: list[_Group] = []
    for path in files:
        with pq.ParquetFile(path, read_dictionary=["user_id", "name"], memory_map=True) as file:
            groups += [_roll_up_group(file, number, task) for number in range(file.num_row_groups)]
    kinds = [part for group in groups for part in group.kinds]
    users, places = Names.in_order([group.names for group in groups])
    renumbered = [
        replace(part, user=np.take(place, part.user))
        for group, place in zip(groups, places, strict=True)
        for part in group.users
    ]
    return _Partition(
        block=Block(
            users=users,
            user_parts=settle_user_sums(renumbered),
            kind_parts=settle_kind_sums(kinds, each_account_settled=True),
        ),
        events=sum(group.events for group in groups),
        assumed=sum(group.assumed for group in groups),
    )


def _roll_up_group(file: pq.ParquetFile, number: int, task: _Task) -> _Group:
    known = task.known.before
    constant = _constants(file.metadata.row_group(number))
    counts_once = constant.get("count") == 1
    columns = [*_COLUMNS, *([] if counts_once else ["count"]), *([] if "is_assumed" in constant else ["is_assumed"])]
    rows = file.read_row_group(
        number, columns=columns if known is None else [*columns, "known_at"], use_threads=False
    )
    if known is not None:
        rows = rows.filter(pc.less(rows["known_at"].cast(pa.int64()), known))
    user, name = _one(rows["user_id"]), _one(rows["name"])
    valued, value = _values(_one(rows["value"]))
    events = EventColumns(
        account=_one(rows["account_id"]).to_numpy(),
        user=user.indices.to_numpy(),
        kind=np.take(_numbers_of(name.dictionary, task.numbers), name.indices.to_numpy()),
        at=_one(rows["occurred_at"]).cast(pa.int64()).to_numpy(),
        count=None if counts_once else _one(rows["count"]).to_numpy(),
        seconds=_one(rows["seconds"]).to_numpy(),
        valued=valued,
        value=value,
    )
    sums = list(roll_up_chunks(events, kinds=len(task.logins), logins=task.logins))
    assumed = constant.get("is_assumed", 0) * len(rows)
    return _Group(
        users=[part.users for part in sums],
        kinds=[part.kinds for part in sums],
        names=user.dictionary,
        events=len(rows),
        assumed=assumed if "is_assumed" in constant else pc.sum(rows["is_assumed"]).as_py() or 0,
    )


def _constants(group: pq.RowGroupMetaData) -> dict[str, int]:
    """Return which of the columns that mostly hold one value do so in this row group, by its statistics."""
    found = {}
    for name, place in _OFTEN_CONSTANT.items():
        column = group.column(place) if place < group.num_columns else None
        # another writer may have left the statistics out or the columns in another order
        stats = column.statistics if column is not None and column.path_in_schema == name else None
        if stats is not None and stats.has_min_max and stats.min == stats.max:
            found[name] = int(stats.min)
    return found


def _values(column: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the rows that have a value, and the values."""
    if column.null_count == len(column):
        return np.empty(0, np.int64), np.empty(0, np.float64)
    validity, data = column.buffers()
    values = np.frombuffer(data, np.float64, len(column), column.offset * 8)
    if validity is None:
        return np.arange(len(column)), values
    bits = np.unpackbits(np.frombuffer(validity, np.uint8), bitorder="little", count=column.offset + len(column))
    rows = np.flatnonzero(bits[column.offset :].view(np.bool_))
    return rows, values[rows]


def _one(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _numbers_of(names: pa.Array, numbers: dict[str, int]) -> NDArray[np.int64]:
    try:
        found = [numbers[name] for name in names.to_pylist()]
    except KeyError as error:
        raise UnknownKind(error.args[0]) from error
    return np.array(found or [0], np.int64)
