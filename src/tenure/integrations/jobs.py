"""Imports in the background. Each of these may be begun again after a crash: nothing is counted or written twice."""

import shutil
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from tenure.foundation.jobs import JobRun, job, schedule
from tenure.integrations.choices import RUNNABLE_STATES, BatchState
from tenure.integrations.files import storage
from tenure.integrations.files.mapping import MappingError
from tenure.integrations.files.reading import FileError
from tenure.integrations.models import ImportBatch
from tenure.integrations.services.giving_up import give_up
from tenure.integrations.services.running import run_batch, try_batch
from tenure.integrations.services.undo import undo_batch
from tenure.integrations.wording import error_json, mapping_json

KEEP_DAYS = 14
TRIAL_SECONDS = 86_400


@job("import.run", given_up=give_up)
def run_import(run: JobRun, *, batch_id: int) -> dict[str, Any]:
    """Bring a file in, or go on where a run that was killed or stopped left off."""
    batch = ImportBatch.objects.get(pk=batch_id)
    try:
        run_batch(batch=batch, actor=batch.made_by, progress=run.progress)
    except FileError as error:
        return {"batch": batch_id, "error": str(error)}
    return {"batch": batch_id, "counts": batch.counts}


@job("import.check", given_up=give_up)
def check_import(run: JobRun, *, batch_id: int) -> dict[str, Any]:
    """Do everything that an import does, keep nothing of it, and say what it would do."""
    batch = ImportBatch.objects.get(pk=batch_id)
    problem: dict[str, Any] = {}
    state = BatchState.DRAFT
    try:
        batch.check_result = try_batch(batch=batch, actor=batch.made_by, progress=run.progress)
        state = BatchState.CHECKED
    except FileError as error:
        problem = error_json(error)
    except MappingError as error:
        problem = mapping_json(error)
    finally:
        # a check that was stopped or broke off leaves the file as it was: to be mapped
        batch.state, batch.problem = state, problem
        batch.save(update_fields=["check_result", "state", "problem"])
    return {"batch": batch_id}


@job("import.undo", given_up=give_up)
def undo_import(run: JobRun, *, batch_id: int) -> dict[str, Any]:
    """Take an import back."""
    batch = ImportBatch.objects.get(pk=batch_id)
    undone = undo_batch(batch=batch, actor=batch.job.actor if batch.job else None, progress=run.progress)
    return {"batch": batch_id, "removed": undone["removed"], "restored": undone["restored"]}


@job("import.clean")
def clean_up(run: JobRun) -> dict[str, Any]:
    """Remove uploaded files that nobody imported within two weeks, and what killed processes left behind."""
    old = timezone.now() - timedelta(days=KEEP_DAYS)
    stale = ImportBatch.objects.filter(state__in=RUNNABLE_STATES, made_at__lt=old).exclude(stored_as="")
    dropped = 0
    for batch in stale:
        storage.drop(batch.stored_as)
        ImportBatch.objects.filter(pk=batch.pk).update(stored_as="")
        dropped += 1
    return {"files": dropped + _drop_unknown() + _drop_trials()}


def _drop_unknown() -> int:
    known = set(ImportBatch.objects.exclude(stored_as="").values_list("stored_as", flat=True))
    gone = [path for path in storage.folder().iterdir() if path.name not in known and _is_old(path)]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _drop_trials() -> int:
    gone = [path for path in Path(settings.TENURE_HOME).glob("trial-*") if _is_old(path)]
    for path in gone:
        shutil.rmtree(path, ignore_errors=True)
    return len(gone)


def _is_old(path: Path) -> bool:
    return time.time() - path.stat().st_mtime > TRIAL_SECONDS


schedule("import.clean", "17 3 * * *")
