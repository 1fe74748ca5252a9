"""Long work says how far it is, can be stopped, and fails with its reason."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tenure.foundation.jobs import enqueue, job, request_cancel, run_now
from tenure.foundation.jobs.clock import fire_due
from tenure.foundation.jobs.reaper import reap
from tenure.foundation.jobs.registry import _schedules
from tenure.foundation.jobs.running import run_job
from tenure.foundation.models import Job, Schedule


@job("test.count")
def count(run, *, to: int, stop_at: int = 0):
    for number in range(to):
        if number == stop_at and stop_at:
            request_cancel(job=Job.objects.get(pk=run.job_id), actor=None)
        run._said_at = 0
        run.progress(number, to, f"{number} of {to}")
    return {"counted": to}


@job("test.break")
def break_down(run):
    raise RuntimeError("the disk is full")


def test_a_job_runs_and_keeps_its_result(cast):
    row = run_now(enqueue("test.count", actor=cast.alice, params={"to": 3}))
    assert (row.state, row.result, row.done, row.total, row.attempts) == ("done", {"counted": 3}, 2, 3, 1)
    assert row.finished_at


def test_a_failed_job_says_why(cast):
    row = run_now(enqueue("test.break", actor=cast.alice))
    assert (row.state, row.message) == ("failed", "the disk is full")
    assert "RuntimeError" in row.error


def test_a_running_job_stops_when_asked(cast):
    row = run_now(enqueue("test.count", actor=cast.alice, params={"to": 9, "stop_at": 4}))
    assert (row.state, row.done) == ("cancelled", 4)


def test_a_waiting_job_that_is_cancelled_never_runs(cast):
    row = enqueue("test.count", actor=cast.alice, params={"to": 3})
    request_cancel(job=row, actor=cast.alice)
    run_job.call(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("cancelled", 0)


def test_an_unknown_kind_is_refused(cast):
    with pytest.raises(KeyError):
        enqueue("test.nothing", actor=cast.alice)


def dead(row, attempts):
    """As a worker leaves it that was killed."""
    old = timezone.now() - timedelta(hours=1)
    Job.objects.filter(pk=row.pk).update(state="running", beat_at=old, attempts=attempts)
    DBTaskResult.objects.filter(pk=row.task_id).update(status="RUNNING")


def test_a_job_whose_worker_died_is_queued_again(cast):
    row = enqueue("test.count", actor=cast.alice, params={"to": 2})
    dead(row, attempts=1)
    assert reap() == 1
    row.refresh_from_db()
    assert row.state == "waiting"
    assert DBTaskResult.objects.get(pk=row.task_id).status == "READY"
    assert reap() == 0


def test_a_job_that_kills_its_worker_is_given_up_after_three_tries(cast):
    row = enqueue("test.count", actor=cast.alice, params={"to": 2})
    dead(row, attempts=3)
    assert reap() == 1
    row.refresh_from_db()
    assert row.state == "failed"
    assert "3 times" in row.message


def test_a_scheduled_job_fires_once_and_missed_times_collapse(cast, monkeypatch):
    monkeypatch.setitem(_schedules, "test.count", "0 3 * * *")
    fire_due()
    Schedule.objects.filter(kind="test.count").update(last_fire_at=timezone.now() - timedelta(days=5))
    before = Job.objects.filter(kind="test.count").count()
    fire_due()
    fire_due()
    assert Job.objects.filter(kind="test.count").count() == before + 1
