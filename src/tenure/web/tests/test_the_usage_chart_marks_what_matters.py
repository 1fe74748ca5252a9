"""Marks of the usage chart: renewals, prices, ends, people who left."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tenure.web.panels.marks import account_marks


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def account(book):
    return book.customer("Acme", mrr=None)


def marks(account, today):
    first = today - timedelta(days=89)
    return sorted((mark.on, mark.label) for mark in account_marks(account, first, today) if mark.on >= first)


def test_a_renewal_at_another_price_is_one_mark_that_says_so(account, book, today):
    for was, now in (("100", "100"), ("100", "120")):
        first = book.line(account, was, quantity=Decimal(10), starts_on=date(2024, 1, 1), ends_in=-20)
        start = today - timedelta(days=20)
        book.line(account, now, quantity=Decimal(10), starts_on=start, renewal_of=first)
    assert marks(account, today) == [(start, "Renewal, new price")]


def test_more_seats_at_the_same_price_change_no_price(account, book, today):
    first = book.line(account, "100", quantity=Decimal(10), starts_on=date(2024, 1, 1), ends_in=-20)
    start = today - timedelta(days=20)
    book.line(account, "200", quantity=Decimal(20), starts_on=start, renewal_of=first)
    assert marks(account, today) == [(start, "Renewal")]


def test_an_end_without_renewal_and_a_champion_who_left_are_marked(account, book, today):
    book.line(account, "100", starts_on=date(2024, 1, 1), ends_in=-10)
    book.contact(account, "Ann", role="champion", left_on=today - timedelta(days=5))
    book.contact(account, "Tim", role="end_user", left_on=today - timedelta(days=4))
    assert marks(account, today) == [
        (today - timedelta(days=10), "Ended without renewal"),
        (today - timedelta(days=5), "Champion left"),
    ]


def test_a_price_changed_in_between_is_marked_and_what_was_amended_has_not_ended(account, book, today):
    first = book.line(account, "100", quantity=Decimal(10), starts_on=date(2024, 1, 1), ends_in=-20)
    start = today - timedelta(days=20)
    book.line(account, "120", quantity=Decimal(10), starts_on=start, amends=first)
    book.contact(account, "Ann", role="decision_maker", left_on=start)
    assert marks(account, today) == [(start, "Price changed · Decision maker left")]
