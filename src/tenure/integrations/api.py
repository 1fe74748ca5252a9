"""The API of the import: upload, follow, correct, undo."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Form, Query, Router, Status
from ninja.errors import HttpError
from ninja.files import UploadedFile

from tenure.foundation.jobs import request_cancel
from tenure.integrations.choices import BatchState, KnownTime
from tenure.integrations.files.mapping import MappingError, load_mapping
from tenure.integrations.files.reading import FileError, load_shape
from tenure.integrations.models import COUNTS, ImportBatch, ImportStep, RejectedRow
from tenure.integrations.queries import faults_of, list_batches, list_rejects
from tenure.integrations.schemas import CorrectionIn, ImportIn, ImportOut, ImportPage, Problem, RejectOut, RejectPage
from tenure.integrations.services.batches import (
    discard_batch,
    set_steps,
    settle_batch,
    start_check,
    start_job,
    start_run,
    upload_file,
)
from tenure.integrations.services.corrections import NotCorrectable, correct_row
from tenure.integrations.services.preparing import NotReady, kinds_of, known_moment, mappings_for, open_question
from tenure.integrations.uploads import MB, TOO_LARGE, upload_limit
from tenure.integrations.wording import error_json, error_text, mapping_json, text_of

router = Router()
PAGE: Any = Query(50, ge=1, le=500)  # type: ignore[type-arg]
TAGS = ["Imports"]
ERRORS: dict[Any, Any] = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 413: Problem, 422: Problem}


@router.post("/imports", response={202: ImportOut, **ERRORS}, operation_id="create_import", tags=TAGS)
def create_import(request: HttpRequest, file: File[UploadedFile], how: Form[ImportIn]) -> Any:
    """Upload a file and begin its import, or its dry run, in the background."""
    actor: Any = request.user
    if not actor.may_write:
        raise PermissionDenied
    if request.META.get(TOO_LARGE):
        raise HttpError(413, f"The file is larger than {upload_limit() // MB} MB.")
    try:
        batch = upload_file(
            actor=actor,
            file_name=file.name or "",
            blocks=file.chunks(),
            options={"date_order": how.date_order} if how.date_order else {},
        )
    except FileError as error:
        raise HttpError(422, error_text(error_json(error))) from error
    try:
        _decide(batch, how)
    except BaseException as error:
        discard_batch(batch=batch, actor=actor)
        if isinstance(error, NotReady):
            raise HttpError(422, str(error)) from error
        if isinstance(error, MappingError):
            raise HttpError(422, error_text(mapping_json(error))) from error
        raise
    if how.dry_run:
        start_check(batch=batch, actor=actor)
    else:
        start_run(batch=batch, actor=actor)
    return Status(202, _give(batch))


def _decide(batch: ImportBatch, how: ImportIn) -> None:
    mapping = load_mapping(how.mapping) if how.mapping.strip() else None
    mappings = mappings_for(load_shape(batch.shape), kinds_of(how.kind), mapping)
    known_at = known_moment(how.known_at) if how.known_at else None
    policy = KnownTime.HISTORY if how.history else KnownTime.DATE if known_at else KnownTime.NOW
    set_steps(
        batch=batch,
        mappings=mappings,
        system=how.system,
        create_missing=how.create_missing,
        known_time=policy,
        known_at=known_at,
    )
    question = open_question(batch)
    if question is not None:
        columns = ", ".join(question.columns)
        why = "fit no one order" if question.none_fits else "can be read in several ways"
        raise HttpError(422, f"Dates in {columns} {why}: give date_order.")


@router.get("/imports", response={200: ImportPage, **ERRORS}, operation_id="list_imports", tags=TAGS)
def get_imports(request: HttpRequest, limit: int = PAGE, cursor: int | None = None) -> Any:
    """List imports, the newest first: one's own, for an administrator all."""
    rows = list_batches(user=request.user)  # type: ignore[arg-type]
    batches = list((rows.filter(pk__lt=cursor) if cursor else rows)[: limit + 1])
    more = batches[limit - 1].pk if len(batches) > limit else None
    return {"data": [_give(batch) for batch in batches[:limit]], "next_cursor": more}


@router.get("/imports/{int:pk}", response={200: ImportOut, **ERRORS}, operation_id="get_import", tags=TAGS)
def get_import(request: HttpRequest, pk: int) -> Any:
    """Get an import: where it stands, or what came of it."""
    return _give(_batch(request, pk))


@router.post("/imports/{int:pk}/run", response={202: ImportOut, **ERRORS}, operation_id="run_import", tags=TAGS)
def run_import(request: HttpRequest, pk: int) -> Any:
    """Begin an import after its dry run, or go on with one that was stopped."""
    batch = _batch(request, pk)
    if not batch.is_runnable or batch.state == BatchState.DRAFT:
        raise HttpError(409, f"An import that is {batch.state} cannot be run.")
    start_run(batch=batch, actor=request.user)  # type: ignore[arg-type]
    return Status(202, _give(batch))


@router.post("/imports/{int:pk}/cancel", response={202: ImportOut, **ERRORS}, operation_id="cancel_import", tags=TAGS)
def cancel_import(request: HttpRequest, pk: int) -> Any:
    """Stop an import; what it had written stays and can be undone."""
    batch = _batch(request, pk)
    if not batch.is_busy or batch.job is None:
        raise HttpError(409, f"An import that is {batch.state} cannot be stopped.")
    request_cancel(job=batch.job, actor=request.user)  # type: ignore[arg-type]
    return Status(202, _give(_batch(request, pk)))


@router.post("/imports/{int:pk}/undo", response={202: ImportOut, **ERRORS}, operation_id="undo_import", tags=TAGS)
def undo_import(request: HttpRequest, pk: int) -> Any:
    """Take an import back in the background."""
    batch = _batch(request, pk)
    if not batch.is_undoable:
        raise HttpError(409, f"An import that is {batch.state} cannot be undone.")
    start_job(batch=batch, actor=request.user, kind="import.undo", state=BatchState.UNDOING)  # type: ignore[arg-type]
    return Status(202, _give(batch))


@router.get("/imports/{int:pk}/rejects", response={200: RejectPage, **ERRORS}, operation_id="list_rejects", tags=TAGS)
def get_rejects(request: HttpRequest, pk: int, limit: int = PAGE, cursor: int | None = None) -> Any:
    """List the rejected rows of an import that are not corrected yet."""
    rows = list_rejects(_batch(request, pk)).order_by("pk")
    rejects = list((rows.filter(pk__gt=cursor) if cursor else rows)[: limit + 1])
    more = rejects[limit - 1].pk if len(rejects) > limit else None
    return {"data": [_give_reject(reject) for reject in rejects[:limit]], "next_cursor": more}


@router.post(
    "/imports/{int:pk}/rejects/{int:reject_id}/correct",
    response={200: RejectOut, 204: None, **ERRORS},
    operation_id="correct_reject",
    tags=TAGS,
)
def correct_reject(request: HttpRequest, pk: int, reject_id: int, body: CorrectionIn) -> Any:
    """Run a rejected row again with corrected cells: 204 if it was imported, 200 with the reasons if not."""
    reject = get_object_or_404(list_rejects(_batch(request, pk)), pk=reject_id)
    try:
        correct_row(reject=reject, cells=body.cells, actor=request.user)  # type: ignore[arg-type]
    except NotCorrectable as error:
        raise HttpError(409, "This import cannot be corrected now.") from error
    return Status(204, None) if reject.corrected_at else Status(200, _give_reject(reject))


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    batch: ImportBatch = get_object_or_404(list_batches(user=request.user), pk=pk)  # type: ignore[arg-type]
    settle_batch(batch=batch)
    return batch


def _give(batch: ImportBatch) -> dict[str, Any]:
    planned = batch.check_result.get("steps") if batch.began_at is None else None
    return {
        "id": batch.pk,
        "file": batch.file_name,
        "state": batch.state,
        "rows": batch.row_count,
        "counts": batch.counts,
        "kinds": [
            {"kind": step.kind, **{name: getattr(step, name) for name in COUNTS}} for step in batch.steps.all()
        ],
        "dry_run": planned,
        "known_time": batch.known_time,
        "share_assumed": batch.assumed_share,
        "seconds": batch.seconds,
        "problem": error_text(batch.problem),
        "notes": [text_of(note) for note in batch.report.get("notes", batch.check_result.get("notes", []))],
        "done": batch.job.done if batch.job and batch.is_busy else 0,
        "total": batch.job.total if batch.job and batch.is_busy else 0,
        "made_at": batch.made_at,
        "made_by": str(batch.made_by) if batch.made_by else None,
        "undone_at": batch.undone_at,
    }


def _give_step(step: ImportStep) -> dict[str, Any]:
    return {"kind": step.kind, **{name: getattr(step, name) for name in COUNTS}}


def _give_reject(reject: RejectedRow) -> dict[str, Any]:
    faults = faults_of(reject)
    return {
        "id": reject.pk,
        "row": reject.row,
        "kind": reject.step.kind,
        "column": "; ".join(dict.fromkeys(column for column, _reason in faults if column)),
        "reason": "; ".join(dict.fromkeys(reason for _column, reason in faults)),
        "cells": reject.cells,
    }
