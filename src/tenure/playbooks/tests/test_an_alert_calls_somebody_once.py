"""Each alert opens one call to action, shared by alerts of the same reason, and says on it when it is over."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from tenure.health.clauses import write_reason
from tenure.health.models import AccountHealth, Scorecard, ScorecardVersion
from tenure.health.tests.conftest import at
from tenure.playbooks.alerts.services.calling import QUIET_DAYS, call_for_alerts
from tenure.playbooks.models import Alert, Completion, Cta
from tenure.playbooks.services import complete_cta
from tenure.playbooks.services.health_calls import open_health_calls

STOPPED = date(2026, 4, 1)
SILENT = STOPPED + timedelta(days=14)


@pytest.fixture
def silent(watched):
    return watched.customer("Silent", used_until=STOPPED)


def test_it_calls_with_type_reason_owner_money_and_due_day(watched, silent):
    watched.look(SILENT)
    [cta] = watched.calls("usage.silence")
    assert (cta.account, cta.kind, cta.owner) == (silent, "risk", watched.cast.alice)
    assert (cta.at_risk_amount, cta.currency) == (Decimal(1200), "USD")
    assert cta.due_on == SILENT + timedelta(days=1 + 2)  # of the morning after, two days for what is severe
    assert write_reason(cta.clauses) == "Nobody has used it for 14 days"
    [alert] = watched.alerts("silence")
    assert alert.cta == cta


def test_the_call_keeps_up_with_the_numbers_and_keeps_its_due_day(watched, silent):
    watched.look(SILENT)
    [before] = watched.calls("usage.silence")
    watched.look(SILENT + timedelta(days=4))
    [cta] = watched.calls("usage.silence")
    assert cta.due_on == before.due_on
    assert write_reason(cta.clauses) == "Nobody has used it for 18 days"


def test_an_end_closes_nothing_but_stands_on_the_call(watched, silent):
    watched.uses(silent, [SILENT + timedelta(days=2)])
    watched.look_daily(SILENT, SILENT + timedelta(days=3))
    [cta] = watched.calls("usage.silence")
    assert cta.closed_at is None
    assert write_reason(cta.clauses) == "Since 17 Apr 2026 no longer: Silence"


def test_what_a_person_ended_is_not_opened_again_while_the_alert_holds(watched, silent):
    watched.look(SILENT)
    with time_machine.travel(at(SILENT + timedelta(days=1), 9), tick=False):
        complete_cta(actor=watched.cast.alice, cta=watched.calls("usage.silence")[0])
    watched.look(SILENT + timedelta(days=QUIET_DAYS + 10))
    assert len(watched.calls("usage.silence")) == 1
    [alert] = watched.alerts("silence")
    assert alert.ended_on is None


def test_a_new_alert_waits_until_two_weeks_after_a_person_ended_the_call(watched, silent):
    back = SILENT + timedelta(days=1)
    again = back + timedelta(days=14)
    watched.uses(silent, [back])
    watched.look_daily(SILENT, back)
    ended = again - timedelta(days=3)
    with time_machine.travel(at(ended, 9), tick=False):
        complete_cta(actor=watched.cast.alice, cta=watched.calls("usage.silence")[0])
    watched.look_daily(back + timedelta(days=1), again + timedelta(days=5))
    assert len(watched.alerts("silence")) == 2
    assert len(watched.calls("usage.silence")) == 1
    watched.look(ended + timedelta(days=QUIET_DAYS))
    assert len(watched.calls("usage.silence")) == 2
    assert watched.alerts("silence")[1].cta == watched.calls("usage.silence")[1]


def test_what_ended_by_itself_is_called_again_at_once(watched, silent):
    watched.look(SILENT)
    complete_cta(actor=None, cta=watched.calls("usage.silence")[0], outcome="recovered")
    Alert.objects.filter(rule="silence").update(cta=None)
    watched.look(SILENT + timedelta(days=1))
    assert len(watched.calls("usage.silence")) == 2
    assert Completion.objects.count() == 1


def test_an_opportunity_has_no_money_at_risk(watched):
    full = watched.customer("Full")
    watched.line(full, start=date(2025, 1, 2), seats=1)
    contract_days = [date(2026, 2, 1) + timedelta(days=number) for number in range(100)]
    watched.uses(full, contract_days, users=("a", "b", "c", "d", "e"))
    watched.look(date(2026, 4, 30))
    [cta] = [cta for cta in watched.calls("growth.seats") if cta.account == full]
    assert (cta.kind, cta.at_risk_amount, cta.currency) == ("opportunity", None, "")


def test_two_rules_of_one_reason_share_one_call_that_tells_both(watched):
    row = {"workspace": watched.workspace, "account": watched.busy, "severity": "medium", "looked_on": SILENT}
    row |= {"since_on": SILENT, "opened_on": SILENT, "known_at": at(SILENT)}
    for rule, evidence, parameters in (
        ("no_touch", {"quiet": 70.0}, {"days": 60, "hold_days": 1}),
        ("only_touched_at_renewal", {"touches": 2.0, "away": 0.0}, {"window": 365, "near": 60, "hold_days": 7}),
    ):
        Alert.objects.create(rule=rule, evidence=evidence, latest=evidence, parameters=parameters, **row)
    assert call_for_alerts(workspace=watched.workspace) == 1
    [cta] = Cta.objects.all()
    assert cta.kind == "activity"
    assert write_reason(cta.clauses) == "No contact for 70 days; all 2 contacts in 365 days were about the renewal"
    assert {each["rule"] for each in cta.evidence["alerts"]} == {"no_touch", "only_touched_at_renewal"}
    assert Alert.objects.filter(cta=cta).count() == 2


@pytest.fixture
def judged(watched):
    card = Scorecard.objects.create(workspace=watched.workspace, name="plain")
    version = ScorecardVersion.objects.create(scorecard=card, number=1, definition={}, digest="plain")
    clause = {"text": "open tickets: {value}", "values": {"value": 7}, "as": {"value": "number"}}
    return AccountHealth.objects.create(
        workspace=watched.workspace,
        account=watched.busy,
        day=SILENT,
        version=version,
        score=3000,
        band="red",
        coverage=10_000,
        clauses=[clause],
        computed_at=at(SILENT),
    )


def of_score(watched, rule, **more):
    evidence = {"score": 30.0, "bound": 50.0, "before": 48.0, "drop": 18.0}
    return Alert.objects.create(
        workspace=watched.workspace,
        account=watched.busy,
        rule=rule,
        severity="high",
        since_on=SILENT,
        opened_on=SILENT,
        looked_on=SILENT,
        known_at=at(SILENT),
        evidence=evidence,
        latest=evidence,
        parameters={"band": "red", "hold_days": 3, "points": 15.0, "days": 30},
        **more,
    )


@pytest.mark.parametrize("rule", ["score_crossing", "score_drop"])
def test_where_health_has_called_an_alert_about_the_score_joins_it_and_lets_health_speak(watched, judged, rule):
    open_health_calls(workspace=watched.workspace)
    alert = of_score(watched, rule)
    assert call_for_alerts(workspace=watched.workspace) == 0
    [cta] = Cta.objects.all()
    alert.refresh_from_db()
    assert alert.cta == cta
    assert write_reason(cta.clauses) == "Open tickets: 7"


def test_where_health_has_not_called_the_alert_does_with_healths_reasons(watched, judged):
    AccountHealth.objects.update(band="amber", score=6000)
    of_score(watched, "score_crossing")
    assert call_for_alerts(workspace=watched.workspace) == 1
    [cta] = Cta.objects.all()
    assert cta.reason == "health.below_band"
    assert write_reason(cta.clauses) == "Health score 30, below 50; open tickets: 7"
    assert open_health_calls(workspace=watched.workspace).opened == 0


def test_a_fall_without_a_call_of_health_calls_by_itself_and_health_does_not_close_it(watched, judged):
    AccountHealth.objects.update(band="green", score=8000)
    of_score(watched, "score_drop")
    call_for_alerts(workspace=watched.workspace)
    open_health_calls(workspace=watched.workspace)
    [cta] = Cta.objects.all()
    assert (cta.reason, cta.closed_at) == ("health.falling", None)


def test_numbers_a_rule_shows_only_since_a_later_release_are_left_open(watched):
    alert = of_score(watched, "score_crossing")
    Alert.objects.filter(pk=alert.pk).update(evidence={}, latest={}, parameters={})
    call_for_alerts(workspace=watched.workspace)
    assert write_reason(Cta.objects.get().clauses) == "Health score –, below –"


def test_an_alert_of_a_rule_that_is_gone_is_left_alone(watched):
    alert = of_score(watched, "score_crossing")
    Alert.objects.filter(pk=alert.pk).update(rule="gone_rule")
    assert call_for_alerts(workspace=watched.workspace) == 0
