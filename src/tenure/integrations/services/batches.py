"""Making, describing and dropping imports."""

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from tenure.foundation.jobs import enqueue
from tenure.foundation.models import Job, User, Workspace
from tenure.foundation.services import record_activity
from tenure.integrations.choices import BatchState, KnownTime
from tenure.integrations.files import storage
from tenure.integrations.files.error_columns import without_added
from tenure.integrations.files.mapping import Mapping, Proposal, dump_mapping, propose
from tenure.integrations.files.reading import FileShape, ReadOptions, dump_shape, load_shape, sniff
from tenure.integrations.models import ImportBatch, ImportStep
from tenure.integrations.services.targets import fields_by_kind, list_targets

OPTIONS = ("format", "encoding", "delimiter", "sheet", "header_row", "date_order", "decimal")


def read_options(name: str, options: AnyMapping[str, Any]) -> ReadOptions:
    """Return what a person decided about a file, from its JSON."""
    return ReadOptions(name=name, **{key: options[key] for key in OPTIONS if options.get(key) is not None})


def upload_file(
    *, actor: User, file_name: str, blocks: Any, options: AnyMapping[str, Any] | None = None
) -> ImportBatch:
    """Store an uploaded file and look at it. Raises FileError; then nothing of the file stays."""
    stored_as, sha256, size = storage.keep(blocks)
    try:
        shape = sniff(storage.path_of(stored_as), read_options(file_name, options or {}))
        return _make(actor.workspace, actor, file_name, shape, (stored_as, sha256, size), options or {})
    except BaseException:
        storage.drop(stored_as)
        raise


def open_file(
    *,
    workspace: Workspace,
    path: Path,
    options: AnyMapping[str, Any] | None = None,
    actor: User | None = None,
    shape: FileShape | None = None,
) -> ImportBatch:
    """Begin the import of a file that stays where it is. Raises FileError."""
    found = shape or sniff(path, read_options(path.name, options or {}))
    sha256, size = storage.digest_of(path)
    return _make(workspace, actor, path.name, found, ("", sha256, size), options or {})


@transaction.atomic
def _make(
    workspace: Workspace,
    actor: User | None,
    file_name: str,
    shape: FileShape,
    stored: tuple[str, str, int],
    options: AnyMapping[str, Any],
) -> ImportBatch:
    stored_as, sha256, size = stored
    return ImportBatch.objects.create(
        workspace=workspace,
        made_by=actor,
        file_name=file_name[:300],
        stored_as=stored_as,
        sha256=sha256,
        size_bytes=size,
        shape=dump_shape(shape),
        options=dict(options),
        row_count=shape.row_count + shape.bad_count,
    )


def look_again(*, batch: ImportBatch, options: AnyMapping[str, Any]) -> None:
    """Look at a stored file with what the person has now said about it. Raises FileError; then nothing changes."""
    merged = {**batch.options, **options}
    shape = sniff(storage.path_of(batch.stored_as), read_options(batch.file_name, merged))
    batch.options, batch.shape, batch.row_count = merged, dump_shape(shape), shape.row_count + shape.bad_count
    batch.save(update_fields=["options", "shape", "row_count"])


def propose_for(batch: ImportBatch, kind: str | None = None) -> Proposal:
    """Return how a file could be understood."""
    return propose(without_added(load_shape(batch.shape)), fields_by_kind(), kind)


@transaction.atomic
def set_steps(
    *,
    batch: ImportBatch,
    mappings: Sequence[Mapping],
    presets: Sequence[str] = (),
    system: str = "",
    create_missing: bool = False,
    known_time: KnownTime = KnownTime.NOW,
    known_at: datetime | None = None,
) -> None:
    """Decide what a file is imported as, and how. Only before its first run."""
    if batch.began_at is not None:
        raise ValueError("this import has begun already")
    order = [target.name for target in list_targets()]
    named = dict(zip([mapping.kind for mapping in mappings], presets, strict=False))
    batch.steps.all().delete()
    for position, mapping in enumerate(sorted(mappings, key=lambda entry: order.index(entry.kind))):
        ImportStep.objects.create(
            batch=batch,
            position=position,
            kind=mapping.kind,
            mapping=dump_mapping(mapping),
            preset=named.get(mapping.kind, "")[:80],
        )
    batch.system, batch.create_missing = system, create_missing
    batch.known_time = known_time
    batch.known_at = known_at if known_time == KnownTime.DATE else None
    batch.check_result, batch.state = {}, BatchState.DRAFT
    batch.save()


@transaction.atomic
def start_job(*, batch: ImportBatch, actor: User, kind: str, state: BatchState) -> Job:
    """Queue a job for an import and let it show that it is busy."""
    batch.job = enqueue(kind, actor=actor, params={"batch_id": batch.pk})
    batch.state = state
    batch.save(update_fields=["job", "state"])
    return batch.job


def start_check(*, batch: ImportBatch, actor: User) -> Job:
    """Begin the dry run in the background."""
    return start_job(batch=batch, actor=actor, kind="import.check", state=BatchState.CHECKING)


def start_run(*, batch: ImportBatch, actor: User) -> Job:
    """Begin the import in the background, or go on with one that was stopped."""
    return start_job(batch=batch, actor=actor, kind="import.run", state=BatchState.RUNNING)


@transaction.atomic
def discard_batch(*, batch: ImportBatch, actor: User) -> None:
    """Drop a file that was never imported, with everything decided about it."""
    if batch.began_at is not None:
        raise ValueError("this import has begun; undo it instead")
    record_activity(actor=actor, workspace=batch.workspace, verb="import.discarded", data={"file": batch.file_name})
    stored = batch.stored_as
    batch.delete()
    transaction.on_commit(lambda: storage.drop(stored))


def settle_batch(*, batch: ImportBatch) -> None:
    """Let an import whose job ended without it (cancelled while waiting, given up after a crash) not stay busy."""
    if not batch.is_busy or (batch.job is not None and not batch.job.is_finished):
        return
    if batch.job is None and batch.state == BatchState.RUNNING:
        return  # the command line runs it
    done = batch.steps.exists() and not batch.steps.filter(is_finished=False).exists()
    after = {
        BatchState.CHECKING: BatchState.DRAFT,
        BatchState.RUNNING: BatchState.FAILED if batch.began_at else BatchState.CHECKED,
        BatchState.UNDOING: BatchState.DONE if done else BatchState.CANCELLED,
    }
    ImportBatch.objects.filter(pk=batch.pk, state=batch.state).update(state=after[BatchState(batch.state)])
    batch.refresh_from_db()
