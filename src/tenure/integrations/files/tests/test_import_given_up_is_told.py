"""An import whose worker was killed at every try is ended, and who made it is told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from tenure.foundation.jobs.reaper import reap
from tenure.foundation.jobs.registry import _given_up
from tenure.foundation.models import Job
from tenure.integrations.choices import BatchState
from tenure.integrations.files.tests.import_files import ACCOUNTS
from tenure.integrations.files.tests.import_walk import Walk
from tenure.integrations.models import ImportBatch
from tenure.notices.kinds import find_kind
from tenure.notices.models import Notice


@pytest.fixture
def alice(cast, as_person, django_capture_on_commit_callbacks):
    return Walk(as_person(cast.alice), django_capture_on_commit_callbacks)


@pytest.fixture
def running(alice):
    """An import that began, and whose worker is gone."""
    batch, _page = alice.upload(ACCOUNTS)
    alice.decide(batch)
    alice.work(batch)
    alice.browser.post(reverse("import-run", args=[batch.pk]))
    ImportBatch.objects.update(began_at=timezone.now())
    return ImportBatch.objects.get()


def die(batch, attempts):
    """The worker stopped beating long ago, at the last of its attempts."""
    gone = timezone.now() - timedelta(hours=1)
    Job.objects.filter(pk=batch.job_id).update(state="running", attempts=attempts, beat_at=gone)
    assert reap() == 1


def test_its_maker_is_told_after_the_third_time_and_not_before(cast, running, alice):
    die(running, 2)
    assert not Notice.objects.exists()
    die(running, 3)
    notice = Notice.objects.get()
    assert (notice.person, notice.kind, notice.wants_mail) == (cast.alice, "import-failed", True)
    kind = find_kind(notice.kind)
    assert kind.text(notice) == (
        "Import of accounts.csv was given up: the worker was killed 3 times; what was written before is kept"
    )
    with translation.override("zh-hans"):
        assert kind.text(notice) == "accounts.csv 的导入已放弃：后台进程被强行终止 3 次；此前写入的内容已保留"
    assert kind.address(notice) == reverse("import-batch", args=[running.pk])
    assert "given up" in alice.browser.get("/notices/").content.decode()


def test_the_import_says_so_and_can_go_on(running, alice):
    die(running, 3)
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.finished_at is not None) == (BatchState.FAILED, True)
    assert "the worker was killed 3 times" in alice.page(batch)
    alice.browser.post(reverse("import-run", args=[batch.pk]))
    alice.work(batch)
    assert batch.state == BatchState.DONE
    assert [notice.kind for notice in Notice.objects.order_by("pk")] == ["import-failed", "import-finished"]


def test_a_dry_run_that_was_given_up_leaves_the_file_to_be_mapped_and_is_told(alice):
    batch, _page = alice.upload(ACCOUNTS)
    alice.decide(batch)
    batch.refresh_from_db()
    die(batch, 3)
    batch.refresh_from_db()
    assert batch.state == BatchState.DRAFT
    text = find_kind("import-failed").text(Notice.objects.get())
    assert text == "The dry run of accounts.csv was given up: the worker was killed 3 times"


def test_a_fault_in_telling_does_not_keep_the_job_from_ending(running, monkeypatch):
    def broken(row):
        raise RuntimeError("no")

    monkeypatch.setitem(_given_up, "import.run", broken)
    die(running, 3)
    assert Job.objects.get(pk=running.job_id).state == "failed"
    assert reap() == 0
