"""Pieces of the daily rollup: Parquet files that are never changed, and the list of those that count.

A piece sums up the events of some files of the log. Sums add up, so any set of pieces that covers each file of
the log once is the rollup. The list is replaced whole, so that a reader has one state from beginning to end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tenure.events.log.durable import sync_all, write_durably
from tenure_engine.rollup.ports import RolledUp
from tenure_engine.rollup.sums import KindSums, UserSums

FORMAT = 1
_MANIFEST = "manifest.json"


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

    def user_file(self, name: str) -> Path:
        """Return the file of a piece's rows per account, user and day."""
        return self.where / f"{name}.users.parquet"

    def kind_file(self, name: str) -> Path:
        """Return the file of a piece's rows per account, day and kind."""
        return self.where / f"{name}.kinds.parquet"

    def write(self, rolled: RolledUp, name: str | None = None) -> str:
        """Write the two files of a piece durably; return its name."""
        name = name or uuid4().hex
        self.where.mkdir(parents=True, exist_ok=True)
        contents = (
            (self.user_file(name), _user_table(rolled)),
            (self.kind_file(name), _kind_table(rolled.kind_sums)),
        )
        for path, rows in contents:
            draft = path.with_name(f".{path.name}.{uuid4().hex}")
            pq.write_table(rows, draft, compression="lz4", write_statistics=["account"], row_group_size=65_536)
            draft.rename(path)
        sync_all(path for path, _ in contents)
        return name

    def remove_others(self, kept: Sequence[Piece], *, older_than: float | None = None) -> None:
        """Remove the files of pieces that do not count any more; with `older_than`, only older ones (mtime)."""
        names = {piece.name for piece in kept}
        for path in [*self.where.glob("*.users.parquet"), *self.where.glob("*.kinds.parquet")]:
            stale = path.name.split(".")[0] not in names
            if stale and (older_than is None or path.stat().st_mtime < older_than):
                path.unlink(missing_ok=True)


def read_users(path: Path, accounts: np.ndarray | None) -> tuple[UserSums, pa.Array]:
    """Return a piece's user sums, of some accounts (sorted) or all, and the names of its user codes."""
    rows = _read(path, accounts, ["user"])
    user = rows["user"].combine_chunks()
    if accounts is not None:
        # of some accounts only their users, not all that the piece names
        user = user.cast(pa.string()).dictionary_encode()
    words = sum(name.startswith("mask") for name in rows.column_names)
    mask = np.empty((len(rows), words), np.uint64)
    for word in range(words):
        mask[:, word] = rows[f"mask{word}"].to_numpy()
    sums = UserSums(
        account=rows["account"].to_numpy(),
        user=user.indices.to_numpy().astype(np.int64),
        day=rows["day"].to_numpy(),
        count=rows["count"].to_numpy(),
        logins=rows["logins"].to_numpy(),
        seconds=rows["seconds"].to_numpy(),
        mask=mask,
    )
    return sums, user.dictionary


def read_kinds_of(path: Path, accounts: np.ndarray | None, kinds: np.ndarray | None) -> KindSums:
    """Return a piece's kind sums, of some accounts (sorted) and some kinds (a flag each) or all."""
    rows = _read(path, accounts, [])
    chosen = slice(None) if kinds is None else np.flatnonzero(np.take(kinds, rows["kind"].to_numpy()))
    return KindSums(**{name: rows[name].to_numpy()[chosen] for name in _KIND_COLUMNS})


_KIND_COLUMNS = ("account", "day", "kind", "count", "whole", "millionths")


def _read(path: Path, accounts: np.ndarray | None, dictionaries: list[str]) -> pa.Table:
    with pq.ParquetFile(path, read_dictionary=dictionaries, memory_map=True) as file:
        if accounts is None:
            return file.read(use_threads=False)
        groups = [number for number in range(file.num_row_groups) if _may_hold(file, number, accounts)]
        rows = file.read_row_groups(groups, use_threads=False)
    return rows.filter(pa.array(np.isin(rows["account"].to_numpy(), accounts)))


def _may_hold(file: pq.ParquetFile, group: int, accounts: np.ndarray) -> bool:
    bounds = file.metadata.row_group(group).column(0).statistics
    return bool(np.searchsorted(accounts, bounds.max, side="right") > np.searchsorted(accounts, bounds.min))


def _user_table(rolled: RolledUp) -> pa.Table:
    sums = rolled.user_sums
    names = pa.array(list(rolled.users), pa.string())
    columns = {
        "account": sums.account,
        "user": pa.DictionaryArray.from_arrays(pa.array(sums.user, pa.int32()), names),
        "day": sums.day,
        "count": sums.count,
        "logins": sums.logins,
        "seconds": sums.seconds,
    }
    columns |= {f"mask{word}": np.ascontiguousarray(sums.mask[:, word]) for word in range(sums.mask.shape[1])}
    return pa.table(columns)


def _kind_table(sums: KindSums) -> pa.Table:
    return pa.table({name: getattr(sums, name) for name in _KIND_COLUMNS})
