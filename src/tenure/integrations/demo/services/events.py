"""The demo's usage events, through the same service as every import."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from tenure.accounts.queries.external import resolve_external
from tenure.events.models import EventKind
from tenure.events.services import append_events, delete_import, describe_kind
from tenure.foundation.models import User
from tenure.integrations.demo.queries import SYSTEM
from tenure.integrations.demo.services.records import DemoRejected
from tenure.integrations.demo.types import DemoCompany
from tenure.integrations.models import ImportBatch

_ROWS = 131_072


def load_events(*, batch: ImportBatch, company: DemoCompany) -> int:
    """Bring all events into the log, each with its own known time, and return their number."""
    ids = resolve_external(
        workspace_id=batch.workspace_id, kind="accounts", values=company.events.accounts, system=SYSTEM
    )
    accounts = np.array([ids[name] for name in company.events.accounts], np.int64)
    result = append_events(
        workspace=batch.workspace_id,
        events=_batches(company, accounts),
        source=SYSTEM,
        import_id=batch.pk,
    )
    if result.rejected:
        raise DemoRejected(f"events: {result.rejected[0].text} ({len(result.rejected)} in all)")
    return result.created + result.unchanged


def _batches(company: DemoCompany, accounts: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> Iterator[pa.Table]:
    events = company.events
    for start in range(0, len(events), _ROWS):
        stop = min(start + _ROWS, len(events))
        table = events.to_table(start, stop).rename_columns({"event_id": "message_id"})
        place = table.schema.get_field_index("account_id")
        yield table.set_column(place, "account_id", pa.array(accounts[events.account[start:stop]]))


def describe_kinds(*, company: DemoCompany, actor: User) -> None:
    """Write in the catalogue what each kind of event means."""
    for name, text in company.event_texts.items():
        describe_kind(actor=actor, name=name, description=text)


def remove_events(*, batch: ImportBatch) -> int:
    """Take the events out of every file of the log, and the descriptions that the demo brought."""
    erased = delete_import(workspace=batch.workspace_id, import_id=batch.pk)
    brought = EventKind.objects.filter(workspace=batch.workspace, described_by__in=batch.options.get("users", []))
    brought.filter(name__in=batch.options.get("event_names", [])).delete()
    return erased.events
