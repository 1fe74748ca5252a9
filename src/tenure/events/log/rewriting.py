"""Changing what lies in the log: taking rows out, and merging small files."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tenure.events.log.columns import bucket_of
from tenure.events.log.datafiles import LogFile, may_hold
from tenure.events.log.hashing import hash_keys
from tenure.events.log.ids import IdIndex, Keys
from tenure.events.log.sorting import sort_rows
from tenure.events.log.table import EventTable

_SMALL_ROWS = 50_000
_MOST_FILES = 8
_COMMIT_ROWS = 5_000_000
_ROWS_AT_ONCE = 1_000_000

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Target:
    """Whose events are meant: of an import, of an account, or of one user of an account."""

    import_id: int | None = None
    account_id: int | None = None
    user_id: str | None = None

    def __post_init__(self) -> None:
        if (self.import_id is None) == (self.account_id is None):
            raise ValueError("name either an import or an account")
        if self.user_id is not None and (self.account_id is None or not self.user_id):
            raise ValueError("a user is named together with the account")

    def may_be_in(self, file: LogFile) -> bool:
        """Tell from the file's place and bounds whether it may hold such events."""
        if self.import_id is not None:
            return may_hold(file.imports, self.import_id, self.import_id)
        account = self.account_id or 0
        return file.bucket == bucket_of(account) and may_hold(file.accounts, account, account)

    def rows_of(self, rows: pa.Table) -> Bools:
        """Return which rows (with the columns of `columns`) are meant."""
        if self.import_id is not None:
            return _equal(rows["import_id"], self.import_id)
        meant = _equal(rows["account_id"], self.account_id)
        return meant if self.user_id is None else meant & _equal(rows["user_id"], self.user_id)


@dataclass(slots=True)
class _Change:
    """Files to add to the table and to remove from it in one commit."""

    add: list[LogFile] = field(default_factory=list)
    remove: list[LogFile] = field(default_factory=list)


@dataclass(slots=True)
class _Gone:
    """The ids of the rows that are taken out, turned into keys a million at a time."""

    rows: int = 0
    keys: list[Keys] = field(default_factory=list)
    ids: list[pa.Table] = field(default_factory=list)

    def add(self, rows: pa.Table) -> None:
        """Take the ids of some rows."""
        self.rows += len(rows)
        self.ids.append(rows.select(["source", "message_id"]))
        if sum(map(len, self.ids)) > _ROWS_AT_ONCE:
            self._turn()

    def all_keys(self) -> Keys:
        """Return the keys of all rows."""
        self._turn()
        return np.concatenate(self.keys)

    def _turn(self) -> None:
        if self.ids:
            ids = pa.concat_tables(self.ids)
            self.keys.append(hash_keys(ids["source"], ids["message_id"]))
            self.ids = []


def count_rows(table: EventTable, target: Target) -> int:
    """Return how many events are meant."""
    columns = ["import_id", "account_id", "user_id"]
    files = [file for file in table.files() if target.may_be_in(file)]
    return sum(int(target.rows_of(_read(file, columns)).sum()) for file in files)


def remove_rows(table: EventTable, index: IdIndex, target: Target) -> int:
    """Take events out of the log in one commit; return how many. The old files' bytes stay until they are removed.

    The ids are forgotten first: after a crash in between the work is done again from the start.
    """
    gone = _Gone()
    change = _Change()
    rest: list[tuple[str, int, pa.Table]] = []
    for file in table.files():
        if not target.may_be_in(file):
            continue
        rows = _read(file)
        meant = target.rows_of(rows)
        if not meant.any():
            continue
        gone.add(rows.filter(pa.array(meant)))
        change.remove.append(file)
        if not meant.all():
            rest.append((file.month, file.bucket, rows.filter(pa.array(~meant))))
        if sum(len(rows) for _, _, rows in rest) > _ROWS_AT_ONCE:
            change.add += table.write_files(_made(rest))
            rest = []
    change.add += table.write_files(_made(rest))
    if change.remove:
        index.remove(gone.all_keys())
        _commit(table, index, change, changes=True)
    return gone.rows


def merge_files(table: EventTable, index: IdIndex, *, thoroughly: bool) -> int:
    """Merge the files of partitions that have many; return how many files went into others.

    In passing, small files are merged once they are more than a few; `thoroughly`, every partition gets one file.
    """
    merged = 0
    change = _Change()
    for _, files in groupby(table.files(), key=lambda file: file.partition):
        chosen = choose_files(list(files), thoroughly=thoroughly)
        if chosen:
            change.add += table.write_files(sort_rows(pa.concat_tables([_read(file) for file in chosen])))
            change.remove += chosen
            merged += len(chosen)
        if sum(file.rows for file in change.add) > _COMMIT_ROWS:
            _commit(table, index, change, changes=False)
            change = _Change()
    if change.add:
        _commit(table, index, change, changes=False)
    return merged


def choose_files(files: Sequence[LogFile], *, thoroughly: bool) -> list[LogFile]:
    """Return the files of one partition that are worth merging; none or at least two.

    A large file is not written again for a few small ones: a file joins when what is smaller has half its rows.
    """
    if thoroughly:
        return list(files) if len(files) > 1 else []
    if len(files) <= _MOST_FILES:
        return []
    chosen: list[LogFile] = []
    rows = 0
    for file in sorted(files, key=lambda file: file.rows):
        if file.rows > max(_SMALL_ROWS, 2 * rows):
            break
        chosen.append(file)
        rows += file.rows
    return chosen if len(chosen) > 1 else []


def _read(file: LogFile, columns: list[str] | None = None) -> pa.Table:
    return pq.read_table(file.path, columns=columns, partitioning=None)


def _made(parts: Iterable[tuple[str, int, pa.Table]]) -> Iterator[tuple[str, int, Callable[[], pa.Table]]]:
    for month, bucket, rows in parts:
        yield month, bucket, partial(_same, rows)


def _same(rows: pa.Table) -> pa.Table:
    return rows


def _commit(table: EventTable, index: IdIndex, change: _Change, *, changes: bool) -> None:
    version = table.commit(add=change.add, remove=change.remove, changes=changes)
    index.add(np.empty(0, np.uint64), np.empty(0, np.int32), version=version)


def _equal(column: pa.ChunkedArray, value: int | str | None) -> Bools:
    return np.asarray(pc.equal(column, value).to_numpy(), np.bool_)
