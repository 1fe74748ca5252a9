"""Background work of the portfolio: changes of very many accounts."""

from typing import Any

from tenure.foundation.jobs import JobRun, job
from tenure.foundation.models import User
from tenure.web.models import BulkChange
from tenure.web.services.bulk import run_bulk, undo_bulk


@job("portfolio.change")
def change_many(run: JobRun, *, change: int) -> dict[str, Any]:
    """Do a planned change; begun again after a crash it goes on."""
    row = BulkChange.objects.select_related("actor").get(pk=change)
    done = run_bulk(change=row, progress=run.progress)
    return {"changed": done.changed, "skipped": done.skipped}


@job("portfolio.undo")
def undo_many(run: JobRun, *, change: int) -> dict[str, Any]:
    """Take a change back."""
    row = BulkChange.objects.select_related("actor").get(pk=change)
    if row.undone_at is not None:
        return {"changed": 0}
    actor = User.objects.get(pk=run.actor_id)
    return {"changed": undo_bulk(actor=actor, change=row, progress=run.progress)}
