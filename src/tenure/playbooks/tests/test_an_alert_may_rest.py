"""A person lets a rule rest for a customer: with a reason and an end, and never in silence."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tenure.foundation.models import Activity
from tenure.health.tests.conftest import at
from tenure.playbooks.alerts.queries.listing import find_rest, list_alerts
from tenure.playbooks.alerts.services import snooze_alert, wake_alert
from tenure.playbooks.models import Alert, AlertSnooze, Snooze

STOPPED = date(2026, 4, 1)
SILENT = STOPPED + timedelta(days=14)
MORNING = SILENT + timedelta(days=1)


@pytest.fixture
def silent(watched):
    return watched.customer("Silent", used_until=STOPPED)


@pytest.fixture
def alert(watched, silent):
    watched.look(SILENT)
    with time_machine.travel(at(MORNING, 9), tick=False):
        yield watched.alerts("silence")[0]


def test_it_rests_with_reason_person_and_end_and_its_call_with_it(watched, alert):
    until = MORNING + timedelta(days=10)
    rest = snooze_alert(actor=watched.cast.alice, alert=alert, until=until, note="  School holidays ")
    assert (rest.until, rest.note, rest.by, rest.ended_at) == (until, "School holidays", watched.cast.alice, None)
    call_rest = Snooze.objects.get()
    assert (call_rest.cta, call_rest.until, call_rest.note) == (alert.cta, until, "School holidays")
    told = Activity.objects.get(verb="alert.snoozed")
    assert (told.actor, told.account_id, told.data["note"]) == (
        watched.cast.alice,
        alert.account_id,
        "School holidays",
    )
    assert find_rest(user=watched.cast.bob, alert=alert) == rest
    assert not list_alerts(user=watched.cast.alice, state="open").filter(pk=alert.pk).exists()
    assert list_alerts(user=watched.cast.alice, state="resting").filter(pk=alert.pk).exists()


def test_new_alerts_of_the_rule_are_kept_meanwhile_but_call_nobody_until_the_end(watched, silent, alert):
    alert.cta.delete()
    until = MORNING + timedelta(days=20)
    snooze_alert(actor=watched.cast.alice, alert=alert, until=until, note="Holidays")
    back = MORNING + timedelta(days=1)
    watched.uses(silent, [back])
    watched.look_daily(SILENT + timedelta(days=1), until - timedelta(days=2))
    assert [row.ended_on for row in watched.alerts("silence")] == [back, None]
    assert watched.calls("usage.silence") == []
    watched.look(until - timedelta(days=1))  # looked at on the morning of the day itself
    assert len(watched.calls("usage.silence")) == 1
    rest = AlertSnooze.objects.get()
    assert rest.ended_at is not None
    assert rest.ended_by is None


def test_it_can_be_woken_before_its_end(watched, alert):
    snooze_alert(actor=watched.cast.alice, alert=alert, until=MORNING + timedelta(days=9), note="Holidays")
    assert wake_alert(actor=watched.cast.bob, alert=alert)
    rest = AlertSnooze.objects.get()
    assert (rest.ended_by, rest.ended_at) == (watched.cast.bob, timezone.now())
    assert Snooze.objects.get().ended_by == watched.cast.bob
    assert not wake_alert(actor=watched.cast.bob, alert=alert)
    assert Activity.objects.filter(verb="alert.woken").count() == 1


def test_a_second_rest_ends_the_first(watched, alert):
    for days in (5, 9):
        snooze_alert(actor=watched.cast.alice, alert=alert, until=MORNING + timedelta(days=days), note="Later")
    live = AlertSnooze.objects.get(ended_at__isnull=True)
    assert live.until == MORNING + timedelta(days=9)
    assert AlertSnooze.objects.count() == 2


@pytest.mark.parametrize(
    ("days", "note", "told"),
    [
        (5, "  ", "Say why it can wait"),
        (0, "Later", "Choose a day after today"),
        (366, "Later", "Choose a day within a year"),
    ],
)
def test_without_reason_or_with_a_day_that_cannot_be_it_is_refused(watched, alert, days, note, told):
    with pytest.raises(ValidationError, match=told):
        snooze_alert(actor=watched.cast.alice, alert=alert, until=MORNING + timedelta(days=days), note=note)
    assert not AlertSnooze.objects.exists()


@pytest.mark.parametrize("person", ["rita", "charlie"])
def test_readers_and_strangers_can_neither_let_it_rest_nor_wake_it(watched, alert, person):
    actor = getattr(watched.cast, person)
    with pytest.raises(PermissionDenied):
        snooze_alert(actor=actor, alert=alert, until=MORNING + timedelta(days=5), note="Later")
    with pytest.raises(PermissionDenied):
        wake_alert(actor=actor, alert=alert)


def test_a_call_that_another_alert_needs_does_not_rest_with_it(watched, silent, alert):
    Alert.objects.create(
        workspace=watched.workspace,
        account=silent,
        rule="ticket_storm",
        severity="low",
        since_on=SILENT,
        opened_on=SILENT,
        looked_on=SILENT,
        known_at=at(SILENT),
        cta=alert.cta,
    )
    snooze_alert(actor=watched.cast.alice, alert=alert, until=MORNING + timedelta(days=5), note="Later")
    assert not Snooze.objects.exists()
