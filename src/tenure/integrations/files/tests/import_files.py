"""Bringing files in without pages or command line, and looking at everything that is there."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tenure.accounts.kinds import list_kinds
from tenure.accounts.models import AccountOwner, ExternalId, RecordVersion
from tenure.events.queries import log_of
from tenure.foundation.models import User, Workspace
from tenure.integrations.choices import KnownTime
from tenure.integrations.files.mapping import Mapping
from tenure.integrations.files.reading import load_shape
from tenure.integrations.models import ImportBatch
from tenure.integrations.queries import faults_of, list_rejects
from tenure.integrations.services.batches import open_file, set_steps, upload_file
from tenure.integrations.services.preparing import kinds_of, mappings_for
from tenure.integrations.services.running import run_batch

ACCOUNTS = "account_id,name,industry,signed_on\nA1,Acme,Retail,2024-01-05\nA2,Birch,Health,2024-02-10\n"
CONTRACTS = (
    "line_id,account_id,product,start_date,end_date,mrr,quantity,currency\n"
    "L1,A1,Pro,2024-01-05,2025-01-05,100,5,USD\n"
    "L2,A2,Basic,2024-02-10,,50,2,USD\n"
)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def csv_text(rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def silent(done: int, total: int, message: str) -> None:
    """Hear of no progress."""


def prepared(
    workspace: Workspace,
    path: Path,
    kinds: str,
    *,
    actor: User | None = None,
    mapping: Mapping | None = None,
    stored: bool = False,
    options: dict[str, Any] | None = None,
    **decided: Any,
) -> ImportBatch:
    """A batch that is ready to run."""
    if stored:
        assert actor is not None
        with path.open("rb") as handle:
            batch = upload_file(actor=actor, file_name=path.name, blocks=[handle.read()], options=options)
    else:
        batch = open_file(workspace=workspace, path=path, options=options, actor=actor)
    mappings = mappings_for(load_shape(batch.shape), kinds_of(kinds), mapping)
    decided.setdefault("known_time", KnownTime.NOW)
    set_steps(batch=batch, mappings=mappings, **decided)
    return batch


def bring(workspace: Workspace, path: Path, kinds: str, **how: Any) -> ImportBatch:
    """Import a file in this process."""
    actor = how.get("actor")
    batch = prepared(workspace, path, kinds, **how)
    run_batch(batch=batch, actor=actor, progress=silent, path=None if batch.stored_as else path)
    batch.refresh_from_db()
    return batch


def reasons(batch: ImportBatch) -> list[tuple[int, str, str]]:
    """(row, column, reason) of every rejected row."""
    return [(reject.row, column, reason) for reject in list_rejects(batch) for column, reason in faults_of(reject)]


def everything(workspace: Workspace) -> dict[str, Any]:
    """All records, versions, ids, owners and events, in a form that can be compared."""
    state: dict[str, Any] = {}
    for kind in list_kinds():
        rows = kind.model._default_manager.filter(workspace=workspace).order_by("pk")
        state[kind.name] = list(rows.values())
    versions = RecordVersion.objects.filter(workspace=workspace).order_by("pk")
    state["versions"] = list(versions.values("kind", "record_id", "account_id", "known_at", "is_assumed", "data"))
    state["ids"] = list(ExternalId.objects.order_by("pk").values("kind", "system", "value", "record_id"))
    state["owners"] = list(AccountOwner.objects.order_by("pk").values("account_id", "user_id", "role"))
    state["events"] = events(workspace)
    return state


def events(workspace: Workspace) -> list[tuple[Any, ...]]:
    """Account, day, count and seconds of every row of the rollup."""
    days = log_of(workspace).rollup().user_days
    columns = (days.account, days.day, days.count, days.seconds)
    return sorted(zip(*[column.tolist() for column in columns], strict=True))
