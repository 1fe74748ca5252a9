"""Old finished jobs go; what waits, runs, failed or was started by a person stays."""

from datetime import timedelta

from django.utils import timezone

from tenure.foundation.choices import JobState
from tenure.foundation.jobs import run_now
from tenure.foundation.models import Job
from tenure.ui.registry import load_rooms


def test_only_what_nobody_looks_at_any_more_goes(cast):
    load_rooms()

    def made(days, state=JobState.DONE, actor=None):
        ended = timezone.now() - timedelta(days=days) if state != JobState.WAITING else None
        row = {"workspace": cast.workspace, "kind": "events.compact", "actor": actor, "state": state}
        return Job.objects.create(**row, finished_at=ended).pk

    gone = [made(3), made(100, actor=cast.alice), made(100, JobState.FAILED)]
    kept = [
        made(1),
        made(3, actor=cast.alice),
        made(3, JobState.FAILED),
        made(300, JobState.WAITING),
    ]
    row = run_now(Job.objects.create(workspace=cast.workspace, kind="jobs.prune"))
    assert row.result["jobs"] == len(gone)
    assert set(Job.objects.exclude(pk=row.pk).values_list("pk", flat=True)) == set(kept)
