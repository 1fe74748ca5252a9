"""What an import or an erasure changes is computed again; an account that is gone leaves no trace."""

from datetime import date

import pytest
from django.db import transaction

from tenure.accounts.kinds import get_kind
from tenure.accounts.services.removal import remove_record
from tenure.foundation.jobs import run_now
from tenure.foundation.models import Job
from tenure.foundation.services import record_activity
from tenure.health.models import AccountHealth, HealthDay, ScoreMonth
from tenure.health.queries.explanations import day_files
from tenure.health.services import bring_up_to_date

pytestmark = pytest.mark.django_db(transaction=True)


def say(workspace, verb, **more):
    with transaction.atomic():
        record_activity(actor=None, workspace=workspace, verb=verb, **more)


@pytest.mark.parametrize("verb", ["import.finished", "import.undone", "demo.loaded", "events.user_erased"])
def test_new_data_queue_one_run_that_finds_what_they_change(company, verb):
    bring_up_to_date(workspace=company.workspace)
    Job.objects.all().delete()
    company.uses(company.silent, [date(2026, 5, 12)], known=date(2026, 5, 15))
    say(company.workspace, verb)
    say(company.workspace, verb)
    assert list(Job.objects.values_list("kind", "state")) == [("health.compute", "waiting")]
    assert run_now(Job.objects.get()).result["days"] == 3


def test_other_facts_change_nothing(company):
    bring_up_to_date(workspace=company.workspace)
    Job.objects.all().delete()
    say(company.workspace, "team.created")
    assert not HealthDay.objects.filter(is_stale=True).exists()
    assert not Job.objects.exists()


def test_an_account_that_is_gone_is_in_no_file(company, cast):
    bring_up_to_date(workspace=company.workspace)
    pk = company.silent.pk
    remove_record(kind=get_kind("accounts"), actor=cast.alice, record=company.silent)
    files = day_files(company.workspace.pk)
    assert files.read(date(2026, 5, 14)).of_account(pk) is None
    assert all(pk not in files.read(day, keys=()).accounts for day in files.days())
    assert not AccountHealth.objects.filter(account_id=pk).exists()
    assert not ScoreMonth.objects.filter(account_id=pk).exists()
