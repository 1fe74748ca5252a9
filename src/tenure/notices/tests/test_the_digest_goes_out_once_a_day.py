"""The digest: at the person's hour, in their language, what they may see, once, over real SMTP."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from tenure.config.cli import main
from tenure.foundation.jobs import enqueue, run_now
from tenure.foundation.models import Job
from tenure.notices.models import Delivery
from tenure.notices.services import save_plan, send_digests
from tenure.notices.services.digests import digest_key
from tenure.notices.tests.conftest import BREAKING, REFUSING
from tenure.playbooks.services import complete_cta, open_cta
from tenure.playbooks.services.ctas import Call

MONDAY = date(2026, 6, 1)
CLAUSE = {"text": "log-ins fell {percent} in {window} days", "values": {"percent": 0.62, "window": 14}}
CLAUSE["as"] = {"percent": "percent"}


def at(hour, minute=0, day=MONDAY):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(at(8), tick=False):
        yield


@pytest.fixture
def cta(cast):
    account = cast.account("Kestrel & Sons")
    call = Call(
        reason="health.below_band",
        due_on=MONDAY,
        clauses=[CLAUSE],
        at_risk_amount=Decimal("120000"),
        currency="USD",
    )
    return open_cta(actor=None, account=account, call=call, owner=cast.alice)[0]


def states(sent):
    return {one.person.name: one.state for one in sent}


def test_it_says_what_needs_the_person_with_reason_money_and_link(cast, cta, sink):
    sent = send_digests(workspace=cast.workspace, now=at(8))
    assert states(sent)["Alice"] == "sent"
    letter = next(one for one in sink.read() if one["To"] == "alice@example.com")
    assert letter["From"] == "Tenure <tenure@example.com>"
    assert letter["Subject"] == "1 Jun 2026: 1 customer matter needs you, 1 of them now"
    text = letter.get_body(("plain",)).get_content()
    html = letter.get_body(("html",)).get_content()
    for part in (text, html):
        assert "Log-ins fell 62% in 14 days" in part
        assert "$120,000" in part
        assert f"https://tenure.example.com/ctas/{cta.pk}/" in part
    assert "Kestrel & Sons" in text
    assert "Kestrel &amp; Sons" in html
    assert "<script" not in html


def test_each_gets_what_they_may_see_and_whoever_has_nothing_gets_nothing(cast, cta, sink):
    sent = send_digests(workspace=cast.workspace, now=at(8))
    assert states(sent) == {"Alice": "sent", "Bob": "sent", "Root": "sent", "Charlie": "empty"}
    assert sorted(letter["To"] for letter in sink.read()) == [
        "alice@example.com",
        "bob@example.com",
        "root@example.com",
    ]


def test_repeating_the_job_sends_nothing_more(cast, cta, sink):
    for _run in range(3):
        run_now(enqueue("notices.digest", actor=None, workspace=cast.workspace))
    send_digests(workspace=cast.workspace, now=at(11))
    assert len(sink.letters) == 3
    assert set(Job.objects.filter(kind="notices.digest").values_list("state", flat=True)) == {"done"}


def test_what_a_killed_process_left_half_way_is_never_sent_again(cast, cta, sink):
    Delivery.objects.create(
        workspace=cast.workspace,
        person=cast.alice,
        channel="mail",
        key=digest_key(MONDAY),
        state="sending",
        claimed_at=at(7, 55),
    )
    assert states(send_digests(workspace=cast.workspace, now=at(8)))["Alice"] == "sending"
    with time_machine.travel(at(8, 20), tick=False):
        assert states(send_digests(workspace=cast.workspace, now=at(8, 20)))["Alice"] == "unsure"
    assert "alice@example.com" not in {letter["To"] for letter in sink.read()}


def test_a_process_killed_before_it_connected_leaves_nothing_undone(cast, cta, sink):
    Delivery.objects.create(workspace=cast.workspace, person=cast.alice, channel="mail", key=digest_key(MONDAY))
    assert states(send_digests(workspace=cast.workspace, now=at(8)))["Alice"] == "sent"


def test_a_letter_that_is_refused_is_tried_again_and_one_in_doubt_is_not(cast, cta, sink):
    sink.mood = REFUSING
    assert states(send_digests(workspace=cast.workspace, now=at(8)))["Alice"] == "waiting"
    row = Delivery.objects.get(person=cast.alice)
    assert "no such person" in row.error
    sink.mood = BREAKING
    assert states(send_digests(workspace=cast.workspace, now=at(8, 30)))["Alice"] == "unsure"
    sink.mood = ""
    assert states(send_digests(workspace=cast.workspace, now=at(9)))["Alice"] == "unsure"
    assert [letter["To"] for letter in sink.read()].count("alice@example.com") == 1


def test_a_server_that_always_refuses_is_given_up_after_five_times(cast, cta, sink):
    sink.mood = REFUSING
    for minutes in range(0, 180, 30):
        now = at(8) + timedelta(minutes=minutes)
        found = states(send_digests(workspace=cast.workspace, now=now))["Alice"]
    assert found == "failed"
    assert Delivery.objects.get(person=cast.alice).attempts == 5


def test_without_a_server_there_is_nobody_to_reach_and_it_is_tried_again(cast, cta, sink, settings):
    settings.EMAIL_PORT = 1
    assert states(send_digests(workspace=cast.workspace, now=at(8)))["Alice"] == "waiting"


@pytest.mark.parametrize(
    ("hour", "zone", "now", "is_sent"),
    [
        (8, "", at(7, 59), False),
        (8, "", at(8), True),
        (8, "", at(13, 59), True),
        (8, "", at(14), False),
        (9, "Asia/Shanghai", at(0, 59), False),
        (9, "Asia/Shanghai", at(1), True),
        (8, "America/New_York", at(12), True),
        (8, "America/New_York", at(11, 59), False),
    ],
)
def test_it_leaves_at_the_hour_of_the_person(cast, cta, sink, hour, zone, now, is_sent):
    save_plan(actor=cast.alice, is_on=True, hour=hour, time_zone=zone, on_weekends=False)
    assert ("Alice" in states(send_digests(workspace=cast.workspace, now=now))) == is_sent


def test_on_weekends_only_for_who_wants_it_and_never_when_switched_off(cast, cta, sink):
    saturday = at(8, day=date(2026, 6, 6))
    assert send_digests(workspace=cast.workspace, now=saturday) == []
    save_plan(actor=cast.alice, is_on=True, hour=8, time_zone="", on_weekends=True)
    save_plan(actor=cast.bob, is_on=False, hour=8, time_zone="", on_weekends=True)
    assert set(states(send_digests(workspace=cast.workspace, now=saturday))) == {"Alice"}


def test_readers_get_it_when_they_ask_for_it(cast, cta, sink):
    assert "Rita" not in states(send_digests(workspace=cast.workspace, now=at(8)))
    save_plan(actor=cast.rita, is_on=True, hour=8, time_zone="", on_weekends=False)
    assert states(send_digests(workspace=cast.workspace, now=at(8)))["Rita"] == "sent"


def test_it_is_written_in_the_language_of_the_person(cast, cta, sink):
    cast.alice.language = "zh-hans"
    cast.alice.save()
    send_digests(workspace=cast.workspace, now=at(8), person=cast.alice)
    (letter,) = sink.read()
    assert "2026年6月1日" in letter["Subject"]
    assert "Log-ins fell" not in letter.get_body(("plain",)).get_content()


def test_on_a_day_with_nothing_to_do_nothing_is_sent_that_day(cast, cta, sink):
    complete_cta(actor=cast.alice, cta=cta)
    assert set(states(send_digests(workspace=cast.workspace, now=at(8))).values()) == {"empty"}
    assert sink.letters == []


def test_the_preview_shows_the_letter_and_sends_nothing(cast, cta, sink, as_person):
    page = as_person(cast.alice).get(reverse("digest-preview")).content.decode()
    assert "1 customer matter needs you" in page
    assert "Kestrel &amp; Sons" in page
    assert "Nothing would be sent" in as_person(cast.charlie).get(reverse("digest-preview")).content.decode()
    assert sink.letters == []
    assert not Delivery.objects.exists()


def test_the_command_shows_without_sending_and_sends_what_is_due(cast, cta, sink, capsys):
    assert main(["digest", "--dry-run", "--person", "alice@example.com"]) == 0
    shown = capsys.readouterr().out
    assert "=== alice@example.com (from 08:00 UTC)" in shown
    assert "Kestrel & Sons" in shown
    assert sink.letters == []
    assert main(["digest", "--person", "alice@example.com"]) == 0
    assert capsys.readouterr().out == "alice@example.com: sent (2026-06-01)\n"
    assert main(["digest", "--person", "nobody@example.com"]) == 2


def test_without_a_mail_server_the_command_says_so(cast, cta, capsys):
    assert main(["digest"]) == 2
    assert "TENURE_SMTP_URL" in capsys.readouterr().err
