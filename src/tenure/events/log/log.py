"""The event log of one workspace, as the rest of the product uses it."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import numpy as np
import pyarrow as pa

from tenure.events.log.catalogue import catalogue_written_at, write_catalogue
from tenure.events.log.columns import to_drafts
from tenure.events.log.compaction import Compaction, compact, open_index
from tenure.events.log.drafts import encode_drafts
from tenure.events.log.folder import LogFolder
from tenure.events.log.frames import FrameKind
from tenure.events.log.kinds import LOGINS, forget_kinds
from tenure.events.log.loading import Rollup, forget_known
from tenure.events.log.pieces import PieceFolder
from tenure.events.log.refreshing import refresh
from tenure.events.log.rewriting import Target, count_rows, merge_files, remove_rows
from tenure.events.log.sifting import Sifted, sift
from tenure.events.log.spool import SpoolWriter, drop_stale_staged, seal_staged
from tenure.events.log.table import EventTable
from tenure.events.log.traces import forget_traces
from tenure_engine.rollup.ports import EVERYTHING, Known, Level1

_FRAME_ROWS = 65_536
_STALE_SECONDS = 2 * 86_400.0
_READERS_HOURS = 1
_QUICK_ROWS = 200_000
_CATALOGUE_SECONDS = 900.0

Progress = Callable[[int, int], None]


def _silent(done: int, total: int) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class Maintained:
    """What a maintenance run did."""

    merged_files: int
    files: int


class EventLog:
    """The event log in one folder. `logins` are the event names that count as a log-in (see `logins_among`)."""

    def __init__(self, root: Path, *, logins: Collection[str] = LOGINS, engine: Level1 | None = None) -> None:
        self.folder = LogFolder(root)
        self.table = EventTable(self.folder.table)
        self.logins = frozenset(logins)
        self._engine = engine

    def compact(self, *, wait_seconds: float = 60.0, progress: Progress = _silent) -> Compaction:
        """Bring what was accepted into the log and the rollup; raises LogBusy while another writer works."""
        with self.folder.writing(wait_seconds=wait_seconds):
            drop_stale_staged(self.folder, older_than_seconds=_STALE_SECONDS)
            report = compact(self.folder, self.table, progress=progress)
            self.refresh()
            return report

    def refresh(self, *, catalogue: bool = False) -> None:
        """Bring the rollup up to the log, and the catalogue with it where that is quick or asked for.

        The caller holds the writers' lock. The catalogue of a large log waits for `refresh_catalogue`.
        """
        before = PieceFolder(self.folder.rollup).read_manifest()
        manifest = refresh(self.folder, self.table, logins=self.logins, engine=self._engine)
        rows = sum(piece.kind_rows for piece in manifest.pieces)
        is_first = catalogue_written_at(self.folder) is None
        if catalogue or (manifest != before and (is_first or rows <= _QUICK_ROWS)):
            write_catalogue(self.folder)

    def refresh_catalogue(self, *, wait_seconds: float = 60.0) -> bool:
        """Write the catalogue anew if the rollup went on without it a while ago; return whether it did.

        It reads the whole rollup, so no import and no compaction should have to wait for it.
        """
        written, rolled_up = catalogue_written_at(self.folder), self.rollup_changed_ns() / 1e9
        is_current = not rolled_up or (written is not None and written >= rolled_up)
        if is_current or (written is not None and time.time() - written < _CATALOGUE_SECONDS):
            return False
        with self.folder.writing(wait_seconds=wait_seconds):
            write_catalogue(self.folder)
        return True

    @contextmanager
    def stage(self) -> Iterator["Staged"]:
        """Collect the events of an import; nothing of it enters the log unless `finish` is called."""
        self.folder.make()
        staged = Staged(self)
        try:
            yield staged
        finally:
            staged.discard()

    def check(self, events: pa.Table) -> Sifted:
        """Tell what an import of these events would come to, without keeping anything."""
        with self.folder.writing(wait_seconds=600.0):
            self.table.create()
            return sift(to_drafts(events), index=open_index(self.folder, self.table), table=self.table)

    def rollup_changed_ns(self) -> int:
        """Return when the rollup changed last, in nanoseconds since 1970; 0 while there is none."""
        return PieceFolder(self.folder.rollup).changed_ns()

    def rollup(self, *, accounts: Collection[int] | None = None, known: Known = EVERYTHING) -> Rollup:
        """Return the daily rollup, of some accounts or all, as it is or as it was known."""
        return Rollup(self.folder, accounts=accounts, known=known)

    def count(self, target: Target) -> int:
        """Return how many events of an import, an account or a user are in the log."""
        return count_rows(self.table, target)

    def remove(self, target: Target, *, wait_seconds: float = 600.0) -> int:
        """Take an import's, an account's or a user's events out; return how many.

        When it returns, their bytes are in no file of the log, the spool, the index or the rollup. After a crash,
        do it again. What the quarantine holds is the caller's to erase.
        """
        with self.folder.writing(wait_seconds=wait_seconds):
            compact(self.folder, self.table)
            removed = remove_rows(self.table, open_index(self.folder, self.table), target)
            self.refresh(catalogue=True)
            self._remove_traces()
            return removed

    def maintain(self, *, thoroughly: bool = False, wait_seconds: float = 600.0) -> Maintained:
        """Merge small files and remove what the log needs no longer; for the quiet hours."""
        with self.folder.writing(wait_seconds=wait_seconds):
            self.table.create()
            merged = merge_files(self.table, open_index(self.folder, self.table), thoroughly=thoroughly)
            self.refresh(catalogue=True)
            # readers that began before still read the old files
            self.table.remove_bytes(older_than_hours=_READERS_HOURS)
            self.table.checkpoint()
            return Maintained(merged_files=merged, files=len(self.table.files()))

    def _remove_traces(self) -> None:
        self.table.remove_bytes(older_than_hours=0)
        pieces = PieceFolder(self.folder.rollup)
        manifest = pieces.read_manifest()
        pieces.remove_others(manifest.pieces)
        forget_known(self.folder)
        forget_traces(self.folder)
        for path in self.folder.damaged_segments.iterdir():
            path.unlink()
        forget_kinds(self.folder, used=self._used_kinds())

    def _used_kinds(self) -> Iterable[str]:
        rows = self.rollup().kind_days
        return [rows.kinds[number] for number in np.unique(rows.kind)]


class Staged:
    """Events of an import on their way into the log: on the disk, seen by nobody."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._where = log.folder.staged_segments / uuid4().hex
        self._where.mkdir()
        self._writer = SpoolWriter(self._where)

    def add(self, events: pa.Table) -> None:
        """Add events (columns of DRAFT, those with a default may be left out); raises ValueError if they are not."""
        drafts = to_drafts(events)
        for start in range(0, len(drafts), _FRAME_ROWS):
            self._writer.append(FrameKind.ARROW, encode_drafts(drafts.slice(start, _FRAME_ROWS)))

    def finish(self, *, wait_seconds: float = 600.0, progress: Progress = _silent) -> Compaction:
        """Bring the events into the log and return what came of these (not of others that waited)."""
        self._writer.close()
        folder, table = self._log.folder, self._log.table
        with folder.writing(wait_seconds=wait_seconds):
            compact(folder, table)
            for path in sorted(self._where.iterdir()):
                seal_staged(folder, path, after=table.compacted_until())
            report = compact(folder, table, progress=progress)
            self._log.refresh()
            return report

    def discard(self) -> None:
        """Remove what was not brought into the log."""
        self._writer.close()
        for path in self._where.glob("*"):
            path.unlink()
        self._where.rmdir()
