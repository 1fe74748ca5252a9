"""An import whose worker was killed at every try: it does not stay busy, and who made it is told."""

from django.db import transaction
from django.utils import timezone

from tenure.foundation.models import Job
from tenure.integrations.choices import BatchState
from tenure.integrations.models import ImportBatch
from tenure.integrations.services.batches import settle_batch
from tenure.integrations.services.telling import tell_given_up
from tenure_engine.words import N_

GAVE_UP = N_(
    "The import was given up: the worker was killed %(tries)s times while it ran, for example because memory ran out."
    " What was imported until then is kept: run it again to go on, or undo it."
)


@transaction.atomic
def give_up(row: Job) -> None:
    """End what a job that was given up did to an import, and tell."""
    batch = ImportBatch.objects.filter(pk=row.params.get("batch_id"), job=row).first()
    if batch is None:
        return
    settle_batch(batch=batch)
    if row.kind == "import.run" and batch.state == BatchState.FAILED:
        batch.problem = {"what": {"template": GAVE_UP, "params": {"tries": row.attempts}}}
        batch.finished_at = timezone.now()
        batch.save(update_fields=["problem", "finished_at"])
    tell_given_up(batch=batch, work=row.kind, tries=row.attempts, job_id=row.pk)
