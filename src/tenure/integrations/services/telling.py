"""Whom an import concerns is told how it ended."""

from tenure.integrations.choices import BatchState
from tenure.integrations.models import ImportBatch
from tenure.notices.services import notify

FINISHED, FAILED = "import-finished", "import-failed"
KINDS = {BatchState.DONE: FINISHED, BatchState.FAILED: FAILED}


def tell_ended(batch: ImportBatch) -> None:
    """Tell who made an import that it is finished or has failed; one that they stopped themselves is not told."""
    kind = KINDS.get(BatchState(batch.state))
    if kind is None or batch.made_by is None or batch.finished_at is None:
        return
    data = {"batch": batch.pk, "file": batch.file_name, "counts": batch.counts}
    notify(person=batch.made_by, kind=kind, key=f"{kind}:{batch.pk}:{batch.finished_at.isoformat()}", data=data)


def tell_given_up(*, batch: ImportBatch, work: str, tries: int, job_id: int) -> None:
    """Tell who made an import that its run, its dry run or its undoing ("import.run" and so on) was given up."""
    if batch.made_by is None:
        return
    data = {"batch": batch.pk, "file": batch.file_name, "given_up": work, "tries": tries}
    notify(person=batch.made_by, kind=FAILED, key=f"{FAILED}:{batch.pk}:job:{job_id}", data=data)
