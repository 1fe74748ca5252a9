"""From the spool into the log: each event once, in order, on the disk before its segment goes.

A crash at any point loses nothing and doubles nothing: the number of the last segment is part of the commit, what
a crash leaves uncommitted is not visible, and what it leaves undropped is dropped by the next run.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tenure.events.log.columns import DRAFT
from tenure.events.log.drafts import decode_frames
from tenure.events.log.durable import sync_all
from tenure.events.log.folder import LogFolder
from tenure.events.log.frames import SegmentState, read_frames
from tenure.events.log.hashing import hash_keys
from tenure.events.log.ids import IdIndex
from tenure.events.log.kinds import number_kinds
from tenure.events.log.sifting import REFUSED, Sifted, sift
from tenure.events.log.sorting import code_of, partition_codes, sort_rows
from tenure.events.log.spool import drop_segments, seal_segments, sealed_segments
from tenure.events.log.table import EventTable

_GROUP_BYTES = 64 << 20
_INDEX_ROWS = 8_000_000

Segments = Sequence[tuple[int, Path]]


def _no_refused() -> pa.Table:
    return REFUSED.empty_table()


@dataclass(slots=True)
class Compaction:
    """What compaction did. `refused` holds the drafts with the reason; they are also in the quarantine."""

    created: int = 0
    unchanged: int = 0
    refused: pa.Table = field(default_factory=_no_refused)
    damaged: int = 0

    def add(self, sifted: Sifted) -> None:
        """Count another batch."""
        self.created += len(sifted.new) + sifted.resumed
        self.unchanged += sifted.unchanged
        self.refused = pa.concat_tables([self.refused, sifted.refused.cast(REFUSED)])


@dataclass(frozen=True, slots=True)
class _Read:
    """The drafts of some segments, and how many of their frames were damaged."""

    drafts: pa.Table
    damaged: int


def compact(
    folder: LogFolder, table: EventTable, *, progress: Callable[[int, int], None] = lambda done, total: None
) -> Compaction:
    """Bring all that was accepted into the log. The caller holds the writers' lock.

    `progress` is told how many segments are done; what it raises stops the work between two commits.
    """
    table.create()
    done = table.compacted_until()
    drop_segments(folder, until=done)
    for path in folder.quarantine.glob("*.parquet"):
        if int(path.stem) > done:
            path.unlink()
    seal_segments(folder, after=done)
    index = open_index(folder, table)
    groups = list(_groups(sealed_segments(folder)))
    report = Compaction()
    with ThreadPoolExecutor(1) as ahead:
        # while one group is sorted and written, the next is decoded
        coming = ahead.submit(_read, folder, groups[0]) if groups else None
        for number, group in enumerate(groups):
            progress(number, len(groups))
            read = coming.result() if coming else _Read(DRAFT.empty_table(), 0)
            following = groups[number + 1 : number + 2]
            coming = ahead.submit(_read, folder, following[0]) if following else None
            _compact_group(folder, table, index, group, read, report)
    return report


def open_index(folder: LogFolder, table: EventTable) -> IdIndex:
    """Return the index of ids, brought up to the newest version of the log."""
    index = IdIndex(folder.ids)
    version = table.version()
    if index.version == version:
        return index
    added = table.added_since(index.version) if index.version >= 0 else None
    if added is None:
        index.clear()
        added = table.files()
    keys, places = [np.empty(0, np.uint64)], [np.empty(0, np.int32)]
    for file in added:
        if sum(map(len, keys)) > _INDEX_ROWS:
            # version -1: a crash before the end makes the index anew
            index.add(np.concatenate(keys), np.concatenate(places), version=-1)
            keys, places = [], []
        ids = pq.read_table(file.path, columns=["source", "message_id"], partitioning=None)
        keys.append(hash_keys(ids["source"], ids["message_id"]))
        places.append(np.full(len(ids), code_of(file.month, file.bucket), np.int32))
    index.add(np.concatenate(keys), np.concatenate(places), version=version)
    return index


def _groups(segments: Segments) -> Iterator[Segments]:
    """Cut the segments into groups that fit the memory; each becomes one commit."""
    group: list[tuple[int, Path]] = []
    size = 0
    for number, path in segments:
        size += path.stat().st_size
        if group and size > _GROUP_BYTES:
            yield group
            group, size = [], path.stat().st_size
        group.append((number, path))
    if group:
        yield group


def _compact_group(
    folder: LogFolder, table: EventTable, index: IdIndex, segments: Segments, read: _Read, report: Compaction
) -> None:
    last = segments[-1][0]
    sifted = sift(read.drafts, index=index, table=table)
    _quarantine(folder, sifted.refused, last)
    number_kinds(folder, pc.unique(sifted.new["name"]).to_pylist())
    written = table.write_files(sort_rows(sifted.new))
    # without a new event too: a segment's number is used once, as the quarantine is named by it
    version = table.commit(add=written, segment=last)
    at = sifted.new["occurred_at"].cast(pa.int64()).to_numpy()
    places = partition_codes(sifted.new["account_id"].to_numpy(), at)
    index.add(sifted.keys, places, version=version, order=sifted.order)
    drop_segments(folder, until=last)
    report.damaged += read.damaged
    report.add(sifted)


def _read(folder: LogFolder, segments: Segments) -> _Read:
    tables = [DRAFT.empty_table()]
    damaged = 0
    for _, path in segments:
        state = SegmentState()
        for drafts in decode_frames(read_frames(path, state)):
            if drafts is None:
                state.damaged += 1
            else:
                tables.append(drafts)
        if state.damaged:
            damaged += state.damaged
            kept = folder.damaged_segments / path.name
            kept.write_bytes(path.read_bytes())
            sync_all([kept])
    return _Read(pa.concat_tables(tables), damaged)


def _quarantine(folder: LogFolder, refused: pa.Table, segment: int) -> None:
    """Keep what is refused. The name is the segment's, so that a repeated run replaces it."""
    if len(refused):
        path = folder.quarantine / f"{segment:012d}.parquet"
        pq.write_table(refused, path)
        sync_all([path])
