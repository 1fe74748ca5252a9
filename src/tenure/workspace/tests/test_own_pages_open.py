"""Preferences, jobs and the activity log."""

import pytest
from django.urls import reverse

from tenure.foundation.choices import JobState
from tenure.foundation.models import Job
from tenure.foundation.services import record_activity

pytestmark = pytest.mark.django_db


def test_preferences_are_kept_and_answered_in_the_chosen_language(cast, as_person):
    alice = as_person(cast.alice)
    data = {"name": "Alice Ash", "language": "zh-hans", "theme": "dark"}
    assert alice.post("/settings/me/", data).status_code == 302
    cast.alice.refresh_from_db()
    assert (cast.alice.name, cast.alice.language, cast.alice.theme) == ("Alice Ash", "zh-hans", "dark")
    page = alice.get("/settings/me/")
    assert 'lang="zh-Hans"' in page.content.decode()


def test_jobs_are_listed_to_who_started_them_and_to_administrators(cast, as_person):
    running = Job.objects.create(
        workspace=cast.workspace, actor=cast.alice, kind="import.run", state=JobState.RUNNING, done=3, total=10
    )
    failed = Job.objects.create(
        workspace=cast.workspace, actor=cast.alice, kind="import.run", state=JobState.FAILED, error="Traceback: boom"
    )
    alice, bob, root = (as_person(person) for person in (cast.alice, cast.bob, cast.root))
    page = alice.get("/settings/jobs/").content.decode()
    assert f"job-{running.pk}" in page
    assert f"/settings/jobs/{failed.pk}/" in page
    assert f"/settings/jobs/{failed.pk}/" not in bob.get("/settings/jobs/").content.decode()
    assert bob.get(f"/settings/jobs/{failed.pk}/").status_code == 404
    assert "boom" not in alice.get(f"/settings/jobs/{failed.pk}/").content.decode()
    assert "boom" in root.get(f"/settings/jobs/{failed.pk}/").content.decode()
    assert alice.post(f"/jobs/{running.pk}/cancel/").status_code == 302
    running.refresh_from_db()
    assert running.cancel_requested_at is not None


def test_the_activity_log_tells_facts_in_words_and_narrows_them(cast, as_person):
    account = cast.account()
    record_activity(actor=cast.alice, workspace=cast.workspace, verb="something.new", account=account)
    root = as_person(cast.root)
    root.post("/settings/teams/", {"name": "East"})
    page = root.get("/settings/activity/").content.decode()
    assert "Team East added" in page
    assert "something.new" in page
    only = root.get(f"/settings/activity/?person={cast.alice.pk}").content.decode()
    assert "Team East added" not in only
    assert "Team East added" in root.get("/settings/activity/?verb=team.created").content.decode()
    assert "Team East added" not in root.get("/settings/activity/?to=2020-01-01").content.decode()
    assert root.get("/settings/activity/?from=nonsense&person=x").status_code == 200
    assert b"Team East added" in root.get("/settings/activity/?format=csv").content
    assert as_person(cast.alice).get("/settings/activity/").status_code == 403


def test_facts_of_records_read_as_sentences(cast, as_person):
    as_person(cast.alice).post("/records/accounts/new/", {"name": "Kite"})
    page = as_person(cast.root).get("/settings/activity/?verb=account.created").content.decode()
    assert "Account added: Kite" in page


def test_who_has_chosen_no_language_sees_the_one_the_page_speaks(cast, as_person):
    page = as_person(cast.alice).get(reverse("me"), headers={"accept-language": "zh-CN"}).content.decode()
    assert '<option value="zh-hans" selected>' in page


def test_teams_of_an_invitation_are_boxes_with_their_names_beside_them(cast, as_person):
    page = as_person(cast.root).get(reverse("person-invite")).content.decode()
    assert page.count('<input type="checkbox" name="teams"') == 2
    assert page.count('class="form-check-input"') >= 2
