"""A place where an import can be tried without a trace."""

import sqlite3
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TypeVar

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.utils import load_backend

T = TypeVar("T")
Progress = Callable[[int, int, str], None]
Work = Callable[[Progress], T]
LISTEN_SECONDS = 0.2


class _Stopped(Exception):
    """The trial was told to stop."""


def without_trace(work: Work[T], progress: Progress) -> T:
    """Run `work` and return its result; nothing that it writes to the database stays.

    On SQLite it works on a copy of the database: a long transaction would keep everybody else from writing. On other
    databases it is rolled back. It runs in a thread, which has a connection of its own, so that `progress`, called in
    this thread, can write to the real database meanwhile. Within a transaction it is rolled back with a savepoint.
    """
    if connection.in_atomic_block:
        return _rolled_back(lambda: work(progress))
    if connection.vendor != "sqlite":
        return _in_thread(lambda say: _closed(lambda: _rolled_back(lambda: work(say))), progress)
    with tempfile.TemporaryDirectory(prefix="trial-", dir=settings.TENURE_HOME) as folder:
        copy = Path(folder) / "trial.sqlite3"
        _copy_to(copy)
        return _in_thread(lambda say: _with_database(str(copy), lambda: work(say)), progress)


def _rolled_back(work: Callable[[], T]) -> T:
    with transaction.atomic():
        result = work()
        transaction.set_rollback(True)
    return result


def _closed(work: Callable[[], T]) -> T:
    try:
        return work()
    finally:
        connections.close_all()


def _copy_to(path: Path) -> None:
    connection.ensure_connection()
    target = sqlite3.connect(path)
    try:
        connection.connection.backup(target)
    finally:
        target.close()


def _with_database(name: str, work: Callable[[], T]) -> T:
    """Let the default database of this thread be another SQLite file."""
    described = {**connections.settings["default"], "NAME": name}
    described["OPTIONS"] = {**described.get("OPTIONS", {}), "init_command": "PRAGMA synchronous=OFF"}
    mine = load_backend(described["ENGINE"]).DatabaseWrapper(described, "default")
    connections["default"] = mine
    try:
        return work()
    finally:
        mine.close()
        del connections["default"]


def _in_thread(work: Work[T], progress: Progress) -> T:
    said: SimpleQueue[tuple[int, int, str]] = SimpleQueue()
    stop = threading.Event()

    def say(done: int, total: int, message: str) -> None:
        if stop.is_set():
            raise _Stopped
        said.put((done, total, message))

    with ThreadPoolExecutor(max_workers=1) as pool:
        future = pool.submit(work, say)
        try:
            _listen(future, said, progress)
        except BaseException:
            stop.set()
            raise
        return future.result()


def _listen(future: "Future[T]", said: "SimpleQueue[tuple[int, int, str]]", progress: Progress) -> None:
    while not future.done():
        try:
            progress(*said.get(timeout=LISTEN_SECONDS))
        except Empty:
            continue
