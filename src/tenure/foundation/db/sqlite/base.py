"""SQLite with one writer lock in front of it.

SQLite lets one connection write at a time and its busy handler is not fair, so that under load some writers
starve and some fail. Every transaction (all are IMMEDIATE) and every single write takes one lock first: a thread
lock within the process and `flock` on a file beside the database between processes (web, worker, CLI). The lock
also covers each commit, within which SQLite checkpoints its log, which keeps out the race between a commit and a
starting checkpoint that SQLite had before 3.51.3.
"""

import fcntl
import os
import threading
import time
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

WRITE_WORDS = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER", "VACUUM", "REINDEX")
POLL_SECONDS = 0.002


class WriterLock:
    """One lock per database file; re-entrant for the connection that holds it."""

    _by_path: dict[str, "WriterLock"] = {}
    _guard = threading.Lock()

    @classmethod
    def of(cls, name: str) -> "WriterLock":
        """Return the process-wide lock of a database."""
        with cls._guard:
            return cls._by_path.setdefault(name, cls(name))

    def __init__(self, name: str) -> None:
        in_memory = name == ":memory:" or name.startswith("file:")
        self.path = None if in_memory else f"{name}.lock"
        self.thread_lock = threading.Lock()
        self.descriptor: int | None = None

    def acquire(self, timeout: float) -> None:
        """Take the lock, or raise OperationalError after `timeout` seconds."""
        deadline = time.monotonic() + timeout
        if not self.thread_lock.acquire(timeout=timeout):
            raise OperationalError("database is locked: another thread kept writing for too long")
        try:
            self._lock_file(deadline)
        except BaseException:
            self.thread_lock.release()
            raise

    def _lock_file(self, deadline: float) -> None:
        if self.path is None:
            return
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self.descriptor = descriptor
                return
            except BlockingIOError:
                if time.monotonic() > deadline:
                    os.close(descriptor)
                    raise OperationalError("database is locked: another process kept writing for too long") from None
                time.sleep(POLL_SECONDS)

    def release(self) -> None:
        """Give the lock back."""
        if self.descriptor is not None:
            os.close(self.descriptor)  # closing the descriptor drops the flock
            self.descriptor = None
        self.thread_lock.release()


class LockingCursor(base.SQLiteCursorWrapper):
    """A cursor whose single writes, outside of a transaction, hold the writer lock."""

    wrapper: "DatabaseWrapper"

    def execute(self, query: str, params: Any = None) -> Any:
        if self.wrapper.must_lock(query):
            with self.wrapper.writing():
                return super().execute(query, params)
        return super().execute(query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        if self.wrapper.must_lock(query):
            with self.wrapper.writing():
                return super().executemany(query, param_list)
        return super().executemany(query, param_list)


class _Writing:
    def __init__(self, wrapper: "DatabaseWrapper") -> None:
        self.wrapper = wrapper

    def __enter__(self) -> None:
        self.wrapper.take_writer_lock()

    def __exit__(self, *error: object) -> None:
        self.wrapper.drop_writer_lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite wrapper, with the writer lock around transactions and single writes."""

    holds_writer_lock = False

    def take_writer_lock(self) -> None:
        if not self.holds_writer_lock:
            timeout = float(self.settings_dict.get("OPTIONS", {}).get("timeout", 20))
            WriterLock.of(str(self.settings_dict["NAME"])).acquire(timeout)
            self.holds_writer_lock = True

    def drop_writer_lock(self) -> None:
        if self.holds_writer_lock:
            self.holds_writer_lock = False
            WriterLock.of(str(self.settings_dict["NAME"])).release()

    def writing(self) -> _Writing:
        return _Writing(self)

    def must_lock(self, query: str) -> bool:
        return (
            not self.in_atomic_block
            and not self.holds_writer_lock
            and query.lstrip()[:8].upper().startswith(WRITE_WORDS)
        )

    def create_cursor(self, name: str | None = None) -> LockingCursor:
        cursor: LockingCursor = self.connection.cursor(factory=LockingCursor)
        cursor.wrapper = self
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        self.take_writer_lock()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self.drop_writer_lock()
            raise

    def _commit(self) -> Any:
        done = super()._commit()
        self.drop_writer_lock()
        return done

    def _rollback(self) -> Any:
        try:
            return super()._rollback()
        finally:
            self.drop_writer_lock()

    def _close(self) -> Any:
        try:
            return super()._close()
        finally:
            self.drop_writer_lock()
