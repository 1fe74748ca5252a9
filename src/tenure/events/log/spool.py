"""The spool: what was accepted is on the disk before the caller hears so.

Every process appends to a segment of its own; threads that arrive while the disk is busy share the next sync
(group commit). Compaction takes a segment by renaming it under the segment's lock; its writer then sees that the
name is gone and begins a new one.
"""

import fcntl
import os
import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from tenure.events.log.durable import sync_folder
from tenure.events.log.folder import LogFolder
from tenure.events.log.frames import MAGIC, FrameKind, encode_frame

SEGMENT_BYTES = 64 << 20
_SUFFIX = ".seg"
_EMPTY_SECONDS = 3600.0


@dataclass(slots=True)
class _Waiting:
    """A frame on its way to the disk."""

    data: bytes
    done: bool = False
    error: OSError | None = None


class SpoolWriter:
    """Appends frames durably; one per process and workspace, safe to share between threads."""

    def __init__(self, where: Path, *, segment_bytes: int = SEGMENT_BYTES) -> None:
        self._where = where
        self._segment_bytes = segment_bytes
        self._queue: list[_Waiting] = []
        self._queue_lock = threading.Lock()
        self._disk_lock = threading.Lock()
        self._handle: int | None = None
        self._path = where
        self._size = 0

    def append(self, kind: FrameKind, payload: bytes) -> None:
        """Return when the frame is on the disk; raises OSError when it is not, and then nothing of it stays."""
        waiting = _Waiting(encode_frame(kind, payload))
        with self._queue_lock:
            self._queue.append(waiting)
        with self._disk_lock:
            if not waiting.done:
                with self._queue_lock:
                    together, self._queue = self._queue, []
                self._commit(together)
        if waiting.error is not None:
            raise waiting.error

    def close(self) -> Path | None:
        """Stop appending; return the segment that was written to, if any."""
        with self._disk_lock:
            if self._handle is None:
                return None
            os.close(self._handle)
            self._handle = None
            return self._path

    def _commit(self, together: list[_Waiting]) -> None:
        try:
            self._write(b"".join(waiting.data for waiting in together))
        except OSError as error:
            for waiting in together:
                waiting.error = error
        finally:
            for waiting in together:
                waiting.done = True

    def _write(self, data: bytes) -> None:
        handle = self._locked_segment()
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(handle, view) :]
            os.fdatasync(handle)
            self._size += len(data)
        except OSError:
            self._give_up(handle)
            raise
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)
            if self._handle is None:
                os.close(handle)
        if self._size >= self._segment_bytes:
            self._leave()

    def _give_up(self, handle: int) -> None:
        """Take back what was half written. After a failed sync the segment is not trusted for more."""
        try:
            os.ftruncate(handle, self._size)
        finally:
            self._handle = None

    def _leave(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
        self._handle = None

    def _locked_segment(self) -> int:
        """Return the open segment, locked; a new one where there is none or compaction has taken it."""
        if self._handle is not None:
            fcntl.flock(self._handle, fcntl.LOCK_EX)
            if _is_at(self._path, self._handle):
                return self._handle
            self._leave()
        self._path = self._where / f"{time.time_ns():020d}-{uuid4().hex}{_SUFFIX}"
        self._handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        fcntl.flock(self._handle, fcntl.LOCK_EX)
        os.write(self._handle, MAGIC)
        self._size = len(MAGIC)
        sync_folder(self._where)
        return self._handle


def sealed_segments(folder: LogFolder) -> list[tuple[int, Path]]:
    """Return the segments that wait for compaction with their numbers, oldest first."""
    return sorted((int(path.stem), path) for path in folder.sealed_segments.glob(f"*{_SUFFIX}"))


def seal_segments(folder: LogFolder, *, after: int) -> None:
    """Number every open segment that holds a frame; numbers go on behind `after` and the highest in use.

    The caller holds the writers' lock.
    """
    for path in sorted(folder.open_segments.glob(f"*{_SUFFIX}")):
        _seal(folder, path, after)


def seal_staged(folder: LogFolder, path: Path, *, after: int) -> int:
    """Number a finished import's segment and return its number. The caller holds the writers' lock."""
    return _seal(folder, path, after)


def drop_segments(folder: LogFolder, *, until: int) -> int:
    """Remove the sealed segments up to a number, all of whose events are in the table; return how many."""
    gone = [path for number, path in sealed_segments(folder) if number <= until]
    for path in gone:
        path.unlink()
    if gone:
        sync_folder(folder.sealed_segments)
    return len(gone)


def drop_stale_staged(folder: LogFolder, *, older_than_seconds: float) -> int:
    """Remove the segments that imports left behind when they died; return how many."""
    before = time.time() - older_than_seconds
    stale = [path for path in folder.staged_segments.iterdir() if path.stat().st_mtime < before]
    for path in stale:
        shutil.rmtree(path, ignore_errors=True)
    return len(stale)


def _seal(folder: LogFolder, path: Path, after: int) -> int:
    highest = max([after, *(number for number, _ in sealed_segments(folder))])
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        state = os.fstat(handle)
        if state.st_size <= len(MAGIC):
            if state.st_mtime < time.time() - _EMPTY_SECONDS:
                path.unlink()
            return highest
        os.rename(path, folder.sealed_segments / f"{highest + 1:012d}{_SUFFIX}")
        sync_folder(folder.sealed_segments)
        sync_folder(path.parent)
        return highest + 1
    finally:
        os.close(handle)


def _is_at(path: Path, handle: int) -> bool:
    """Tell whether the open file still has this name."""
    try:
        there = os.stat(path)
    except FileNotFoundError:
        return False
    here = os.fstat(handle)
    return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)
