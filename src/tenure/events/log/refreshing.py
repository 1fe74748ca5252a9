"""Bringing the daily rollup up to the log: only what is new, or was written anew, is rolled up."""

import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from tenure.events.log.datafiles import LogFile
from tenure.events.log.folder import LogFolder
from tenure.events.log.kinds import logins_among, number_kinds, read_kinds
from tenure.events.log.level1 import THREADS, NumpyLevel1, UnknownKind
from tenure.events.log.loading import join_pieces
from tenure.events.log.pieces import Manifest, Piece, PieceFolder
from tenure.events.log.table import EventTable
from tenure_engine.rollup.ports import Level1

_OWN_PIECE_EVENTS = 50_000
_SHARED_PIECE_EVENTS = 4_000_000
_MOST_SHARED = 8
_READERS_SECONDS = 600.0
_ALWAYS = 1 << 62


def refresh(folder: LogFolder, table: EventTable, *, logins: Iterable[str], engine: Level1 | None = None) -> Manifest:
    """Make the rollup cover exactly the files of the log; return its pieces. The caller holds the writers' lock.

    A piece stays as long as every file it sums up is part of the log. So a repeated run changes nothing, and a run
    after a crash, an undone import or a merge of files does just what is missing.
    """
    engine = engine or NumpyLevel1()
    pieces = PieceFolder(folder.rollup)
    old = pieces.read_manifest()
    names = sorted(logins)
    files = table.files()
    there = {file.relative for file in files}
    kept = [piece for piece in old.pieces if there.issuperset(piece.files)] if old.logins == names else []
    covered = {relative for piece in kept for relative in piece.files}
    missing = [file for file in files if file.relative not in covered]
    made = _make_all(folder, pieces, missing, engine, names)
    manifest = Manifest(logins=names, pieces=_join_shared(pieces, [*kept, *made]))
    if manifest != old:
        pieces.write_manifest(manifest)
    pieces.remove_others(manifest.pieces, older_than=time.time() - _READERS_SECONDS)
    return manifest


def _make_all(
    folder: LogFolder, pieces: PieceFolder, files: Sequence[LogFile], engine: Level1, logins: Sequence[str]
) -> list[Piece]:
    """Return new pieces for files, a few at a time."""
    groups = list(_group(files))

    def make(group: Sequence[LogFile]) -> Piece:
        return _make(folder, pieces, group, engine, logins)

    with ThreadPoolExecutor(THREADS) as pool:
        try:
            return list(pool.map(make, groups))
        except UnknownKind:
            # written by another program that knows nothing of our numbers
            number_kinds(folder, _names_in(file.path for file in files))
            return list(pool.map(make, groups))


def _group(files: Sequence[LogFile]) -> Iterator[list[LogFile]]:
    """Give large partitions a piece of their own and let the small ones share."""
    shared: list[LogFile] = []
    events = 0
    for _, group in groupby(files, key=lambda file: file.partition):
        own = list(group)
        rows = sum(file.rows for file in own)
        if rows >= _OWN_PIECE_EVENTS:
            yield own
            continue
        if events + rows > _SHARED_PIECE_EVENTS:
            yield shared
            shared, events = [], 0
        shared += own
        events += rows
    if shared:
        yield shared


def _make(
    folder: LogFolder, pieces: PieceFolder, files: Sequence[LogFile], engine: Level1, logins: Sequence[str]
) -> Piece:
    kinds = read_kinds(folder)
    rolled = engine.roll_up([file.path for file in files], kinds=kinds, logins=logins_among(kinds, logins))
    alone = len({file.partition for file in files}) == 1
    return Piece(
        name=pieces.write(rolled),
        month=files[0].month if alone else "",
        bucket=files[0].bucket if alone else -1,
        files=[file.relative for file in files],
        events=rolled.events,
        assumed=rolled.assumed,
        user_rows=sum(len(part.day) for block in rolled.blocks for part in block.user_parts),
        kind_rows=sum(len(part.day) for block in rolled.blocks for part in block.kind_parts),
        first_known=min(file.known[0] if file.known else 0 for file in files),
        last_known=max(file.known[1] if file.known else _ALWAYS for file in files),
    )


def _names_in(paths: Iterable[Path]) -> set[str]:
    columns = (pq.read_table(path, columns=["name"], partitioning=None)["name"] for path in paths)
    return {name for column in columns for name in pc.unique(column).to_pylist()}


def _join_shared(folder: PieceFolder, pieces: Sequence[Piece]) -> list[Piece]:
    """Join the shared pieces once they are many; their sums are added, the log is not read again."""
    shared = [piece for piece in pieces if not piece.month]
    if len(shared) <= _MOST_SHARED:
        return list(pieces)
    rolled = join_pieces(folder, shared)
    joined = Piece(
        name=folder.write(rolled),
        month="",
        bucket=-1,
        files=[relative for piece in shared for relative in piece.files],
        events=rolled.events,
        assumed=rolled.assumed,
        user_rows=sum(len(part.day) for block in rolled.blocks for part in block.user_parts),
        kind_rows=sum(len(part.day) for block in rolled.blocks for part in block.kind_parts),
        first_known=min(piece.first_known for piece in shared),
        last_known=max(piece.last_known for piece in shared),
    )
    return [piece for piece in pieces if piece.month] + [joined]
