"""tenure doctor"""

import argparse
import importlib.metadata
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator

from tenure.config.cli import DONE, NOT_DONE, boot

Check = tuple[str, bool, str]
LEAST_FREE_GIB = 1
SAFE_SQLITE = (3, 51, 3)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--integrity", action="store_true", help="also read the whole database for damage")


def run(args: argparse.Namespace) -> int:
    boot()
    checks: list[Callable[[argparse.Namespace], Iterator[Check]]] = [_versions, _folder, _database, _front]
    failed = False
    for check in checks:
        for name, fine, text in check(args):
            failed |= not fine
            print(f"{'ok  ' if fine else 'FAIL'} {name}: {text}")
    return NOT_DONE if failed else DONE


def _versions(args: argparse.Namespace) -> Iterator[Check]:
    yield "python", sys.version_info >= (3, 11), sys.version.split()[0]
    names = ("django", "duckdb", "deltalake", "pyarrow", "numpy")
    yield "libraries", True, ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)


def _folder(args: argparse.Namespace) -> Iterator[Check]:
    from django.conf import settings

    home = settings.TENURE_HOME
    if not home.is_dir():
        yield "data folder", False, f"{home} is not there; run 'tenure init'"
        return
    yield "data folder", os.access(home, os.W_OK), str(home)
    free = shutil.disk_usage(home).free / 2**30
    yield "disk", free >= LEAST_FREE_GIB, f"{free:.1f} GiB free"
    key = home / "secret.key"
    if key.exists():
        mode = key.stat().st_mode & 0o777
        yield "secret key", mode == 0o600, f"mode {mode:o}" + ("" if mode == 0o600 else "; should be 600")


def _database(args: argparse.Namespace) -> Iterator[Check]:
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield "database", False, str(error)
        return
    yield "database", True, connection.vendor
    yield "migrations", not missing, "all there" if not missing else f"{len(missing)} missing; run 'tenure init'"
    if connection.vendor == "sqlite":
        note = "" if sqlite3.sqlite_version_info >= SAFE_SQLITE else " (before 3.51.3: guarded by the writer lock)"
        yield "sqlite", True, sqlite3.sqlite_version + note
        if args.integrity:
            with connection.cursor() as cursor:
                answer = cursor.execute("PRAGMA integrity_check").fetchone()[0]
            yield "integrity", answer == "ok", str(answer)


def _front(args: argparse.Namespace) -> Iterator[Check]:
    from django.contrib.staticfiles import finders

    built = finders.find("vendor") is not None
    yield "front end", built, "built" if built else "not built; run 'make install'"
