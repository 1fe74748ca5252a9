"""Taking an import back."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from tenure.accounts.services.records import undo_import
from tenure.foundation.models import User
from tenure.integrations.choices import BatchState
from tenure.integrations.files import storage
from tenure.integrations.models import ImportBatch
from tenure.integrations.services.applying.results import problem_of_record
from tenure.integrations.services.targets import EVENTS

KEPT_SHOWN = 100


def undo_batch(*, batch: ImportBatch, actor: User | None) -> dict[str, Any]:
    """Remove what an import made and restore what it changed; return counts and what had to be kept.

    Doing it again changes nothing, so an undo that was killed is simply done again.
    """
    events = 0
    if batch.steps.filter(kind=EVENTS).exists():
        from tenure.integrations.services.applying.events import remove_events

        events = remove_events(batch)
    with transaction.atomic():
        report = undo_import(workspace=batch.workspace, import_id=batch.pk, actor=actor)
        kept = [problem_of_record(problem, {}) for problem in report.kept]
        batch.report = {
            **batch.report,
            "undo": {
                "removed": report.removed,
                "restored": report.restored,
                "events": events,
                "kept_count": len(kept),
                "kept": kept[:KEPT_SHOWN],
            },
        }
        stored, batch.stored_as = batch.stored_as, ""
        batch.state, batch.undone_at, batch.undone_by = BatchState.UNDONE, timezone.now(), actor
        batch.save(update_fields=["report", "state", "undone_at", "undone_by", "stored_as"])
        transaction.on_commit(lambda: storage.drop(stored))
    return dict(batch.report["undo"])
