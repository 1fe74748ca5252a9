"""A call to action is opened, snoozed, done, taken back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tenure.foundation.models import Activity
from tenure.playbooks.models import Cta
from tenure.playbooks.queries import count_completed, list_open, rank_calls
from tenure.playbooks.services import assign_cta, complete_cta, open_cta, reopen_cta, snooze_cta, wake_cta
from tenure.playbooks.services.ctas import Call


@pytest.fixture
def account(cast):
    return cast.account()


@pytest.fixture
def call():
    return Call(reason="health.below_band", due_on=timezone.localdate(), at_risk_amount=Decimal(1200), currency="USD")


@pytest.fixture
def cta(account, call):
    return open_cta(actor=None, account=account, call=call)[0]


def verbs(account):
    return list(Activity.objects.filter(account_id=account.pk).order_by("pk").values_list("verb", flat=True))


def test_one_is_open_per_account_kind_and_reason_and_the_second_call_brings_it_up_to_date(account, call, cta):
    again = Call(
        reason=call.reason, due_on=call.due_on + timedelta(days=5), at_risk_amount=Decimal(900), currency="USD"
    )
    same, is_new = open_cta(actor=None, account=account, call=again)
    assert (same.pk, is_new) == (cta.pk, False)
    assert same.at_risk_amount == Decimal(900)
    assert same.due_on == call.due_on
    other, is_new = open_cta(actor=None, account=account, call=Call(reason="ticket_storm", due_on=call.due_on))
    assert is_new
    assert other.pk != cta.pk


def test_calling_again_with_the_same_facts_writes_nothing(account, call, cta):
    before = verbs(account)
    open_cta(actor=None, account=account, call=call)
    assert verbs(account) == before == ["cta.opened"]


def test_snoozing_lets_it_rest_until_the_day_and_waking_ends_that(cast, cta):
    until = timezone.localdate() + timedelta(days=7)
    snooze_cta(actor=cast.alice, cta=cta, until=until, note="waits for the new champion")
    row = list_open(user=cast.alice).get()
    assert row.snoozed_until == until
    assert list_open(user=cast.alice, day=until).get().snoozed_until is None
    wake_cta(actor=cast.alice, cta=cta)
    assert list_open(user=cast.alice).get().snoozed_until is None
    assert cta.snoozes.get().ended_by == cast.alice


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_a_snooze_ends_on_a_day_within_the_year_ahead(cast, cta, days):
    with pytest.raises(ValidationError):
        snooze_cta(actor=cast.alice, cta=cta, until=timezone.localdate() + timedelta(days=days))


def test_a_second_snooze_replaces_the_first(cast, cta):
    today = timezone.localdate()
    snooze_cta(actor=cast.alice, cta=cta, until=today + timedelta(days=3))
    snooze_cta(actor=cast.bob, cta=cta, until=today + timedelta(days=9))
    assert list_open(user=cast.alice).get().snoozed_until == today + timedelta(days=9)
    assert cta.snoozes.filter(ended_at__isnull=True).count() == 1


def test_done_closes_it_and_undo_opens_it_again(cast, account, cta):
    complete_cta(actor=cast.alice, cta=cta, outcome="handled", note="new training agreed")
    assert not list_open(user=cast.alice).exists()
    with pytest.raises(ValidationError):
        complete_cta(actor=cast.alice, cta=cta)
    reopen_cta(actor=cast.alice, cta=cta)
    assert list_open(user=cast.alice).exists()
    assert verbs(account) == ["cta.opened", "cta.completed", "cta.reopened"]


def test_it_cannot_be_reopened_beside_a_newer_one_of_the_same_reason(cast, account, call, cta):
    complete_cta(actor=cast.alice, cta=cta)
    open_cta(actor=None, account=account, call=call)
    with pytest.raises(ValidationError):
        reopen_cta(actor=cast.alice, cta=cta)


@pytest.mark.parametrize("name", ["rita", "charlie"])
def test_a_reader_and_a_stranger_cannot_change_it(cast, cta, name):
    person = getattr(cast, name)
    for change in (
        lambda: complete_cta(actor=person, cta=cta),
        lambda: snooze_cta(actor=person, cta=cta, until=timezone.localdate() + timedelta(days=2)),
        lambda: assign_cta(actor=person, cta=cta, owner=person),
    ):
        with pytest.raises(PermissionDenied):
            change()
    assert Cta.objects.get().closed_at is None


def test_it_is_given_only_to_who_sees_the_customer_and_may_work(cast, cta):
    assign_cta(actor=cast.alice, cta=cta, owner=cast.bob)
    assert list_open(user=cast.bob, whose="mine").get() == cta
    assert not list_open(user=cast.alice, whose="mine").exists()
    for person in (cast.charlie, cast.rita):
        with pytest.raises(ValidationError):
            assign_cta(actor=cast.alice, cta=cta, owner=person)


def test_mine_holds_what_nobody_owns_on_my_accounts(cast, cta):
    assert list_open(user=cast.alice, whose="mine").get() == cta
    assert not list_open(user=cast.bob, whose="mine").exists()
    assert list_open(user=cast.bob).get() == cta
    assert not list_open(user=cast.charlie).exists()


def test_money_at_risk_counts_an_account_once_and_never_adds_currencies(cast, account, cta):
    today = timezone.localdate()
    open_cta(
        actor=None,
        account=account,
        call=Call(reason="storm", due_on=today, at_risk_amount=Decimal(500), currency="USD"),
    )
    other = cast.account("Wang")
    open_cta(
        actor=None, account=other, call=Call(reason="storm", due_on=today, at_risk_amount=Decimal(70), currency="CNY")
    )
    calls = rank_calls(workspace=cast.workspace, calls=list_open(user=cast.alice), day=today)
    assert calls.money_at_risk(calls.rests_until == 0) == {"USD": Decimal(1200), "CNY": Decimal(70)}


def test_done_this_week_counts_what_people_did_not_what_ended_by_itself(cast, account, call, cta):
    since, until = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)
    complete_cta(actor=None, cta=cta, outcome="recovered")
    assert count_completed(user=cast.alice, whose="team", since=since, until=until) == 0
    again, _is_new = open_cta(actor=None, account=account, call=call)
    complete_cta(actor=cast.alice, cta=again)
    assert count_completed(user=cast.alice, whose="team", since=since, until=until) == 1
    assert count_completed(user=cast.charlie, whose="team", since=since, until=until) == 0
