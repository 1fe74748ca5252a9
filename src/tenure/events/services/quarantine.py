"""Filing what was refused: from the log's quarantine files into rows that people can look at."""

import time
from collections.abc import Iterator
from hashlib import md5
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.db import transaction

from tenure.accounts.models import Account
from tenure.events.choices import RefusalReason
from tenure.events.models import QuarantinedEvent
from tenure.events.queries.logs import log_of
from tenure.foundation.models import Workspace

_BATCH = 500
_PAUSE_SECONDS = 0.01
_MOST_OF_A_FILE = 5_000
_COLUMNS = (
    "user_id", "name", "occurred_at", "known_at", "source", "message_id", "import_id", "row_number",
    "count", "seconds", "value", "properties", "reason",
)  # fmt: skip


def file_quarantine(*, workspace: Workspace | int) -> int:
    """Make rows of what compaction refused; return how many are new.

    What an import refused is in the import's error file, whole; here only its conflicts with other events are
    kept, the first 5,000 of a file. Filing twice, or in two processes, makes each row once.
    """
    workspace_id = workspace if isinstance(workspace, int) else workspace.pk
    log = log_of(workspace_id)
    done = log.table.compacted_until()
    filed = 0
    for path in sorted(log.folder.quarantine.glob("*.parquet")):
        if int(path.stem) <= done:
            filed += _file(workspace_id, path)
            path.unlink(missing_ok=True)
    return filed


def _file(workspace_id: int, path: Path) -> int:
    try:
        refused = pq.read_table(path).to_pylist()
    except FileNotFoundError:
        return 0
    kept = [row for row in refused if not row["import_id"] or row["reason"] == RefusalReason.OTHER_CONTENT]
    accounts = {row["account_id"] for row in kept[:_MOST_OF_A_FILE]}
    known = set(Account.objects.filter(workspace_id=workspace_id, pk__in=accounts).values_list("pk", flat=True))
    before = QuarantinedEvent.objects.filter(workspace_id=workspace_id).count()
    for batch in _batches([_row(workspace_id, row, known) for row in kept[:_MOST_OF_A_FILE]]):
        with transaction.atomic():
            QuarantinedEvent.objects.bulk_create(batch, ignore_conflicts=True)
        time.sleep(_PAUSE_SECONDS)
    return QuarantinedEvent.objects.filter(workspace_id=workspace_id).count() - before


def _row(workspace_id: int, row: dict[str, Any], known: set[int]) -> QuarantinedEvent:
    values = {name: row[name] for name in _COLUMNS}
    for name in ("user_id", "name", "source", "message_id", "properties"):
        values[name] = values[name] or ""
    content = [row["account_id"], *(value for name, value in values.items() if name not in _NOT_CONTENT)]
    fingerprint = md5(repr(content).encode(), usedforsecurity=False).hexdigest()
    account = row["account_id"] if row["account_id"] in known else None
    return QuarantinedEvent(workspace_id=workspace_id, account_id=account, fingerprint=fingerprint, **values)


_NOT_CONTENT = frozenset({"import_id", "row_number", "known_at"})


def _batches(rows: list[QuarantinedEvent]) -> Iterator[list[QuarantinedEvent]]:
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH]
