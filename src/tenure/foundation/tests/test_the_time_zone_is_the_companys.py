"""Days and times of day are those of the company, for people and for jobs."""

from datetime import UTC, datetime

from django.test import RequestFactory
from django.utils import timezone

from tenure.foundation.jobs import job, run_now
from tenure.foundation.middleware import PersonPreferencesMiddleware
from tenure.foundation.models import Job


def zone_of_page(user):
    request = RequestFactory().get("/")
    request.user = user
    return PersonPreferencesMiddleware(lambda _request: timezone.get_current_timezone_name())(request)


def test_a_page_shows_the_time_of_the_company(cast):
    cast.workspace.time_zone = "Asia/Shanghai"
    cast.workspace.save()
    cast.alice.refresh_from_db()
    assert zone_of_page(cast.alice) == "Asia/Shanghai"
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_job_counts_days_as_the_company_does(cast):
    cast.workspace.time_zone = "Asia/Shanghai"
    cast.workspace.save()

    @job("tests.zone")
    def say(run):
        return {"day": timezone.localdate(datetime(2026, 3, 1, 20, tzinfo=UTC)).isoformat()}

    row = run_now(Job.objects.create(workspace=cast.workspace, kind="tests.zone"))
    assert row.result == {"day": "2026-03-02"}
