"""The working list: what is on it, for whom, and what happens when a row is done or snoozed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tenure.health.tests.conftest import Company
from tenure.playbooks.models import Cta
from tenure.web.queries.book import forget_books, get_book
from tenure.web.queries.book.store import find_kept_book
from tenure.web.queries.book.weeks import weeks_of
from tenure.web.queries.today import get_today


def body_of(response):
    assert response.status_code == 200
    return response.content.decode()


def titles(person, whose="team"):
    listing = get_today(user=person, whose=whose, day=timezone.localdate())
    return {group.name: [row.cta.account.name for row in group.rows] for group in listing.groups}


def test_rows_are_grouped_by_urgency_and_the_most_money_comes_first(cast, book):
    for name, due_in, amount in (("Late", -2, "10"), ("Now", 0, "500"), ("Week", 7, "1"), ("Later", 8, "1")):
        book.call(book.customer(name), due_in=due_in, amount=amount)
    assert titles(cast.alice) == {"now": ["Now", "Late"], "week": ["Week"], "later": ["Later"]}


def test_a_row_says_who_why_and_how_much(cast, book, as_person):
    account = book.customer("Kestrel Bakery", score=4400, band="red", ends_in=41)
    book.call(account)
    body = body_of(as_person(cast.alice).get("/"))
    for text in ("Kestrel Bakery", "Log-ins fell 62% in 14 days", "$1.2K", "At risk", ">44<"):
        assert text in body


def test_the_figures_count_each_customer_once_and_only_what_nothing_renews(cast, book):
    risky = book.customer("Risky", ends_in=30)
    book.call(risky)
    book.call(risky, reason="storm", amount="600")
    renewed = book.customer("Renewed", mrr=None)
    ending = book.line(renewed, "50", ends_in=20)
    book.line(renewed, "50", starts_on=timezone.localdate() + timedelta(days=20), renewal_of=ending)
    book.customer("Far", ends_in=91)
    figures = get_today(user=cast.alice, whose="team", day=timezone.localdate()).figures
    assert (figures.at_risk, figures.risk_accounts) == ({"USD": 1200}, 1)
    assert (figures.renewals, figures.renewal_arr) == (1, {"USD": 1200})


def test_done_takes_the_row_away_counts_it_and_offers_the_way_back(cast, book, as_person):
    cta = book.call(book.customer("Acme"))
    browser = as_person(cast.alice)
    answer = browser.post(
        reverse("cta-complete", args=[cta.pk]), {"outcome": "handled", "note": "called", "next": "/"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/")
    body = body_of(browser.get("/"))
    assert "today-row" not in body
    assert reverse("cta-reopen", args=[cta.pk]) in body
    assert get_today(user=cast.alice, whose="team", day=timezone.localdate()).figures.done == 1
    browser.post(reverse("cta-reopen", args=[cta.pk]))
    assert "today-row" in body_of(browser.get("/"))


@pytest.mark.parametrize("fields", [{"days": "7"}, {"until": "SOON"}])
def test_snooze_moves_the_row_to_waiting(cast, book, as_person, fields):
    cta = book.call(book.customer("Acme"))
    soon = (timezone.localdate() + timedelta(days=3)).isoformat()
    sent = {name: soon if value == "SOON" else value for name, value in fields.items()}
    as_person(cast.alice).post(reverse("cta-snooze", args=[cta.pk]), {"note": "holiday", **sent})
    assert titles(cast.alice) == {"waiting": ["Acme"]}
    assert cta.snoozes.get().note == "holiday"


@pytest.mark.parametrize(
    "fields", [{}, {"days": "0"}, {"days": "9999"}, {"until": "yesterday"}, {"until": "2001-01-01"}]
)
def test_a_snooze_without_a_day_ahead_is_refused_with_a_reason(cast, book, as_person, fields):
    cta = book.call(book.customer("Acme"))
    browser = as_person(cast.alice)
    answer = browser.post(reverse("cta-snooze", args=[cta.pk]), {"next": "/", **fields}, follow=True)
    assert titles(cast.alice) == {"now": ["Acme"]}
    assert "data-flash" in answer.content.decode()


def test_each_person_sees_the_list_of_their_customers_only(cast, book, as_person):
    cta = book.call(book.customer("Acme"))
    assert titles(cast.alice, "mine") == {"now": ["Acme"]}
    assert titles(cast.bob, "mine") == {}
    assert titles(cast.bob) == titles(cast.rita) == titles(cast.root) == {"now": ["Acme"]}
    assert titles(cast.charlie) == {}
    stranger = as_person(cast.charlie)
    body = body_of(stranger.get("/?whose=team"))
    assert "Acme" not in body
    assert "1200" not in body
    assert stranger.get(reverse("cta", args=[cta.pk])).status_code == 404
    assert stranger.post(reverse("cta-complete", args=[cta.pk])).status_code == 404
    assert Cta.objects.get().closed_at is None


def test_a_reader_sees_the_list_without_buttons_and_may_not_use_them(cast, book, as_person):
    cta = book.call(book.customer("Acme"))
    browser = as_person(cast.rita)
    body = body_of(browser.get("/"))
    assert "Acme" in body
    assert reverse("cta-complete", args=[cta.pk]) not in body
    assert browser.post(reverse("cta-complete", args=[cta.pk])).status_code == 403


def test_the_evidence_opens_beside_the_list_and_as_a_page(cast, book, as_person):
    account = book.customer("Acme", score=4400, band="red", ends_in=12)
    book.contact(account, "Zoe Gone", role="champion", left_on=timezone.localdate())
    book.contact(account, "Max User", role="end_user")
    book.contact(account, "Ann Champion", role="champion", phone="+44 20", email="ann@example.com")
    book.touch(account, "Quarterly review")
    cta = book.call(account)
    browser = as_person(cast.alice)
    part = body_of(browser.get(reverse("cta", args=[cta.pk]), headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert part.index("Ann Champion") < part.index("Max User")
    assert "Zoe Gone" not in part
    for text in ("Quarterly review", "tel:+44 20", "in 12 days", "At risk"):
        assert text in part
    assert "<html" in body_of(browser.get(reverse("cta", args=[cta.pk])))


def test_without_customers_it_says_what_to_do_first_and_without_work_that_all_is_well(cast, book, as_person):
    browser = as_person(cast.alice)
    assert "No customers yet" in body_of(browser.get("/"))
    book.customer("Acme")
    assert "Nothing needs you now" in body_of(browser.get("/"))


def test_the_reason_is_written_in_the_language_of_the_reader(cast, book, as_person):
    book.call(book.customer("Acme"))
    browser = as_person(cast.alice)
    browser.post(reverse("preferences"), {"language": "zh-hans"})
    body = body_of(browser.get("/"))
    assert "今日" in body
    assert "Log-ins fell" not in body


def test_sparklines_from_the_book_are_those_of_the_log(cast, book, as_person):
    account = book.customer("Used")
    book.call(account)
    day = timezone.localdate()
    days = [day - timedelta(days=back) for back in (2, 30, 31)]
    Company(cast.workspace).uses(account, days, users=("ana", "ben"))
    forget_books()
    from_log = weeks_of(workspace_id=cast.workspace.pk, accounts=[account.pk], day=day)
    assert find_kept_book(cast.workspace.pk, day) is None
    get_book(cast.workspace.pk)
    from_book = weeks_of(workspace_id=cast.workspace.pk, accounts=[account.pk, account.pk + 1], day=day)
    assert find_kept_book(cast.workspace.pk, day) is not None
    assert {pk: list(weeks) for pk, weeks in from_book.items()} == {pk: list(weeks) for pk, weeks in from_log.items()}
    assert sum(from_book[account.pk]) in (4, 6)  # two people in two or three weeks, as the days fall
