"""Measures and scores of every day are computed, kept, and the same again after a repeated or broken run."""

from datetime import date, timedelta

import numpy as np
import pytest

from tenure.foundation.jobs import enqueue, run_now
from tenure.foundation.models import Activity
from tenure.health.models import AccountHealth, HealthDay, ScoreMonth
from tenure.health.queries import find_newest_day, history_of
from tenure.health.queries.explanations import day_files
from tenure.health.services import bring_up_to_date, compute_days, keeping, reopen_days
from tenure_engine.health.values import Key, Use

pytestmark = pytest.mark.django_db
NEWEST = date(2026, 5, 14)


def all_kept(workspace):
    files = day_files(workspace.pk)
    values = {day: files.read(day) for day in files.days()}
    return {
        "files": {
            day: {name: column.tolist() for name, column in kept.columns.items()} for day, kept in values.items()
        },
        "months": list(ScoreMonth.objects.order_by("account", "month").values_list("account", "month", "scores")),
        "current": list(
            AccountHealth.objects.order_by("account").values("account", "day", "score", "band", "clauses", "score_30")
        ),
        "days": list(HealthDay.objects.order_by("day").values_list("day", "averages", "is_stale")),
    }


def same(first, second):
    np.testing.assert_equal(first, second)


def test_the_newest_day_is_yesterday_and_history_reaches_back_a_year(company, monkeypatch):
    monkeypatch.setattr("tenure.health.services.upkeep.HISTORY_DAYS", 365)
    brought = bring_up_to_date(workspace=company.workspace)
    assert (brought.day, brought.accounts) == (NEWEST, 4)
    assert find_newest_day(company.workspace.pk) == NEWEST
    days = list(HealthDay.objects.order_by("day").values_list("day", flat=True))
    assert len(days) == brought.days == 365
    assert (days[0], days[-1]) == (NEWEST - timedelta(days=364), NEWEST)
    assert day_files(company.workspace.pk).days() == days


def test_who_uses_it_scores_high_and_who_fell_silent_scores_low(company):
    bring_up_to_date(workspace=company.workspace)
    steady = AccountHealth.objects.get(account=company.steady)
    silent = AccountHealth.objects.get(account=company.silent)
    assert steady.band == "green"
    assert silent.band == "red"
    assert silent.score == 4000  # held down by "nobody has used the product for 30 days"
    assert [clause["text"] for clause in silent.clauses][:1] == ["nobody has used it for {value} days"]
    assert silent.change_90 is None or silent.change_90 < 0


def test_an_account_without_any_data_has_no_score_rather_than_zero(company):
    bring_up_to_date(workspace=company.workspace)
    nobody = AccountHealth.objects.get(account=company.nobody)
    assert (nobody.score, nobody.band) == (None, "")
    assert nobody.coverage < 4000


def test_a_second_run_changes_nothing(company):
    bring_up_to_date(workspace=company.workspace)
    before = all_kept(company.workspace)
    again = bring_up_to_date(workspace=company.workspace)
    assert again.days == 1
    same(before, all_kept(company.workspace))


def test_a_run_that_broke_off_is_finished_by_the_next(company, monkeypatch):
    bring_up_to_date(workspace=company.workspace)
    whole = all_kept(company.workspace)
    for model in (AccountHealth, ScoreMonth, HealthDay):
        model.objects.all().delete()

    calls = []

    def dies(*, month, **rest):
        calls.append(month)
        if len(calls) == 3:
            raise KeyboardInterrupt
        keeping.save_scores(month=month, **rest)

    with monkeypatch.context() as broken:
        broken.setattr("tenure.health.services.computing.save_scores", dies)
        with pytest.raises(KeyboardInterrupt):
            bring_up_to_date(workspace=company.workspace)
    brought = bring_up_to_date(workspace=company.workspace)
    assert 0 < brought.days < 60
    same(whole, all_kept(company.workspace))


def test_days_that_no_longer_hold_are_computed_again(company):
    bring_up_to_date(workspace=company.workspace)
    company.uses(company.silent, [date(2026, 5, 13)], known=date(2026, 5, 15))
    assert reopen_days(workspace_id=company.workspace.pk, since=date(2026, 5, 13)) == 2
    assert bring_up_to_date(workspace=company.workspace).days == 2
    kept = day_files(company.workspace.pk).read(date(2026, 5, 13)).of_account(company.silent.pk)
    assert kept["active_users.30"] == 2.0
    assert AccountHealth.objects.get(account=company.silent).score > 4000


def test_the_values_kept_are_those_of_the_day(company):
    compute_days(workspace=company.workspace, first=date(2026, 4, 20), last=date(2026, 4, 20))
    kept = day_files(company.workspace.pk).read(date(2026, 4, 20)).of_account(company.silent.pk)
    assert kept[str(Key("active_users", 30))] == 2.0
    assert kept[str(Key("days_since_last_user"))] == 10.0
    assert kept[str(Key("log_ins", 14, Use.TREND))] == pytest.approx((8 - 28) / 28)
    assert kept[str(Key("seat_utilisation", 30))] == 0.5
    assert kept["~fresh.events"] == (date(2026, 4, 10) - date(1970, 1, 1)).days


def test_scores_of_each_day_are_kept_for_the_course(company):
    bring_up_to_date(workspace=company.workspace)
    values = history_of([company.silent.pk], first=date(2026, 3, 1), last=NEWEST)[company.silent.pk]
    assert len(values) == 75
    assert values[-1] == 40.0
    assert max(value for value in values if value is not None) > 70


def test_old_files_are_seen_as_of_their_own_last_day(cast, today):
    from tenure.health.tests.conftest import Company, days_between

    company = Company(cast.workspace)
    old = company.account("Old", team=cast.north)
    company.uses(old, days_between(date(2024, 1, 1), date(2024, 12, 30)))
    assert bring_up_to_date(workspace=cast.workspace).day == date(2024, 12, 30)


def test_without_any_data_nothing_is_computed(workspace, today):
    assert bring_up_to_date(workspace=workspace).day is None
    assert not HealthDay.objects.exists()


def test_the_nightly_job_says_what_it_did(company, cast):
    job = run_now(enqueue("health.compute", actor=cast.root))
    assert (job.state, job.result) == ("done", {"day": "2026-05-14", "days": 60, "accounts": 4}), job.error
    assert (job.done, job.total) == (60, 60)
    fact = Activity.objects.get(verb="health.computed")
    assert fact.data == {"day": "2026-05-14", "days": 60, "accounts": 4}


def test_the_job_computes_single_days_when_told_so(company, cast):
    job = run_now(enqueue("health.compute", actor=cast.root, params={"first": "2026-04-01", "last": "2026-04-03"}))
    assert job.result == {"days": 3, "accounts": 4}, job.error
    assert HealthDay.objects.count() == 3


def test_an_account_whose_lines_ended_is_no_customer(company):
    left = company.account("Left", segment="SMB")
    company.line(left, start=date(2025, 1, 1), end=date(2026, 1, 1))
    bring_up_to_date(workspace=company.workspace)
    assert not AccountHealth.objects.get(account=left).is_customer
    assert AccountHealth.objects.get(account=company.steady).is_customer


def test_who_lies_far_below_its_segment_is_flagged(company):
    bring_up_to_date(workspace=company.workspace)
    silent = AccountHealth.objects.get(account=company.silent)
    steady = AccountHealth.objects.get(account=company.steady)
    assert silent.segment_average == steady.segment_average
    assert silent.is_below_segment
    assert not steady.is_below_segment
    state = HealthDay.objects.get(day=NEWEST)
    assert state.averages["SMB"] == [silent.segment_average, 3]
