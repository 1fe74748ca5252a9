"""The quick log of the account page."""

import pytest

from tenure.accounts.forms.quick import LONGEST_SUBJECT
from tenure.accounts.models import Note, Touchpoint

PART = {"HX-Request": "true"}


@pytest.fixture
def account(book):
    return book.customer("Acme")


def log(browser, account, text="Agreed on a training", kind="call", contact="", headers=None):
    data = {"log-kind": kind, "log-text": text, "log-contact": contact}
    return browser.post(f"/accounts/{account.pk}/log/", data, headers=headers or PART)


def test_a_call_is_on_the_timeline_at_once_and_can_be_taken_back(cast, account, book, as_person):
    ann = book.contact(account, "Ann Champion", role="champion")
    bob = as_person(cast.bob)
    answer = log(bob, account, contact=ann.pk)
    assert answer.status_code == 200
    row = Touchpoint.objects.get()
    assert (row.kind, row.contact, row.owner_name, row.subject) == ("call", ann, "Bob", "Agreed on a training")
    body = answer.content.decode()
    assert "Agreed on a training, with Ann Champion" in body
    undo = f"/records/touchpoints/{row.pk}/delete/"
    assert undo in body
    assert bob.post(undo).status_code == 302
    assert not Touchpoint.objects.exists()


@pytest.mark.parametrize("kind", ["meeting", "mail", "visit"])
def test_each_kind_is_kept(cast, account, as_person, kind):
    log(as_person(cast.alice), account, kind=kind)
    assert Touchpoint.objects.get().kind == kind


def test_a_note_has_its_author_and_is_shown_as_text(cast, account, as_person):
    bob = as_person(cast.bob)
    body = log(bob, account, "<script>alert(1)</script>", kind="note").content.decode()
    assert Note.objects.get().author == cast.bob
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert" in body


def test_a_long_text_is_kept_whole_under_its_beginning(cast, account, as_person):
    text = "很长 " * LONGEST_SUBJECT
    log(as_person(cast.alice), account, text)
    row = Touchpoint.objects.get()
    assert len(row.subject) <= LONGEST_SUBJECT
    assert row.summary == text.strip()


def test_nothing_said_is_not_logged_and_the_form_says_so(cast, account, as_person):
    answer = log(as_person(cast.alice), account, "  ")
    assert "This field is required" in answer.content.decode()
    assert not Touchpoint.objects.exists()


def test_without_scripts_the_page_comes_back_or_the_form_with_the_problem(cast, account, as_person):
    alice = as_person(cast.alice)
    assert log(alice, account, "", headers={"Accept": "text/html"}).status_code == 422
    assert log(alice, account, headers={"Accept": "text/html"}).url == f"/accounts/{account.pk}/"


def test_a_contact_of_another_customer_cannot_be_named(cast, account, book, as_person):
    other = book.contact(book.customer("Other"), "Elsewhere")
    log(as_person(cast.bob), account, contact=other.pk)
    assert not Touchpoint.objects.exists()


def test_a_reader_sees_no_log_and_may_not_write(cast, account, as_person):
    rita = as_person(cast.rita)
    assert 'id="quick-log"' not in rita.get(f"/accounts/{account.pk}/").content.decode()
    assert log(rita, account).status_code == 403
    assert log(as_person(cast.charlie), account).status_code == 404
    assert not Touchpoint.objects.exists()
