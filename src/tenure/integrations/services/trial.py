"""A place where an import can be tried without a trace."""

import sqlite3
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.utils import load_backend

T = TypeVar("T")


def without_trace(work: Callable[[], T]) -> T:
    """Run `work` and return its result; nothing that it writes to the database stays.

    On SQLite it works on a copy of the database: a long transaction would keep everybody else from writing. On other
    databases, and within a transaction, it is rolled back.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block and _is_file():
        return _on_copy(work)
    return _rolled_back(work)


def _is_file() -> bool:
    return Path(str(connection.settings_dict["NAME"])).is_file()


def _rolled_back(work: Callable[[], T]) -> T:
    with transaction.atomic():
        result = work()
        transaction.set_rollback(True)
    return result


def _on_copy(work: Callable[[], T]) -> T:
    with tempfile.TemporaryDirectory(prefix="trial-", dir=settings.TENURE_HOME) as folder:
        copy = Path(folder) / "trial.sqlite3"
        connection.ensure_connection()
        target = sqlite3.connect(copy)
        try:
            connection.connection.backup(target)
        finally:
            target.close()
        # connections belong to a thread: in one of its own, the default database is the copy
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(_with_database, str(copy), work).result()


def _with_database(name: str, work: Callable[[], T]) -> T:
    described = {**connections.settings["default"], "NAME": name}
    described["OPTIONS"] = {**described.get("OPTIONS", {}), "init_command": "PRAGMA synchronous=OFF"}
    mine = load_backend(described["ENGINE"]).DatabaseWrapper(described, "default")
    connections["default"] = mine
    try:
        return work()
    finally:
        mine.close()
        del connections["default"]
