"""Who is told of what, once, and what a person has chosen not to hear."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tenure.foundation.jobs import enqueue, run_now
from tenure.notices.models import Delivery, Notice
from tenure.notices.queries import count_unread, list_notices
from tenure.notices.services import notify, save_choices, send_notices
from tenure.playbooks.services import assign_cta, create_cta, end_snoozes, open_cta, snooze_cta, tell_owners
from tenure.playbooks.services.ctas import Call


@pytest.fixture
def account(cast):
    return cast.account()


def call(account, reason="storm", owner=None):
    return open_cta(actor=None, account=account, call=Call(reason=reason, due_on=timezone.localdate()), owner=owner)[
        0
    ]


def told(person):
    return list(list_notices(user=person).order_by("pk").values_list("kind", flat=True))


def test_who_is_given_a_call_is_told_and_who_takes_one_is_not(cast, account):
    cta = call(account)
    assign_cta(actor=cast.alice, cta=cta, owner=cast.bob)
    assert told(cast.bob) == ["cta-assigned"]
    assign_cta(actor=cast.alice, cta=cta, owner=cast.alice)
    assign_cta(actor=cast.alice, cta=cta, owner=None)
    assert told(cast.alice) == []
    create_cta(
        actor=cast.alice, account=account, kind="activity", title="Call", due_on=timezone.localdate(), owner=cast.bob
    )
    assert told(cast.bob) == ["cta-assigned", "cta-assigned"]


def test_new_calls_of_rules_are_told_once_and_many_of_them_in_one(cast, account):
    call(account, owner=cast.alice)
    for _time in range(2):
        tell_owners(workspace=cast.workspace)
    assert told(cast.alice) == ["cta-opened"]
    for number in range(4):
        call(account, reason=f"storm-{number}", owner=cast.alice)
    assert tell_owners(workspace=cast.workspace) == 4
    assert told(cast.alice) == ["cta-opened", "cta-opened-many"]
    assert list_notices(user=cast.alice).first().data == {"count": 4}


def test_a_snooze_that_ends_is_told_on_its_day_once(cast, account):
    cta = call(account, owner=cast.alice)
    until = timezone.localdate() + timedelta(days=3)
    snooze_cta(actor=cast.alice, cta=cta, until=until)
    assert end_snoozes(workspace=cast.workspace) == 0
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        for _time in range(2):
            run_now(enqueue("playbooks.wake_ctas", actor=None, workspace=cast.workspace))
    assert told(cast.alice) == ["cta-woke"]
    assert cta.snoozes.get().ended_by is None


def test_a_fact_told_twice_is_one_notice(cast):
    for _time in range(2):
        notify(person=cast.alice, kind="import-finished", key="import:1", data={"batch": 1})
    assert Notice.objects.count() == 1


def test_what_is_about_a_customer_one_no_longer_sees_is_gone(cast, account):
    assign_cta(actor=cast.alice, cta=call(account), owner=cast.bob)
    assert count_unread(user=cast.bob) == 1
    cast.bob.teams.clear()
    assert count_unread(user=cast.bob) == 0
    assert list(list_notices(user=cast.bob)) == []


def test_the_bell_asks_one_query_whoever_looks(cast, account):
    assign_cta(actor=cast.alice, cta=call(account), owner=cast.bob)
    for person in (cast.alice, cast.bob, cast.rita, cast.root):
        with CaptureQueriesContext(connection) as queries:
            count_unread(user=person)
        assert len(queries) == 1


def test_the_bell_counts_until_a_notice_is_opened_or_all_are_read(cast, account, as_person):
    cta = call(account)
    assign_cta(actor=cast.alice, cta=cta, owner=cast.bob)
    browser = as_person(cast.bob)
    assert "Notifications: 1 unread" in browser.get("/").content.decode()
    notice = Notice.objects.get(person=cast.bob)
    answer = browser.get(reverse("notice", args=[notice.pk]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("cta", args=[cta.pk]))
    assert "Notifications: 0 unread" in browser.get(reverse("notices-bell")).content.decode()
    browser.post(reverse("notice-unread", args=[notice.pk]))
    assert count_unread(user=cast.bob) == 1
    body = browser.get(reverse("notices")).content.decode()
    assert "Alice gave you a call to action: Acme" in body
    browser.post(reverse("notices-read"))
    assert count_unread(user=cast.bob) == 0


def test_a_person_hears_only_what_they_want_by_the_way_they_want(cast, account, as_person):
    browser = as_person(cast.bob)
    browser.post(reverse("notice-choices"), {"wanted": ["cta-woke|product", "cta-assigned|mail"]})
    assign_cta(actor=cast.alice, cta=call(account), owner=cast.bob)
    notify(person=cast.bob, kind="import-finished", key="i", data={"batch": 1})
    assert told(cast.bob) == []
    notice = Notice.objects.get(person=cast.bob)
    assert (notice.kind, notice.is_shown, notice.wants_mail) == ("cta-assigned", False, True)


def test_what_waits_for_a_letter_goes_in_one_and_only_once(cast, account, sink):
    for number in range(2):
        assign_cta(actor=cast.alice, cta=call(account, reason=f"r{number}"), owner=cast.bob)
    for _time in range(2):
        send_notices(workspace=cast.workspace)
    (letter,) = sink.read()
    assert letter["To"] == "bob@example.com"
    assert letter["Subject"] == "Alice gave you a call to action: Acme, and 1 more"
    assert letter.get_body(("plain",)).get_content().count("https://tenure.example.com/ctas/") == 2
    assert Delivery.objects.get().state == "sent"


def test_a_letter_says_nothing_of_customers_the_person_no_longer_sees(cast, account, sink):
    assign_cta(actor=cast.alice, cta=call(account), owner=cast.bob)
    cast.bob.teams.clear()
    assert send_notices(workspace=cast.workspace) == {"empty": 1}
    assert sink.letters == []


def test_no_kind_at_all_is_chosen_away_for_others(cast):
    save_choices(actor=cast.bob, wanted=set())
    assert notify(person=cast.bob, kind="import-finished", key="i", data={"batch": 1}) is None
    assert notify(person=cast.alice, kind="import-finished", key="i", data={"batch": 1}) is not None


def test_whoever_is_shut_out_is_told_nothing(cast):
    cast.bob.is_active = False
    cast.bob.save()
    assert notify(person=cast.bob, kind="import-finished", key="i", data={"batch": 1}) is None


def test_the_digest_is_set_on_the_page_of_preferences(cast, as_person):
    browser = as_person(cast.alice)
    form = {"is_on": "on", "hour": "7", "time_zone": "Asia/Shanghai"}
    assert browser.post(reverse("notice-settings"), form).status_code == 302
    plan = cast.alice.digest_plan
    assert (plan.hour, plan.time_zone, plan.on_weekends) == (7, "Asia/Shanghai", False)
    wrong = browser.post(reverse("notice-settings"), {"hour": "25", "time_zone": "Moon/Sea"})
    assert wrong.status_code == 422
    assert "No mail server is set" in browser.get(reverse("notice-settings")).content.decode()
