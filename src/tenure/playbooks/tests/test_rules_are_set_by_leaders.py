"""Rules are on as shipped; a leader switches them and sets their parameters, and everybody can read who did."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from tenure.foundation.models import Activity, Job
from tenure.playbooks.alerts.queries.rules import get_setting, list_rules
from tenure.playbooks.alerts.services import set_rule
from tenure.playbooks.models import AlertRule
from tenure_engine.alerts import AlertError, all_rules

STOPPED = date(2026, 4, 1)
SILENT = STOPPED + timedelta(days=14)


def test_all_rules_are_on_as_shipped(cast):
    settings = list_rules(cast.workspace.pk)
    assert [each.name for each in settings] == list(all_rules())
    assert all(each.is_on and each.is_as_shipped and each.row is None for each in settings)


def test_a_change_is_kept_with_person_and_activity_and_the_rules_look_again(cast):
    setting = set_rule(actor=cast.root, name="silence", parameters={"days": 10})
    assert setting.parameters == {"days": 10, "never_used": False, "hold_days": 1}
    row = AlertRule.objects.get()
    assert (row.parameters, row.changed_by, row.is_on) == ({"days": 10}, cast.root, True)
    told = Activity.objects.get(verb="alert_rule.changed")
    assert (told.actor, told.data["before"]["days"], told.data["parameters"]["days"]) == (cast.root, 14, 10)
    assert Job.objects.filter(kind="playbooks.raise_alerts").count() == 1


def test_the_same_again_changes_nothing(cast):
    set_rule(actor=cast.root, name="silence", is_on=True, parameters={"days": 14})
    assert not AlertRule.objects.exists()
    assert not Activity.objects.filter(verb="alert_rule.changed").exists()


def test_parameters_may_go_back_to_those_shipped(cast):
    set_rule(actor=cast.root, name="silence", parameters={"days": 10})
    assert set_rule(actor=cast.root, name="silence", parameters={}).is_as_shipped
    assert AlertRule.objects.get().parameters == {}


@pytest.mark.parametrize("person", ["alice", "rita", "charlie"])
def test_only_leaders_and_administrators_set_rules(cast, person):
    with pytest.raises(PermissionDenied):
        set_rule(actor=getattr(cast, person), name="silence", is_on=False)
    assert get_setting(cast.workspace.pk, "silence").is_on


def test_a_wrong_parameter_is_refused_by_name(cast):
    with pytest.raises(ValidationError, match="days is a whole number from 1 to 365, not 0"):
        set_rule(actor=cast.root, name="silence", parameters={"days": 0})
    with pytest.raises(AlertError, match="there is no alert rule 'nothing'"):
        set_rule(actor=cast.root, name="nothing", is_on=False)


def test_a_rule_that_is_off_ends_its_alerts_and_finds_nothing_more(watched):
    watched.customer("Silent", used_until=STOPPED)
    watched.look_daily(SILENT, SILENT + timedelta(days=2))
    set_rule(actor=watched.cast.root, name="silence", is_on=False)
    [alert] = watched.alerts("silence")
    assert alert.ended_on == SILENT + timedelta(days=2)
    watched.look_daily(SILENT + timedelta(days=3), SILENT + timedelta(days=5))
    [alert] = watched.alerts("silence")
    assert alert.ended_on == SILENT + timedelta(days=2)
    assert watched.alerts("no_touch")


def test_switched_on_again_it_looks_from_then_on(watched):
    watched.customer("Silent", used_until=STOPPED)
    watched.look(SILENT)
    set_rule(actor=watched.cast.root, name="silence", is_on=False)
    watched.look(SILENT + timedelta(days=3))
    set_rule(actor=watched.cast.root, name="silence", is_on=True)
    watched.look(SILENT + timedelta(days=4))
    first, second = watched.alerts("silence")
    assert first.ended_on == SILENT
    assert (second.opened_on, second.ended_on) == (SILENT + timedelta(days=1), None)


def test_an_alert_that_no_longer_holds_under_new_parameters_ends(watched):
    watched.customer("Silent", used_until=STOPPED)
    watched.look(SILENT)
    set_rule(actor=watched.cast.root, name="silence", parameters={"days": 40})
    watched.look(SILENT)
    [alert] = watched.alerts("silence")
    assert alert.ended_on == SILENT
    assert alert.parameters["days"] == 14  # those it was found with


def test_what_a_release_no_longer_allows_counts_as_shipped(cast):
    AlertRule.objects.create(
        workspace=cast.workspace, name="silence", parameters={"days": 9999, "hold_days": 3, "old": 1}
    )
    assert get_setting(cast.workspace.pk, "silence").parameters == {"days": 14, "never_used": False, "hold_days": 3}


def test_rules_stand_among_the_definitions_as_they_are_set(cast, as_person):
    set_rule(actor=cast.root, name="silence", is_on=False)
    page = as_person(cast.rita).get(reverse("definitions")).content.decode()
    rows = {name: page.split(f'id="rule-{name}"')[1].split("</tr>")[0] for name in all_rules()}
    assert [name for name, row in rows.items() if ">off<" in row] == ["silence"]
    assert reverse("alert-rule", args=["silence"]) in rows["silence"]
    assert "Root" in rows["silence"]
