"""What the rules find is opened once, kept up while it holds, and ended when it does not."""

from datetime import date, timedelta

import pytest
import time_machine

from tenure.foundation.models import Activity
from tenure.health.services import compute_days
from tenure.health.tests.conftest import at, days_between
from tenure.playbooks.alerts.choices import Knowledge
from tenure.playbooks.alerts.services import preview, raise_alerts
from tenure.playbooks.models import Alert, AlertRule, Cta
from tenure_engine.alerts import NONE, all_rules
from tenure_engine.period import from_day

STOPPED = date(2026, 4, 1)
SILENT = STOPPED + timedelta(days=14)  # fourteen days after the last use


@pytest.fixture
def silent(watched):
    return watched.customer("Silent", used_until=STOPPED)


def test_a_silent_customer_is_found_on_the_fourteenth_day_with_evidence_and_threshold(watched, silent):
    watched.look(SILENT - timedelta(days=1))
    assert watched.alerts("silence") == []
    watched.look(SILENT)
    [alert] = watched.alerts("silence")
    assert (alert.account, alert.opened_on, alert.since_on, alert.ended_on) == (silent, SILENT, SILENT, None)
    assert alert.evidence == {"quiet": 14.0, "anybody": 14.0, "anything": 14.0}
    assert (alert.threshold, alert.severity) == (14.0, "high")
    assert alert.parameters == {"days": 14, "never_used": False, "hold_days": 1}
    assert alert.known_at == at(SILENT + timedelta(days=1), 2)
    assert not alert.is_replayed


def test_it_stays_one_alert_whose_latest_numbers_grow(watched, silent):
    watched.look_daily(SILENT, SILENT + timedelta(days=5))
    [alert] = watched.alerts("silence")
    assert alert.evidence["quiet"] == 14.0
    assert (alert.latest["quiet"], alert.looked_on) == (19.0, SILENT + timedelta(days=5))
    assert Activity.objects.filter(verb="alert.opened", data__rule="silence").count() == 1


def test_looking_again_at_the_same_day_changes_nothing(watched, silent):
    watched.look(SILENT)

    def everything():
        alerts = Alert.objects.order_by("pk").values()
        ctas = Cta.objects.order_by("pk").values()
        return list(alerts), list(ctas), Activity.objects.filter(verb__startswith="alert").count()

    before = everything()
    again = watched.look(SILENT)
    assert (again.opened, again.ended, again.called) == (0, 0, 0)
    assert everything() == before


def test_it_ends_when_somebody_is_back_and_opens_anew_only_after_that(watched, silent):
    back = SILENT + timedelta(days=3)
    watched.uses(silent, [back])
    watched.look_daily(SILENT, back + timedelta(days=14))
    first, second = watched.alerts("silence")
    assert (first.opened_on, first.ended_on) == (SILENT, back)
    assert (second.opened_on, second.ended_on) == (back + timedelta(days=14), None)
    assert first.latest["quiet"] == 16.0
    assert Activity.objects.filter(verb="alert.ended", subject_id=first.pk).count() == 1


def test_days_on_which_nobody_looked_are_made_up_for(watched, silent):
    back = SILENT + timedelta(days=2)
    watched.uses(silent, [back])
    watched.look(SILENT - timedelta(days=5))
    watched.look(back + timedelta(days=20))
    assert [(row.opened_on, row.ended_on) for row in watched.alerts("silence")] == [
        (SILENT, back),
        (back + timedelta(days=14), None),
    ]
    assert not any(row.is_replayed for row in watched.alerts("silence"))


def test_the_first_look_goes_back_over_ninety_days_and_says_so(watched, silent):
    back = SILENT + timedelta(days=2)
    watched.uses(silent, [back])
    watched.uses(silent, days_between(back, date(2026, 5, 10)), users=("cy",))
    watched.look(date(2026, 5, 14))
    [alert] = watched.alerts("silence")
    assert (alert.opened_on, alert.ended_on, alert.is_replayed, alert.cta) == (SILENT, back, True, None)
    assert not Activity.objects.filter(verb="alert.opened", subject_id=alert.pk).exists()
    assert watched.calls("usage.silence") == []


def test_more_data_of_the_same_day_are_followed(watched, silent):
    watched.look(SILENT - timedelta(days=1))
    watched.look(SILENT)
    watched.uses(silent, [SILENT])
    watched.look(SILENT)
    [alert] = watched.alerts("silence")
    assert alert.ended_on == SILENT


def test_an_alert_that_ended_today_goes_on_when_the_data_that_ended_it_are_taken_back(watched, silent):
    watched.look(SILENT)
    Alert.objects.filter(rule="silence").update(ended_on=SILENT + timedelta(days=1))
    watched.look(SILENT + timedelta(days=1))
    [alert] = watched.alerts("silence")
    assert alert.ended_on is None


def test_when_the_newest_days_are_gone_what_was_found_on_them_is_taken_back(watched, silent):
    watched.look_daily(SILENT - timedelta(days=2), SILENT + timedelta(days=3))
    watched.look(SILENT - timedelta(days=1))
    assert watched.alerts("silence") == []
    watched.look(SILENT)
    assert [row.opened_on for row in watched.alerts("silence")] == [SILENT]


def test_nobody_is_looked_at_before_a_day_is_computed(cast):
    done = raise_alerts(workspace=cast.workspace)
    assert done.day is None
    assert not AlertRule.objects.exists()


def test_every_rule_remembers_through_which_day_it_looked(watched):
    watched.look(SILENT)
    assert set(AlertRule.objects.values_list("name", "raised_through")) == {(name, SILENT) for name in all_rules()}


@pytest.mark.parametrize("rule", ["silence", "no_touch"])
def test_night_by_night_raises_what_the_replay_of_the_same_days_says(watched, silent, rule):
    """The promise of the page: what would have been raised is what would have been raised."""
    watched.touch(silent, date(2026, 3, 2))
    watched.uses(silent, [date(2026, 4, 20)])
    watched.touch(silent, date(2026, 5, 5))
    first, last = date(2026, 3, 15), date(2026, 5, 12)
    watched.look_daily(first, last)
    raised = [(r.account_id, r.opened_on, r.ended_on) for r in watched.alerts(rule) if r.opened_on >= first]
    with time_machine.travel(at(last + timedelta(days=1), 2), tick=False):
        compute_days(workspace=watched.workspace, first=last, last=last)
        parameters = dict(all_rules()[rule].defaults())
        kept = preview(workspace=watched.workspace, name=rule, parameters=parameters, knowledge=Knowledge.THEN)
    replayed = [
        (account, from_day(opened), None if ended == NONE else from_day(ended))
        for account, opened, ended in kept.found["episodes"]
        if from_day(opened) >= first
    ]
    assert sorted(raised, key=str) == sorted(replayed, key=str)
    assert any(account == silent.pk for account, _opened, _ended in raised)


def test_an_account_deleted_takes_its_alerts_along(watched, silent):
    watched.look(SILENT)
    silent.delete()
    assert watched.alerts("silence") == []
    watched.look(SILENT + timedelta(days=1))
    assert watched.alerts("silence") == []


def test_of_a_customer_whose_contract_is_over_nothing_about_use_is_said(watched):
    gone = watched.account("Gone", team=watched.cast.north)
    watched.line(gone, end=date(2026, 4, 10))
    watched.uses(gone, days_between(date(2026, 2, 1), STOPPED))
    watched.look_daily(date(2026, 4, 14), date(2026, 4, 18))
    assert watched.alerts("silence") == []
    assert [row.account for row in watched.alerts("due_not_renewed")] == [gone]
