"""The reaper: a job whose worker died is queued again, or failed after its last attempt; never lost."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tenure.foundation.choices import FINISHED_STATES, JobState
from tenure.foundation.jobs.registry import when_given_up
from tenure.foundation.jobs.running import run_job
from tenure.foundation.models import Job

logger = logging.getLogger(__name__)
DIED = "the worker died while it ran this job, {attempts} times in a row"


def reap() -> int:
    """Find running jobs without a heartbeat; return how many were queued again or failed."""
    stale = timezone.now() - timedelta(seconds=settings.JOB_STALE_SECONDS)
    reaped = 0
    for row in Job.objects.filter(state=JobState.RUNNING, beat_at__lt=stale):
        # compare and set: of several workers only one reaps a job
        mine = Job.objects.filter(pk=row.pk, state=JobState.RUNNING, beat_at=row.beat_at)
        reaped += _fail(row, mine) if row.attempts >= settings.JOB_MAX_ATTEMPTS else _again(row, mine)
    return reaped + _adopt_lost()


def _again(row: Job, mine: "object") -> int:
    if not mine.update(state=JobState.WAITING, beat_at=None):  # type: ignore[attr-defined]
        return 0
    DBTaskResult.objects.filter(pk=row.task_id).update(status=TaskResultStatus.READY)
    return 1


@transaction.atomic
def _fail(row: Job, mine: "object") -> int:
    text = DIED.format(attempts=row.attempts)
    changed = mine.update(  # type: ignore[attr-defined]
        state=JobState.FAILED, finished_at=timezone.now(), message=text, error=text
    )
    if changed:
        DBTaskResult.objects.filter(pk=row.task_id).update(
            status=TaskResultStatus.FAILED, finished_at=timezone.now(), traceback=text
        )
        _tell(row)
    return int(changed)


def _tell(row: Job) -> None:
    """Let the job's domain say that it was given up; a fault of that must not keep the job from ending."""
    told = when_given_up(row.kind)
    if told is None:
        return
    try:
        with transaction.atomic():
            told(row)
    except Exception:
        logger.exception("that job %s was given up could not be told", row.pk)


def _adopt_lost() -> int:
    """Queue again what waits without a queued task: a worker may die between claiming a task and starting its job."""
    stale = timezone.now() - timedelta(seconds=settings.JOB_STALE_SECONDS)
    alive = DBTaskResult.objects.filter(status=TaskResultStatus.READY).values("pk")
    lost = Job.objects.filter(state=JobState.WAITING, created_at__lt=stale).exclude(task_id="")
    adopted = 0
    waiting = {str(pk) for pk in alive.values_list("pk", flat=True)}
    for row in lost:
        if row.task_id in waiting or row.state in FINISHED_STATES:
            continue
        started = DBTaskResult.objects.filter(pk=row.task_id, started_at__gte=stale).exists()
        if not started:
            result = run_job.enqueue(row.pk)
            adopted += Job.objects.filter(pk=row.pk, task_id=row.task_id).update(task_id=str(result.id))
    return adopted
