"""The book of customers: who is in it, filters, order, groups, files."""

import csv
import io
from decimal import Decimal

import pytest


def body_of(response):
    assert response.status_code == 200
    return response.content.decode()


def names(browser, query=""):
    response = browser.get(f"/portfolio/{query}")
    assert response.status_code == 200
    return [cells[0].value for cells in response.context["table"].rows]


@pytest.fixture
def browser(cast, book, as_person):
    book.customer("Ash", mrr="10", segment="Mid", stage="Mature", score=8800, band="green", ends_in=200)
    book.customer("Birch", mrr="300", segment="Enterprise", score=3000, band="red", ends_in=20)
    book.customer("Cedar", mrr=None, segment="Mid")
    return as_person(cast.alice)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Birch", "Ash", "Cedar"]),
        ("?sort=name", ["Ash", "Birch", "Cedar"]),
        ("?sort=health", ["Birch", "Ash", "Cedar"]),
        ("?band=red", ["Birch"]),
        ("?band=none", ["Cedar"]),
        ("?renewal=90", ["Birch"]),
        ("?segment=Mid&sort=name", ["Ash", "Cedar"]),
        ("?paying=no", ["Cedar"]),
        ("?q=IRC", ["Birch"]),
        ("?owner=none", []),
        ("?band=purple", []),
        ("?renewal=soon&sort=name", ["Ash", "Birch", "Cedar"]),
    ],
)
def test_the_address_holds_filter_and_order(browser, query, expected):
    assert names(browser, query) == expected


def test_revenue_is_that_of_the_engine_with_its_defaults(book, cast, browser):
    two = book.customer("Two lines", mrr="5")
    book.line(two, "7", is_trial=True)
    book.line(two, "11")
    rows = browser.get("/portfolio/").context["table"].rows
    row = next(cells[0].row for cells in rows if cells[0].value == "Two lines")
    assert row.arr == Decimal(192)


def test_groups_have_subtotals(browser):
    groups = browser.get("/portfolio/?group=segment").context["table"].grouped
    assert [(group.title, group.count, group.totals["arr"]) for group in groups] == [
        ("Enterprise", 1, {"USD": Decimal(3600)}),
        ("Mid", 2, {"USD": Decimal(120)}),
    ]
    assert "By Segment" in body_of(browser.get("/portfolio/?group=segment"))


def test_the_file_holds_what_the_filters_leave(browser):
    response = browser.get("/portfolio/?format=csv&segment=Mid&sort=name")
    lines = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [line["Customer"] for line in lines] == ["Ash", "Cedar"]
    assert lines[0]["ARR"] == "120.00"
    assert lines[0]["Health"] == "88.0"
    assert browser.get("/portfolio/?format=xlsx").content.startswith(b"PK")


def test_a_stranger_sees_no_customer_no_sum_and_no_name_in_the_filters(browser, cast, as_person):
    stranger = as_person(cast.charlie)
    body = body_of(stranger.get("/portfolio/"))
    for text in ("Ash", "Birch", "Enterprise", "3,600", "Alice"):
        assert text not in body
    assert names(stranger) == []
    assert b"Birch" not in stranger.get("/portfolio/?format=csv").content


def test_a_reader_and_an_administrator_see_the_book(browser, cast, as_person):
    assert len(names(as_person(cast.rita))) == len(names(as_person(cast.root))) == 3


def test_no_match_offers_to_clear_the_filters_and_an_empty_book_to_import(browser, cast, as_person):
    assert "Clear the filters" in body_of(browser.get("/portfolio/?q=zzz"))
    assert "Import your data" in body_of(as_person(cast.charlie).get("/portfolio/"))


def test_a_large_group_shows_its_first_rows_and_leads_to_all(book, browser):
    for number in range(12):
        book.customer(f"Maple {number:02}", mrr=str(number + 1), segment="Mid")
    groups = browser.get("/portfolio/?group=segment&sort=name").context["table"].grouped
    mid = next(group for group in groups if group.title == "Mid")
    assert (mid.count, len(mid.rows), mid.hidden) == (14, 10, 4)
    assert mid.link == "/portfolio/?sort=name&segment=Mid"
    assert len(names(browser, "?sort=name&segment=Mid")) == 14
