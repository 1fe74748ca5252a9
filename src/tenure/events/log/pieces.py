"""Pieces of the daily rollup: Parquet files that are never changed, and the list of those that count.

A piece sums up the events of some files of the log. Sums add up, so any set of pieces that covers each file of
the log once is the rollup. The list is replaced whole, so that a reader has one state from beginning to end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tenure.events.log.durable import sync_all, write_durably
from tenure.events.log.level1 import Names
from tenure_engine.rollup.ports import RolledUp
from tenure_engine.rollup.sums import KindSums, UserSums, no_kind_sums, no_user_sums, widen_mask

FORMAT = 2
_MANIFEST = "manifest.json"
_PARTS = ("users", "kinds", "names")
OTHER_USER_COLUMNS = ("day", "count", "logins", "seconds")
_USER_COLUMNS = ("account", "user", *OTHER_USER_COLUMNS)
_KIND_COLUMNS = ("account", "day", "kind", "count", "whole", "millionths")
_PARQUET: dict[str, Any] = {
    "compression": "none",
    "use_dictionary": False,
    "write_statistics": ["account"],
    "row_group_size": 65_536,
}

Accounts = NDArray[np.int64]


class Piece(msgspec.Struct, frozen=True):
    """A piece of the rollup. `month` is empty and `bucket` -1 where it spans several partitions.

    Known times are microseconds UTC, the bounds of the events it sums up.
    """

    name: str
    month: str
    bucket: int
    files: list[str]
    events: int
    assumed: int
    user_rows: int
    kind_rows: int
    first_known: int
    last_known: int


class Manifest(msgspec.Struct, frozen=True):
    """The pieces that count, and by which names log-ins were counted."""

    format: int = FORMAT
    logins: list[str] = []
    pieces: list[Piece] = []


@dataclass(frozen=True, slots=True)
class PieceFolder:
    """Where pieces lie."""

    where: Path

    def read_manifest(self) -> Manifest:
        """Return the list of pieces; an empty one when there is none or it is of an older format."""
        try:
            manifest = msgspec.json.decode((self.where / _MANIFEST).read_bytes(), type=Manifest)
        except (FileNotFoundError, msgspec.DecodeError):
            return Manifest()
        return manifest if manifest.format == FORMAT else Manifest()

    def write_manifest(self, manifest: Manifest) -> None:
        """Replace the list of pieces, durably and at once."""
        write_durably(self.where / _MANIFEST, msgspec.json.encode(manifest))

    def changed_ns(self) -> int:
        """Return when the rollup changed last, in nanoseconds since 1970; 0 while there is none."""
        try:
            return (self.where / _MANIFEST).stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def user_file(self, name: str) -> Path:
        """Return the file of a piece's rows per account, user and day."""
        return self.where / f"{name}.users.parquet"

    def kind_file(self, name: str) -> Path:
        """Return the file of a piece's rows per account, day and kind."""
        return self.where / f"{name}.kinds.parquet"

    def name_file(self, name: str) -> Path:
        """Return the file of the names of a piece's user codes."""
        return self.where / f"{name}.names.parquet"

    def write(self, rolled: RolledUp, name: str | None = None) -> str:
        """Write the files of a piece durably; return its name."""
        name = name or uuid4().hex
        self.where.mkdir(parents=True, exist_ok=True)
        block = rolled.blocks[0] if len(rolled.blocks) == 1 else rolled.joined
        users = block.users.column if isinstance(block.users, Names) else pa.array(list(block.users), pa.string())
        contents = (
            (self.user_file(name), _user_table(block.user_parts)),
            (self.kind_file(name), _kind_table(block.kind_parts)),
            (self.name_file(name), pa.table({"user": users})),
        )
        for path, rows in contents:
            draft = path.with_name(f".{path.name}.{uuid4().hex}")
            pq.write_table(rows, draft, column_encoding=_encodings(rows), **_PARQUET)
            draft.rename(path)
        sync_all(path for path, _ in contents)
        return name

    def remove_others(self, kept: Sequence[Piece], *, older_than: float | None = None) -> None:
        """Remove the files of pieces that do not count any more; with `older_than`, only older ones (mtime)."""
        names = {piece.name for piece in kept}
        for path in (path for part in _PARTS for path in self.where.glob(f"*.{part}.parquet")):
            stale = path.name.split(".")[0] not in names
            if stale and (older_than is None or path.stat().st_mtime < older_than):
                path.unlink(missing_ok=True)


def read_users(pieces: PieceFolder, name: str, accounts: Accounts | None) -> tuple[UserSums, pa.Array]:
    """Return a piece's user sums, of some accounts (sorted) or all, and the names of its user codes."""
    rows = _read(pieces.user_file(name), accounts)
    names = read_names(pieces, name)
    user = rows["user"].to_numpy()
    if accounts is not None:
        # of some accounts only their users, not all that the piece names
        used, user = np.unique(user, return_inverse=True)
        names = names.take(pa.array(used))
    words = sum(column.startswith("mask") for column in rows.column_names)
    mask = np.empty((len(rows), words), np.uint64)
    for word in range(words):
        mask[:, word] = rows[f"mask{word}"].to_numpy()
    sums = UserSums(
        account=rows["account"].to_numpy(),
        user=user,
        day=rows["day"].to_numpy(),
        count=rows["count"].to_numpy(),
        logins=rows["logins"].to_numpy(),
        seconds=rows["seconds"].to_numpy(),
        mask=mask,
    )
    return sums, names


def read_names(pieces: PieceFolder, name: str) -> pa.Array:
    """Return the names of a piece's user codes."""
    with pq.ParquetFile(pieces.name_file(name), memory_map=True) as file:
        return file.read(use_threads=False)["user"].combine_chunks()


def read_columns(pieces: PieceFolder, name: str, wanted: Sequence[str]) -> tuple[pa.Table, list[str]]:
    """Return some columns of a piece's user rows, and the names of all."""
    with pq.ParquetFile(pieces.user_file(name), memory_map=True) as file:
        return file.read(columns=list(wanted), use_threads=False), file.schema.names


def read_mask(rows: pa.Table, word: int) -> NDArray[np.uint64] | int:
    """Return a word of the masks of user rows; 0 where the piece was written before there were so many kinds."""
    column = f"mask{word}"
    return rows[column].to_numpy() if column in rows.column_names else 0


def read_kinds_of(
    pieces: PieceFolder, name: str, accounts: Accounts | None, kinds: NDArray[np.bool_] | None
) -> KindSums:
    """Return a piece's kind sums, of some accounts (sorted) and some kinds (a flag each) or all."""
    rows = _read(pieces.kind_file(name), accounts)
    chosen = slice(None) if kinds is None else np.flatnonzero(np.take(kinds, rows["kind"].to_numpy()))
    return KindSums(**{column: rows[column].to_numpy()[chosen] for column in _KIND_COLUMNS})


def _read(path: Path, accounts: Accounts | None) -> pa.Table:
    with pq.ParquetFile(path, memory_map=True) as file:
        if accounts is None:
            return file.read(use_threads=False)
        groups = [number for number in range(file.num_row_groups) if _may_hold(file, number, accounts)]
        rows = file.read_row_groups(groups, use_threads=False)
    return rows.filter(pa.array(np.isin(rows["account"].to_numpy(), accounts)))


def _may_hold(file: pq.ParquetFile, group: int, accounts: Accounts) -> bool:
    bounds = file.metadata.row_group(group).column(0).statistics
    return bool(np.searchsorted(accounts, bounds.max, side="right") > np.searchsorted(accounts, bounds.min))


def _user_table(parts: Sequence[UserSums]) -> pa.Table:
    parts = parts or [no_user_sums()]
    words = max(part.mask.shape[1] for part in parts)
    columns = {name: _column(parts, name) for name in _USER_COLUMNS}
    for word in range(words):
        columns[f"mask{word}"] = pa.chunked_array(
            [pa.array(np.ascontiguousarray(widen_mask(part.mask, words)[:, word])) for part in parts]
        )
    return pa.table(columns)


def _kind_table(parts: Sequence[KindSums]) -> pa.Table:
    parts = parts or [no_kind_sums()]
    return pa.table({name: _column(parts, name) for name in _KIND_COLUMNS})


def _column(parts: Sequence[UserSums] | Sequence[KindSums], name: str) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(getattr(part, name)) for part in parts])


def _encodings(rows: pa.Table) -> dict[str, str]:
    """Return how the columns are encoded: differences for whole numbers, which ascend or are small."""
    plain = {
        name for name in rows.column_names if name.startswith("mask") or (name == "user" and rows.num_columns == 1)
    }
    return {name: "PLAIN" if name in plain else "DELTA_BINARY_PACKED" for name in rows.column_names}
