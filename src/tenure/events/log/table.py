"""The open table of all events: Delta Lake, one folder per month and account bucket.

We write the data files ourselves and sync them before the commit makes them visible; Delta's own log is synced
after it, and only then may a segment of the spool go.
"""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, Transaction
from deltalake.exceptions import CommitFailedError, DeltaError
from deltalake.transaction import AddAction, RemoveAction

from tenure.events.log.columns import PARTITIONED_BY, TABLE
from tenure.events.log.datafiles import (
    STATISTICS,
    LogFile,
    add_action,
    log_file,
    remove_action,
    write_data_file,
)
from tenure.events.log.durable import sync_all, sync_file, sync_folder

SPOOL = "spool"
_TRIES = 5
_WRITERS = 2
_NO_CHECKPOINT = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)


class LogDamaged(Exception):
    """The table cannot be read and could not be repaired."""


class EventTable:
    """The table in one folder. Reading needs no lock, writing the writers' lock."""

    def __init__(self, where: Path) -> None:
        self.where = where

    def exists(self) -> bool:
        """Tell whether the table was made."""
        return self._commit_file(0).exists() or any(self._log_folder.glob("*.checkpoint.parquet"))

    def create(self) -> None:
        """Make the table unless it is there, and put right what a loss of power may have left half written."""
        if self.exists():
            self._repair()
            return
        self.where.mkdir(parents=True, exist_ok=True)
        DeltaTable.create(
            str(self.where),
            schema=TABLE,
            partition_by=PARTITIONED_BY,
            mode="ignore",
            configuration={"delta.dataSkippingStatsColumns": ",".join(STATISTICS)},
        )
        self._sync_log(0)

    def version(self) -> int:
        """Return the version of the newest commit; -1 when there is no table."""
        return self._open().version() if self.exists() else -1

    def compacted_until(self) -> int:
        """Return the number of the last spool segment whose events are in the table; 0 for none."""
        return (self._open().transaction_version(SPOOL) or 0) if self.exists() else 0

    def files(self) -> list[LogFile]:
        """Return the data files of the newest version, by month, bucket and path."""
        if not self.exists():
            return []
        actions = pa.table(self._open().get_add_actions(flatten=True)).to_pylist()
        files = (log_file(self.where, action) for action in actions)
        return sorted(files, key=lambda file: (file.month, file.bucket, file.relative))

    def write_files(self, parts: Iterable[tuple[str, int, Callable[[], pa.Table]]]) -> list[LogFile]:
        """Write and sync a data file per month, bucket and what makes its rows; none is visible before `commit`.

        The rows are sorted, and made by the threads that write them.
        """
        with ThreadPoolExecutor(_WRITERS) as pool:
            written = list(pool.map(lambda part: write_data_file(self.where, part[0], part[1], part[2]()), parts))
        sync_all(file.path for file in written)
        for folder in sorted({file.path.parent.parent for file in written} | {self.where}):
            sync_folder(folder)
        return written

    def commit(
        self,
        *,
        add: Sequence[LogFile] = (),
        remove: Sequence[LogFile] = (),
        segment: int | None = None,
        changes: bool = True,
    ) -> int:
        """Make new files visible and old ones invisible in one step; return the version, synced to the disk.

        `segment` is remembered with it, so that a segment's events enter once. `changes` is False when the events
        stay the same and only lie otherwise. Tries again when another writer
        of the table came first; raises CommitFailedError when that goes on.
        """
        transactions = None if segment is None else [Transaction(SPOOL, segment)]
        actions: list[AddAction | RemoveAction] = [add_action(file, changes=changes) for file in add]
        actions += [remove_action(file, changes=changes) for file in remove]
        before = self.version()
        for left in reversed(range(_TRIES)):
            try:
                self._open().create_write_transaction(
                    actions,
                    "append",
                    TABLE,
                    PARTITIONED_BY,
                    commit_properties=CommitProperties(app_transactions=transactions),
                    post_commithook_properties=_NO_CHECKPOINT,
                )
                break
            except CommitFailedError:
                if not left or (segment is not None and self.compacted_until() >= segment):
                    raise
                time.sleep(0.05 * (_TRIES - left))
        version = self.version()
        for number in range(before + 1, version + 1):
            self._sync_log(number)
        return version

    def added_since(self, version: int) -> list[LogFile] | None:
        """Return the files with events that commits after `version` added; None when the log no longer tells."""
        names = {file.relative: file for file in self.files()}
        added = []
        for number in range(version + 1, self.version() + 1):
            try:
                lines = self._commit_file(number).read_text().splitlines()
            except FileNotFoundError:
                return None
            actions = (json.loads(line) for line in lines)
            adds = (action["add"] for action in actions if "add" in action)
            added += [add["path"] for add in adds if add["dataChange"]]
        return [names[path] for path in added if path in names]

    def remove_bytes(self, *, older_than_hours: int) -> None:
        """Remove the files that are no longer, or never became, part of the table.

        With 0 hours nothing is left; a reader that is just reading them must begin again.
        """
        if self.exists():
            self._open().vacuum(
                retention_hours=older_than_hours, enforce_retention_duration=False, dry_run=False, full=True
            )
            self._sync_log(self.version())

    def checkpoint(self) -> None:
        """Write a checkpoint, and drop the commits it makes superfluous once they are old."""
        table = self._open()
        table.create_checkpoint()
        sync_all(path for path in self._log_folder.iterdir() if path.is_file())
        table.cleanup_metadata()

    @property
    def _log_folder(self) -> Path:
        return self.where / "_delta_log"

    def _commit_file(self, version: int) -> Path:
        return self._log_folder / f"{version:020d}.json"

    def _sync_log(self, version: int) -> None:
        sync_file(self._commit_file(version))
        sync_folder(self._log_folder)
        if version == 0:
            sync_folder(self.where)
            sync_folder(self.where.parent)

    def _open(self) -> DeltaTable:
        try:
            return DeltaTable(str(self.where))
        except (DeltaError, ValueError) as error:
            raise LogDamaged(f"the event log in {self.where} cannot be read: {error}") from error

    def _repair(self) -> None:
        """Take back a last commit or a checkpoint whose bytes never reached the disk.

        The events of such a commit are still in the spool: segments go only after the commit was synced.
        """
        commits = sorted(self._log_folder.glob("*.json"))
        if len(commits) > 1 and not _is_whole(commits[-1]):
            commits[-1].unlink()
        try:
            self._open()
        except LogDamaged:
            for path in [self._log_folder / "_last_checkpoint", *self._log_folder.glob("*.checkpoint*.parquet")]:
                path.unlink(missing_ok=True)
            self._open()


def _is_whole(commit: Path) -> bool:
    lines = commit.read_text(errors="replace").splitlines()
    try:
        return bool(lines) and all(isinstance(json.loads(line), dict) for line in lines)
    except json.JSONDecodeError:
        return False
