"""Where the parts of a workspace's event log lie, and the one lock its writers share."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_LOOK_AGAIN_SECONDS = 0.02


class LogBusy(Exception):
    """Another writer holds the event log longer than the caller wants to wait."""


@dataclass(frozen=True, slots=True)
class LogFolder:
    """The folder of one workspace's event log."""

    root: Path

    @property
    def open_segments(self) -> Path:
        """Segments that a process appends to."""
        return self.root / "spool" / "open"

    @property
    def sealed_segments(self) -> Path:
        """Numbered segments that wait for compaction."""
        return self.root / "spool" / "sealed"

    @property
    def staged_segments(self) -> Path:
        """Segments of imports that are not finished; compaction does not see them."""
        return self.root / "spool" / "staged"

    @property
    def damaged_segments(self) -> Path:
        """Segments with bytes that could not be read back, kept for a person to look at."""
        return self.root / "spool" / "damaged"

    @property
    def table(self) -> Path:
        """The Delta table."""
        return self.root / "log"

    @property
    def ids(self) -> Path:
        """The index of message ids."""
        return self.root / "ids"

    @property
    def rollup(self) -> Path:
        """The daily rollup."""
        return self.root / "rollup"

    @property
    def quarantine(self) -> Path:
        """Events that were refused, with the reason, until they are filed."""
        return self.root / "quarantine"

    @property
    def kinds(self) -> Path:
        """The numbered list of event names."""
        return self.root / "kinds.json"

    def make(self) -> None:
        """Make the folders that are not there yet."""
        for path in (
            self.open_segments,
            self.sealed_segments,
            self.staged_segments,
            self.damaged_segments,
            self.ids,
            self.rollup,
            self.quarantine,
        ):
            path.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def writing(self, *, wait_seconds: float = 60.0) -> Iterator[None]:
        """Hold the writers' lock; raises LogBusy when it is not free within `wait_seconds`.

        The kernel frees the lock when its holder dies, so a crash leaves nothing to clean up.
        """
        self.make()
        handle = os.open(self.root / "writer.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(handle, wait_seconds)
            yield
        finally:
            os.close(handle)


def _take(handle: int, wait_seconds: float) -> None:
    until = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= until:
                raise LogBusy(f"the event log is being written by another process for {wait_seconds:g} s") from None
            time.sleep(_LOOK_AGAIN_SECONDS)
