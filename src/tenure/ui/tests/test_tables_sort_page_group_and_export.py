"""One declaration of columns gives sorting, paging, grouping, subtotals and files."""

import csv
import io
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
import python_calamine
from django.test import RequestFactory

from tenure.accounts.models import Account
from tenure.ui.tables import Column, Filter, Table

COLUMNS = [
    Column("name", "Name", kind="name", link=lambda row: f"/x/{row.name}/", sort=True, is_fixed=True),
    Column("segment", "Segment", sort=True),
    Column("arr", "ARR", kind="money", sort=True, has_total=True),
    Column("since", "Since", kind="date", sort=True),
    Column("hidden", "Hidden", is_shown=False),
]


def row(name, segment, arr, currency="USD", since=None):
    amount = None if arr is None else Decimal(arr)
    return SimpleNamespace(name=name, segment=segment, arr=amount, currency=currency, since=since, hidden="h")


ROWS = [
    row("Beta", "Mid", "200.50", since=date(2026, 1, 5)),
    row("alpha", "Enterprise", "100"),
    row("Gamma", "Mid", None, since=date(2025, 1, 5)),
    row("Delta", "Mid", "70", currency="CNY"),
]


def table(query="", rows=ROWS, **options):
    request = RequestFactory().get("/list/" + query)
    options = {"default_sort": "name", "groups": [COLUMNS[1]], **options}
    return Table(request, name="list", columns=COLUMNS, rows=rows, **options)


def names(made):
    return [cells[0].value for cells in made.rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["alpha", "Beta", "Delta", "Gamma"]),
        ("?sort=-name", ["Gamma", "Delta", "Beta", "alpha"]),
        ("?sort=arr", ["Delta", "alpha", "Beta", "Gamma"]),
        ("?sort=-arr", ["Beta", "alpha", "Delta", "Gamma"]),
        ("?sort=since", ["Gamma", "Beta", "alpha", "Delta"]),
        ("?sort=password", ["alpha", "Beta", "Delta", "Gamma"]),
    ],
)
def test_rows_are_sorted_by_the_address_and_what_is_unknown_comes_last(query, expected):
    assert names(table(query)) == expected


def test_pages_are_cut_and_an_impossible_page_is_the_last():
    assert names(table("?page=2", per_page=3)) == ["Gamma"]
    assert names(table("?page=99", per_page=3)) == ["Gamma"]
    assert names(table("?page=x", per_page=3)) == ["alpha", "Beta", "Delta"]


def test_columns_are_chosen_by_the_address_and_a_fixed_one_stays():
    assert [column.name for column in table().columns] == ["name", "segment", "arr", "since"]
    assert [column.name for column in table("?cols=hidden").columns] == ["name", "hidden"]


def test_groups_have_counts_and_subtotals_that_never_add_two_currencies():
    groups = table("?group=segment").grouped
    assert [(group.title, group.count) for group in groups] == [("Enterprise", 1), ("Mid", 3)]
    assert groups[1].totals == {"arr": {"USD": Decimal("200.50"), "CNY": Decimal(70)}}
    assert table("?group=arr").grouping is None


def test_csv_holds_all_rows_with_amounts_as_numbers_and_their_currency():
    response = table("?format=csv&page=2", per_page=1).export()
    assert response["Content-Disposition"].startswith('attachment; filename="list-')
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert lines[0] == ["Name", "Segment", "ARR", "ARR, currency", "Since"]
    assert lines[1] == ["alpha", "Enterprise", "100", "USD", ""]
    assert lines[2] == ["Beta", "Mid", "200.50", "USD", "2026-01-05"]
    assert len(lines) == 5


def test_what_a_spreadsheet_would_run_is_harmless_and_a_negative_amount_stays_a_number():
    rows = [row('=HYPERLINK("http://x")', "@SUM(A1)", "-5")]
    lines = list(csv.reader(io.StringIO(table("?format=csv", rows=rows).export().content.decode("utf-8-sig"))))
    assert lines[1][:3] == ['\'=HYPERLINK("http://x")', "'@SUM(A1)", "-5"]


def test_xlsx_keeps_texts_numbers_and_dates():
    content = table("?format=xlsx").export().content
    sheet = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert sheet[0] == ["Name", "Segment", "ARR", "ARR, currency", "Since"]
    assert sheet[2] == ["Beta", "Mid", 200.5, "USD", date(2026, 1, 5)]


def test_a_queryset_is_sorted_in_the_database(cast):
    for name, size in (("A", 5), ("B", None), ("C", 50)):
        Account.objects.create(workspace=cast.workspace, name=name, size=size)
    columns = [Column("name", "Name", sort=True), Column("size", "Employees", kind="number", sort="size")]
    request = RequestFactory().get("/?sort=-size")
    made = Table(request, name="x", columns=columns, rows=Account.objects.all(), default_sort="name")
    assert names(made) == ["C", "A", "B"]


def test_filters_and_search_count_as_filtered_and_their_parameters_are_not_carried_twice():
    made = table(
        "?segment=Mid&q=be&sort=-arr&page=3&as_of=2026-01-01",
        filters=[Filter("segment", "Segment", [("Mid", "Mid")])],
    )
    assert made.is_filtered
    assert made.kept == [("sort", "-arr"), ("as_of", "2026-01-01")]
