"""The account page and its timeline."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tenure.playbooks.services import complete_cta, snooze_cta
from tenure.ui.registry import panels
from tenure.web.queries.timeline import PAGE, get_timeline, list_persons


def body_of(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def account(book):
    account = book.customer(
        "Acme", score=6050, band="amber", ends_in=41, segment="Mid", stage="Mature", tags=["pilot"]
    )
    book.contact(account, "Ann Champion", role="champion")
    book.touch(account, "Quarterly review", days_ago=1)
    book.ticket(account, "Reports are slow", days_ago=2)
    book.note(account, "Wants two more sites", days_ago=3)
    return account


def test_the_head_tells_health_revenue_renewal_and_people(cast, account, as_person):
    body = body_of(as_person(cast.alice).get(f"/accounts/{account.pk}/"))
    for text in (
        "Acme",
        "Mature",
        "pilot",
        ">60<",
        "Watch",
        "Log-ins fell 62% in 14 days",
        "$1,200",
        "41 days",
        "Alice",
    ):
        assert text in body


def test_every_registered_panel_stands_on_it(cast, account, as_person):
    body = body_of(as_person(cast.alice).get(f"/accounts/{account.pk}/"))
    assert panels("account")
    for spec in panels("account"):
        assert f'id="panel-{spec.name}"' in body


def test_each_of_the_cast_sees_what_they_may(cast, account, as_person):
    address = f"/accounts/{account.pk}/"
    for person in (cast.alice, cast.bob, cast.root):
        assert "Edit" in body_of(as_person(person).get(address))
    reader = body_of(as_person(cast.rita).get(address))
    assert "Quarterly review" in reader
    assert reverse("record-edit", args=["accounts", account.pk]) not in reader
    assert as_person(cast.charlie).get(address).status_code == 404
    assert as_person(cast.charlie).get(f"{address}timeline/").status_code == 404


def test_the_name_of_a_parent_outside_the_scope_stays_away(cast, account, as_person):
    parent = type(account).objects.create(workspace=cast.workspace, team=cast.south, name="Secret Holding")
    account.parent = parent
    account.save()
    assert "Secret Holding" not in body_of(as_person(cast.alice).get(f"/accounts/{account.pk}/"))
    assert "Secret Holding" in body_of(as_person(cast.root).get(f"/accounts/{account.pk}/"))


def titles(account, **options):
    return [item.title for item in get_timeline(account=account, **options).items]


def test_the_timeline_is_in_the_order_of_time_and_can_be_filtered(account):
    assert titles(account)[:3] == ["Quarterly review", "Ticket opened: Reports are slow", "Note"]
    assert titles(account, kind="support") == ["Ticket opened: Reports are slow"]
    assert titles(account, kind="feedback") == []


def test_contracts_renewals_and_ends_are_on_it(account, book):
    first = book.line(account, "10", starts_on=date(2021, 1, 1), ends_in=-400)
    book.line(account, "12", starts_on=timezone.localdate() - timedelta(days=400), ends_in=-30, renewal_of=first)
    money = titles(account, kind="money")
    assert money[0].endswith("ends without renewal")
    assert money[1].endswith("renewed")
    assert sum(title.endswith("ends without renewal") for title in money) == 1


def test_what_was_done_about_it_is_on_it_with_the_note(cast, account, book):
    cta = book.call(account)
    snooze_cta(actor=cast.bob, cta=cta, until=timezone.localdate() + timedelta(days=3))
    complete_cta(actor=cast.alice, cta=cta, outcome="handled", note="Training agreed")
    items = get_timeline(account=account, kind="work").items
    assert items[0].title == "Done: Handled"
    assert items[2].text == "Log-ins fell 62% in 14 days"
    assert (items[0].text, items[0].actor) == ("Training agreed", "Alice")
    assert [item.actor for item in items] == ["Alice", "Bob", "by rule"]


def test_older_items_come_page_by_page_without_a_gap_or_double(account, book):
    for number in range(2 * PAGE):
        book.ticket(account, f"T{number:02}", days_ago=10 + number)
    seen, before = [], None
    for _round in range(5):
        page = get_timeline(account=account, kind="support", before=before)
        seen += [item.title for item in page.items]
        if not page.older:
            break
        before = timezone.datetime.fromisoformat(page.older)
    assert len(seen) == len(set(seen)) == 2 * PAGE + 1


def test_what_happened_on_one_day_stays_together_on_a_page(account, book):
    for number in range(2 * PAGE):
        book.line(account, "10", starts_on=timezone.localdate() - timedelta(days=50 + number // 5))
    seen, before = [], None
    for _round in range(6):
        page = get_timeline(account=account, kind="money", before=before)
        seen += [item.url for item in page.items]
        if not page.older:
            break
        before = timezone.datetime.fromisoformat(page.older)
    assert len(seen) == len(set(seen)) == 2 * PAGE + 1


def test_the_timeline_is_narrowed_to_a_person(cast, account, book, as_person):
    ann = account.contacts.get()
    book.touch(account, "Call with Ann", contact=ann, owner_name="Bob")
    theirs, ours = list_persons(account=account)
    assert [one.name for one in theirs] == ["Ann Champion"]
    assert [one.name for one in ours] == ["Alice", "Bob"]
    assert titles(account, person=theirs[0]) == ["Call with Ann, with Ann Champion"]
    assert titles(account, person=ours[1]) == ["Call with Ann, with Ann Champion"]
    assert titles(account, person=ours[0]) == []
    body = body_of(as_person(cast.alice).get(f"/accounts/{account.pk}/?who=c{ann.pk}&kind=contact"))
    assert "Quarterly review" not in body


def test_who_left_is_on_the_timeline(account, book):
    book.contact(account, "Max Gone", role="champion", left_on=timezone.localdate() - timedelta(days=5))
    assert "Max Gone has left" in titles(account)


def test_a_part_of_the_timeline_opened_directly_is_a_page(cast, account, as_person):
    browser = as_person(cast.alice)
    address = f"/accounts/{account.pk}/timeline/?kind=support"
    assert "<html" in body_of(browser.get(address))
    part = body_of(browser.get(address, headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert "Reports are slow" in part
    assert "Quarterly review" not in part
    body_of(browser.get(f"/accounts/{account.pk}/timeline/?before=nonsense"))


def test_what_people_write_is_shown_as_text(cast, account, book, as_person):
    book.note(account, "<script>alert(1)</script>", days_ago=0)
    body = body_of(as_person(cast.alice).get(f"/accounts/{account.pk}/"))
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert" in body
