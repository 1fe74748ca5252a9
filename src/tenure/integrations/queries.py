"""Reads of the import."""

from collections.abc import Iterator

from django.db.models import QuerySet

from tenure.foundation.models import User
from tenure.integrations.files.error_file import Rejected
from tenure.integrations.models import ImportBatch, RejectedRow, SavedMapping
from tenure.integrations.wording import text_of


def list_batches(*, user: User) -> QuerySet[ImportBatch]:
    """Return the imports a person may see, newest first."""
    rows: QuerySet[ImportBatch] = ImportBatch.objects.visible_to(user)
    return rows.select_related("made_by", "undone_by", "job").prefetch_related("steps")


def list_rejects(batch: ImportBatch) -> QuerySet[RejectedRow]:
    """Return the rows of an import that were rejected and are not corrected yet, in the order of the file."""
    rows = RejectedRow.objects.filter(step__batch=batch, corrected_at__isnull=True)
    return rows.select_related("step").order_by("row", "step__position")


def faults_of(reject: RejectedRow) -> list[tuple[str, str]]:
    """Return (column, reason) of each fault of a row, in the current language."""
    return [(str(problem.get("column", "")), text_of(problem)) for problem in reject.problems]


def rejected_rows(batch: ImportBatch) -> Iterator[Rejected]:
    """Yield the rejected rows of an import as an error file takes them."""
    for reject in list_rejects(batch).iterator(1000):
        yield Rejected(reject.row, reject.cells, faults_of(reject))


def find_same_file(batch: ImportBatch) -> ImportBatch | None:
    """Return the latest earlier import of the very same file by the same person, or None."""
    rows = ImportBatch.objects.filter(
        workspace=batch.workspace_id, sha256=batch.sha256, pk__lt=batch.pk, began_at__isnull=False
    )
    found: ImportBatch | None = rows.filter(made_by=batch.made_by, undone_at__isnull=True).first()
    return found


def list_mappings(*, user: User) -> QuerySet[SavedMapping]:
    """Return the mappings of the workspace that a person may use."""
    rows: QuerySet[SavedMapping] = SavedMapping.objects.visible_to(user)
    return rows if user.may_write else rows.none()
