"""What nobody looks at any more goes: finished jobs of the clock after two days, all others after a quarter."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tenure.foundation.choices import FINISHED_STATES, JobState
from tenure.foundation.jobs.registry import JobRun, job, schedule
from tenure.foundation.models import Job

CLOCK_DAYS = 2
OTHER_DAYS = 90


@job("jobs.prune")
def prune(run: JobRun) -> dict[str, Any]:
    """Remove old finished jobs and their queued tasks; failed ones of the clock stay as long as a person's."""
    now = timezone.now()
    clock_edge, edge = now - timedelta(days=CLOCK_DAYS), now - timedelta(days=OTHER_DAYS)
    rows = Job.objects.filter(workspace=run.workspace_id, state__in=FINISHED_STATES)
    gone, _by_model = rows.filter(finished_at__lt=edge).delete()
    of_the_clock = rows.filter(actor=None, state=JobState.DONE, finished_at__lt=clock_edge)
    also_gone, _by_model = of_the_clock.delete()
    tasks, _by_model = DBTaskResult.objects.finished().filter(finished_at__lt=clock_edge).delete()
    return {"jobs": gone + also_gone, "tasks": tasks}


schedule("jobs.prune", "40 2 * * *")
