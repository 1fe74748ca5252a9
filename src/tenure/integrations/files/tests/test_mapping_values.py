"""What stands in a cell becomes a value of the field's type, or a problem that says what is wrong."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tenure.integrations.files.tests.mapping_files import mapped, values_of
from tenure.integrations.files.tests.reading_files import workbook


def contract(tmp_path, header, cells, field, **options):
    text = f"id,acct,{header}\n" + "".join(f'{n},A,"{cell}"\n' for n, cell in enumerate(cells))
    mapping = f"{{kind: contracts, fields: {{line_id: id, account_id: acct, {field}: {header}}}}}"
    return values_of(tmp_path, text, mapping, field, **options)


def test_ids_keep_what_makes_them_ids(tmp_path):
    rows = mapped(
        tmp_path, "id,name\n0,Zero\n007, Bond \nA-1,\n", "{kind: accounts, fields: {account_id: id, name: name}}"
    )
    assert [row.values for row in rows] == [
        {"account_id": "0", "name": "Zero"},
        {"account_id": "007", "name": "Bond"},
        {"account_id": "A-1"},
    ]
    assert rows[2].cleared == ("name",)


def test_amounts_lose_currency_and_grouping_but_no_cent(tmp_path):
    cells = [
        "1,234.50",
        "$1,234.5",
        "1 234.50 EUR",
        "(99.10)",
        "12-",
        "-€3",
        "0.000001",
        "１２．５",
        "",
        "n/a",
        "2e3",
    ]
    assert contract(tmp_path, "mrr", cells, "mrr") == [
        Decimal(text) if text else None
        for text in ("1234.50", "1234.5", "1234.50", "-99.10", "-12", "-3", "0.000001", "12.5", "", "", "2e3")
    ]


def test_a_decimal_comma_is_read_and_its_contrary_refused(tmp_path):
    assert contract(tmp_path, "mrr", ["1.234,50", "12,5", "7", "1,234.50"], "mrr") == [
        Decimal("1234.50"),
        Decimal("12.5"),
        Decimal("7"),
        "other_decimal",
    ]


@pytest.mark.parametrize("cell", ["twelve", "12 apples", "1.2.3", "12%", "--5", "2024-01-01", "NaN5", "1,23,4"])
def test_what_is_no_number_is_a_problem(tmp_path, cell):
    assert contract(tmp_path, "mrr", [cell, "1"], "mrr")[0] == "not_a_number"


def test_whole_numbers_must_be_whole(tmp_path):
    assert contract(tmp_path, "m", ["12", "12.0", "12.5", "1,200"], "billing_months") == [12, 12, "not_whole", 1200]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-02-29", date(2024, 2, 29)),
        ("2024/2/9", date(2024, 2, 9)),
        ("20240229", date(2024, 2, 29)),
        ("2024年2月9日", date(2024, 2, 9)),
        ("9 Feb 2024", date(2024, 2, 9)),
        ("Feb 9, 2024", date(2024, 2, 9)),
        ("9-Feb-24", date(2024, 2, 9)),
        ("2024-02-29T23:30:00-05:00", date(2024, 2, 29)),
        ("2024-02-29 23:59", date(2024, 2, 29)),
        ("1709164800", date(2024, 2, 29)),
        ("0000-00-00", None),
        ("null", None),
        ("9999-12-31", date(9999, 12, 31)),
        ("2023-02-29", "not_a_date"),
        ("soon", "not_a_date"),
        ("1024-01-01", "year_out_of_range"),
        ("0001-01-01", "year_out_of_range"),
    ],
)
def test_a_day_is_read_as_written(tmp_path, cell, day):
    assert contract(tmp_path, "on", [cell], "start_date") == [day]


def test_the_order_of_a_column_decides(tmp_path):
    assert contract(tmp_path, "on", ["03/04/2024", "28/04/2024"], "start_date") == [
        date(2024, 4, 3),
        date(2024, 4, 28),
    ]
    assert contract(tmp_path, "on", ["03/04/2024"], "start_date") == ["date_order_open"]
    assert contract(tmp_path, "on", ["03/04/2024"], "start_date", date_order="mdy") == [date(2024, 3, 4)]
    assert contract(tmp_path, "on", ["05/05/2024"], "start_date") == [date(2024, 5, 5)]
    assert contract(tmp_path, "on", ["28/04/2024", "04/28/2024"], "start_date", date_order="dmy") == [
        date(2024, 4, 28),
        "not_in_order",
    ]


def moment(tmp_path, cells, timezone="UTC"):
    text = "id,at,what\n" + "".join(f'{n},"{cell}",x\n' for n, cell in enumerate(cells))
    mapping = "{kind: events, fields: {event_id: id, name: what, occurred_at: at}}"
    return values_of(tmp_path, text, mapping, "occurred_at", timezone=timezone)


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("2024-05-06T07:08:09Z", datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)),
        ("2024-05-06 7:08", datetime(2024, 5, 6, 7, 8, tzinfo=UTC)),
        ("2024-05-06 07:08:09.123456+0200", datetime(2024, 5, 6, 5, 8, 9, 123456, tzinfo=UTC)),
        ("2024/5/6 7:08 PM", datetime(2024, 5, 6, 19, 8, tzinfo=UTC)),
        ("2024/5/6 12:08 AM", datetime(2024, 5, 6, 0, 8, tzinfo=UTC)),
        ("2024年5月6日 下午3:08", datetime(2024, 5, 6, 15, 8, tzinfo=UTC)),
        ("6 May 2024 07:08 GMT", datetime(2024, 5, 6, 7, 8, tzinfo=UTC)),
        ("1714979289", datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)),
        ("1714979289500", datetime(2024, 5, 6, 7, 8, 9, 500_000, tzinfo=UTC)),
        ("2024-05-06 25:00", "not_a_time"),
        ("2024-05-06 07:08 Mars", "not_a_time"),
        ("yesterday", "not_a_time"),
    ],
)
def test_a_moment_comes_out_in_utc(tmp_path, cell, at):
    assert moment(tmp_path, [cell]) == [at]


def test_only_times_without_a_zone_take_that_of_the_mapping_and_days_are_never_shifted(tmp_path):
    cells = ["2024-05-06 07:00", "2024-05-06", "2024-05-06T07:00:00Z"]
    assert moment(tmp_path, cells, timezone="Asia/Shanghai") == [
        datetime(2024, 5, 5, 23, tzinfo=UTC),
        datetime(2024, 5, 6, tzinfo=UTC),
        datetime(2024, 5, 6, 7, tzinfo=UTC),
    ]


def test_yes_and_no_in_two_languages(tmp_path):
    cells = ["TRUE", "no", "是", "否", "1", "0.0", "", "maybe"]
    assert contract(tmp_path, "t", cells, "trial") == [True, False, True, False, True, False, None, "not_yes_or_no"]


def ticket(tmp_path, header, cells, field):
    text = f"id,acct,at,{header}\n" + "".join(f'{n},A,2024-01-01,"{cell}"\n' for n, cell in enumerate(cells))
    mapping = f"{{kind: tickets, fields: {{ticket_id: id, account_id: acct, opened_at: at, {field}: {header}}}}}"
    return values_of(tmp_path, text, mapping, field)


def test_choices_are_known_by_value_label_and_synonym(tmp_path):
    cells = ["open", "Pending", "on-hold", "已解决", "New", "", "exploded"]
    assert ticket(tmp_path, "s", cells, "status") == [
        "open",
        "pending",
        "pending",
        "solved",
        "open",
        None,
        "not_a_choice",
    ]


def test_a_word_can_stand_for_a_number(tmp_path):
    cells = ["urgent", "P2", "一般", "4", "low", "", "purple"]
    assert ticket(tmp_path, "p", cells, "severity") == [1, 2, 3, 4, 4, None, "not_a_number"]


def test_a_problem_names_column_field_and_value(tmp_path):
    text = "id,acct,at,prio\n1,A,2024-01-01,purple\n"
    mapping = "{kind: tickets, fields: {ticket_id: id, account_id: acct, opened_at: at, severity: prio}}"
    (row,) = mapped(tmp_path, text, mapping)
    (problem,) = row.problems
    assert (row.number, problem.column, problem.field) == (2, "prio", "severity")
    assert str(problem.message) == "“purple” is not a number."
    assert "severity" not in row.values


def test_tags_are_parted(tmp_path):
    text = 'id,t\n1,"a, b;a"\n2,"[""x"", ""y""]"\n3,大客户、重点\n4,\n'
    rows = mapped(tmp_path, text, "{kind: accounts, fields: {account_id: id, tags: t}}")
    assert [row.values.get("tags") for row in rows] == [("a", "b"), ("x", "y"), ("大客户", "重点"), None]


def test_native_values_of_a_workbook_need_no_guess(tmp_path):
    from tenure.integrations.files.mapping import apply_mapping, load_mapping, plan_mapping
    from tenure.integrations.files.reading import read_rows, sniff
    from tenure.integrations.files.tests.mapping_files import CONTRACTS, SNAPSHOT

    rows = [
        ["id", "acct", "from", "mrr", "qty"],
        [17, "A", date(2024, 3, 4), 0.1, 3],
        [18, "B", "2024-03-05", "1,5", 2.5],
    ]
    path = workbook(tmp_path / "a.xlsx", rows)
    mapping = load_mapping(
        "{kind: contracts, fields: {line_id: id, account_id: acct, start_date: from, mrr: mrr, quantity: qty}}"
    )
    shape = sniff(path)
    plan = plan_mapping(mapping, shape, CONTRACTS, snapshot=SNAPSHOT)
    (chunk,) = read_rows(path, shape)
    first, second = apply_mapping(plan, chunk)
    assert first.values["line_id"] == "17"
    assert (first.values["start_date"], first.values["mrr"]) == (date(2024, 3, 4), Decimal("0.1"))
    assert first.raw == {"id": "17", "acct": "A", "from": "2024-03-04", "mrr": "0.1", "qty": "3"}
    assert (second.values["start_date"], second.values["quantity"]) == (date(2024, 3, 5), Decimal("2.5"))
