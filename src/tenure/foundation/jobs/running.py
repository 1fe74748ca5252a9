"""Starting, running and stopping a job."""

import threading
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.db import OperationalError, connections, transaction
from django.utils import timezone
from django_tasks import task

from tenure.foundation.choices import FINISHED_STATES, JobState
from tenure.foundation.jobs.registry import job_kinds
from tenure.foundation.models import Job, User, Workspace

SAY_EVERY_SECONDS = 0.5


class JobCancelled(Exception):
    """A person asked for the job to stop."""


class LiveRun:
    """A `JobRun` whose progress is written to the job's row, at most twice a second."""

    def __init__(self, row: Job) -> None:
        self.job_id = row.pk
        self.workspace_id = row.workspace_id
        self.actor_id = row.actor_id
        self._said_at = 0.0

    def progress(self, done: int, total: int, message: str = "") -> None:
        now = time.monotonic()
        if now - self._said_at < SAY_EVERY_SECONDS and done < total:
            return
        self._said_at = now
        rows = Job.objects.filter(pk=self.job_id)
        rows.update(done=done, total=total, message=message[:300], beat_at=timezone.now())
        if rows.filter(cancel_requested_at__isnull=False).exists():
            raise JobCancelled


@transaction.atomic
def enqueue(
    kind: str,
    *,
    actor: User | None,
    params: Mapping[str, Any] | None = None,
    workspace: Workspace | None = None,
) -> Job:
    """Make a job and queue it; it starts after the caller's transaction has committed.

    Raises KeyError for an unknown kind and ValueError without actor and workspace.
    """
    job_kinds()[kind]
    owner = workspace or (actor.workspace if actor else None)
    if owner is None:
        raise ValueError("a job needs a workspace or an actor who has one")
    row = Job.objects.create(workspace=owner, actor=actor, kind=kind, params=dict(params or {}))
    result = run_job.enqueue(row.pk)
    row.task_id = str(result.id)
    row.save(update_fields=["task_id"])
    return row


def run_now(row: Job) -> Job:
    """Run a job in this process (the CLI does), and return its finished row."""
    _run(row)
    row.refresh_from_db()
    return row


@task()
def run_job(job_id: int) -> None:
    """Run a queued job within the worker."""
    row = Job.objects.filter(pk=job_id).first()
    if row is not None and row.state not in FINISHED_STATES:
        _run(row)


def request_cancel(*, job: Job, actor: User) -> None:
    """Ask a job to stop; one that waits is cancelled at once."""
    now = timezone.now()
    Job.objects.filter(pk=job.pk, cancel_requested_at__isnull=True).update(cancel_requested_at=now)
    Job.objects.filter(pk=job.pk, state=JobState.WAITING).update(state=JobState.CANCELLED, finished_at=now)


def _run(row: Job) -> None:
    Job.objects.filter(pk=row.pk).update(
        state=JobState.RUNNING, attempts=row.attempts + 1, beat_at=timezone.now(), error=""
    )
    try:
        with _heartbeat(row.pk), timezone.override(row.workspace.zone):
            result = job_kinds()[row.kind](LiveRun(row), **row.params)
        outcome: dict[str, Any] = {"state": JobState.DONE, "result": result or {}}
    except JobCancelled:
        outcome = {"state": JobState.CANCELLED}
    except Exception as error:
        outcome = {
            "state": JobState.FAILED,
            "message": str(error)[:300],
            "error": traceback.format_exc(limit=-8),
        }
    Job.objects.filter(pk=row.pk).update(finished_at=timezone.now(), **outcome)


@contextmanager
def _heartbeat(job_id: int) -> Iterator[None]:
    """Beat in a thread of its own, so that a long computation does not look dead."""
    stop = threading.Event()
    pause = max(1.0, settings.JOB_STALE_SECONDS / 6)

    def beat() -> None:
        try:
            while not stop.wait(pause):
                with suppress(OperationalError):  # a busy database is no reason to look dead: the next beat comes
                    Job.objects.filter(pk=job_id).update(beat_at=timezone.now())
        finally:
            connections.close_all()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)
