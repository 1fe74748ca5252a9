"""Which customers health puts on the list, when, and when they leave it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tenure.accounts.models import Contract, ContractLine
from tenure.foundation.models import Job
from tenure.foundation.services import record_activity
from tenure.health.models import AccountHealth, Scorecard, ScorecardVersion
from tenure.playbooks.models import Completion, Cta
from tenure.playbooks.services import complete_cta, reopen_cta
from tenure.playbooks.services.health_calls import open_health_calls

CLAUSES = [
    {
        "text": "log-ins fell {percent} in {window} days",
        "values": {"percent": 0.62, "window": 14},
        "as": {"percent": "percent"},
    }
]


@pytest.fixture
def account(cast):
    account = cast.account()
    contract = Contract.objects.create(workspace=cast.workspace, account=account)
    ContractLine.objects.create(
        workspace=cast.workspace,
        account=account,
        contract=contract,
        starts_on=date(2020, 1, 1),
        mrr=Decimal(100),
        currency="USD",
    )
    return account


@pytest.fixture
def judge(cast, account):
    card = Scorecard.objects.create(workspace=cast.workspace, name="plain")
    version = ScorecardVersion.objects.create(scorecard=card, number=1, definition={}, digest="plain")

    def judged(band="red", score=3000, score_30=3100, renewal_days=None, is_customer=True):
        row, _made = AccountHealth.objects.update_or_create(
            account=account,
            defaults={
                "workspace": cast.workspace,
                "day": timezone.localdate(),
                "version": version,
                "score": score,
                "band": band,
                "coverage": 10_000,
                "score_30": score_30,
                "renewal_days": renewal_days,
                "is_customer": is_customer,
                "clauses": CLAUSES,
                "computed_at": timezone.now(),
            },
        )
        return row

    return judged


def test_a_red_customer_is_called_with_reason_money_owner_and_due_day(cast, account, judge):
    judge(renewal_days=41)
    assert open_health_calls(workspace=cast.workspace).opened == 1
    cta = Cta.objects.get()
    assert (cta.account, cta.owner, cta.at_risk_amount, cta.currency) == (account, cast.alice, Decimal(1200), "USD")
    assert cta.due_on == timezone.localdate()
    assert [clause["values"] for clause in cta.clauses] == [{"percent": 0.62, "window": 14}, {"value": 41}]


def test_running_again_changes_nothing(cast, judge):
    judge()
    open_health_calls(workspace=cast.workspace)
    again = open_health_calls(workspace=cast.workspace)
    assert (again.opened, again.kept, again.closed) == (0, 1, 0)
    assert Cta.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "is_called"),
    [
        ({"band": "green", "score": 8000}, False),
        ({"band": "amber", "score": 6000, "score_30": 6500}, False),
        ({"band": "amber", "score": 6000, "score_30": 7000}, True),
        ({"band": "amber", "score": 6000, "score_30": None, "renewal_days": 90}, True),
        ({"band": "amber", "score": 6000, "score_30": None, "renewal_days": 91}, False),
        ({"band": "red", "is_customer": False}, False),
    ],
)
def test_amber_calls_only_before_a_renewal_or_after_a_fast_fall(cast, judge, facts, is_called):
    judge(**facts)
    open_health_calls(workspace=cast.workspace)
    assert Cta.objects.exists() == is_called


def test_red_without_a_near_renewal_may_wait_two_days_and_amber_a_week(cast, judge):
    judge()
    open_health_calls(workspace=cast.workspace)
    assert Cta.objects.get().due_on == timezone.localdate() + timedelta(days=2)
    Cta.objects.all().delete()
    judge(band="amber", score=6000, score_30=9000)
    open_health_calls(workspace=cast.workspace)
    assert Cta.objects.get().due_on == timezone.localdate() + timedelta(days=7)


def test_it_ends_by_itself_when_the_score_is_green_again_not_at_amber(cast, judge):
    judge()
    open_health_calls(workspace=cast.workspace)
    judge(band="amber", score=6000, score_30=3000)
    assert open_health_calls(workspace=cast.workspace).closed == 0
    judge(band="green", score=8000)
    assert open_health_calls(workspace=cast.workspace).closed == 1
    assert Completion.objects.get().outcome == "recovered"


def test_it_ends_as_lost_when_the_customer_has_left(cast, judge):
    judge()
    open_health_calls(workspace=cast.workspace)
    judge(is_customer=False)
    open_health_calls(workspace=cast.workspace)
    assert Completion.objects.get().outcome == "lost"


def test_what_a_person_ended_stays_away_for_two_weeks_unless_it_gets_worse(cast, judge):
    judge(band="amber", score=6000, score_30=9000)
    open_health_calls(workspace=cast.workspace)
    complete_cta(actor=cast.alice, cta=Cta.objects.get())
    assert open_health_calls(workspace=cast.workspace).opened == 0
    judge(band="red")
    assert open_health_calls(workspace=cast.workspace).opened == 1


def test_after_two_weeks_it_is_called_again_and_a_reopened_one_is_not_doubled(cast, judge):
    judge()
    open_health_calls(workspace=cast.workspace)
    cta = Cta.objects.get()
    complete_cta(actor=cast.alice, cta=cta)
    reopen_cta(actor=cast.alice, cta=cta)
    assert open_health_calls(workspace=cast.workspace).opened == 0
    complete_cta(actor=cast.alice, cta=cta)
    Completion.objects.update(at=timezone.now() - timedelta(days=15))
    assert open_health_calls(workspace=cast.workspace).opened == 1


def test_new_scores_start_the_job(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        record_activity(actor=None, workspace=cast.workspace, verb="health.computed")
    assert Job.objects.get().kind == "playbooks.open_ctas"
