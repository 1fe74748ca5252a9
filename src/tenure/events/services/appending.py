"""Bringing events into the log."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.utils import timezone

from tenure.accounts.models import Account
from tenure.events.log.columns import DRAFT, TIME
from tenure.events.queries.logs import log_of
from tenure.events.services.quarantine import file_quarantine
from tenure.events.services.results import AppendResult, refused_events
from tenure.foundation.models import Workspace

Batch: TypeAlias = pa.Table | Mapping[str, Any]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Common:
    """What all events of an import share where their rows do not say."""

    source: str
    import_id: int
    known_at: datetime
    is_assumed: bool
    accounts: pa.Array


def append_events(
    *,
    workspace: Workspace | int,
    events: Batch | Iterable[Batch],
    source: str = "file",
    import_id: int = 0,
    known_at: datetime | None = None,
    is_assumed: bool = False,
    progress: Progress | None = None,
) -> AppendResult:
    """Bring events into the log, durably, and return what came of them.

    `events` is one batch of columns or several: account_id (of the record), name, occurred_at, message_id, and
    where known user_id, known_at, is_assumed, source, count, seconds, value, properties (JSON text), row_number.
    Times are aware datetimes, or Arrow or NumPy times in UTC. `source`, `known_at` (now) and `is_assumed` hold
    where a batch has no such column. The same message id of the same source with the same content is unchanged;
    with other content it is rejected. Nothing enters unless all batches could be read.

    Safe to repeat: an import that was interrupted gives the same result when it is run again with its
    `import_id`. Raises ValueError for a column that is unknown, missing or of the wrong type; LogBusy when
    another writer works for more than ten minutes.
    """
    log = log_of(workspace)
    common = _common(workspace, source, import_id, known_at, is_assumed)
    with log.stage() as staged:
        for table in _tables(events, common):
            staged.add(table)
        done = staged.finish(progress=progress) if progress else staged.finish()
    file_quarantine(workspace=workspace)
    return AppendResult(done.created, done.unchanged, refused_events(done.refused))


def check_events(
    *,
    workspace: Workspace | int,
    events: Batch | Iterable[Batch],
    source: str = "file",
    known_at: datetime | None = None,
) -> AppendResult:
    """Return what `append_events` would come to, without keeping anything: the dry run of an import."""
    common = _common(workspace, source, 0, known_at, False)
    tables = list(_tables(events, common))
    if not tables:
        return AppendResult(0, 0, ())
    sifted = log_of(workspace).check(pa.concat_tables(tables))
    return AppendResult(len(sifted.new), sifted.unchanged, refused_events(sifted.refused))


def _common(
    workspace: Workspace | int, source: str, import_id: int, known_at: datetime | None, is_assumed: bool
) -> _Common:
    number = workspace if isinstance(workspace, int) else workspace.pk
    accounts = list(Account.objects.filter(workspace_id=number).values_list("pk", flat=True))
    return _Common(source, import_id, known_at or timezone.now(), is_assumed, pa.array(accounts, pa.int64()))


def _tables(events: Batch | Iterable[Batch], common: _Common) -> Iterator[pa.Table]:
    batches: Iterable[Batch] = [events] if isinstance(events, pa.Table | Mapping) else events
    rows = 0
    for batch in batches:
        table = batch if isinstance(batch, pa.Table) else _table(batch)
        yield _complete(table, common, rows)
        rows += len(table)


def _table(batch: Mapping[str, Any]) -> pa.Table:
    """Return columns of Python or NumPy values as a table; raises ValueError naming the column that is wrong."""
    columns = {}
    for name, values in batch.items():
        wanted = DRAFT.field(name).type if name in DRAFT.names else None
        plain = isinstance(values, np.ndarray | pa.Array | pa.ChunkedArray)
        try:
            columns[name] = pa.array(values) if plain else pa.array(values, wanted)
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError) as error:
            raise ValueError(f"the column {name} is not {wanted}: {error}") from error
    return pa.table(columns)


def _complete(table: pa.Table, common: _Common, rows_before: int) -> pa.Table:
    """Add what all rows share, number them, and take away accounts that are not of the workspace."""
    size = len(table)
    shared = {
        "source": pa.scalar(common.source, pa.string()),
        "known_at": pa.scalar(common.known_at, TIME),
        "is_assumed": pa.scalar(common.is_assumed),
    }
    for name, value in shared.items():
        if name not in table.column_names:
            table = table.append_column(name, pa.repeat(value, size))
    if "import_id" not in table.column_names:
        table = table.append_column("import_id", pa.repeat(pa.scalar(common.import_id, pa.int64()), size))
    if "row_number" not in table.column_names:
        numbers = np.arange(rows_before + 1, rows_before + size + 1)
        table = table.append_column("row_number", pa.array(numbers, pa.int64()))
    return _only_known_accounts(table, common.accounts)


def _only_known_accounts(table: pa.Table, accounts: pa.Array) -> pa.Table:
    at = table.schema.get_field_index("account_id")
    if at < 0:
        raise ValueError("the column account_id is missing")
    given = table.column(at).cast(pa.int64())
    known = pc.is_in(given, value_set=accounts)
    kept = pc.if_else(known, given, pa.scalar(None, pa.int64()))
    return table.set_column(at, "account_id", kept)
