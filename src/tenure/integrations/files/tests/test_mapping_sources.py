"""Where a value may come from."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tenure.integrations.files.mapping import MappingError
from tenure.integrations.files.mapping.coerce import salesforce_id
from tenure.integrations.files.tests.mapping_files import mapped, planned, values_of

BASE = "line_id: id, account_id: acct, start_date: from"


def contract(tmp_path, text, field, source, more=""):
    mapping = f"{{kind: contracts, {more} fields: {{{BASE}, {field}: {source}}}}}"
    return values_of(tmp_path, text, mapping, field)


def test_constant_template_and_first(tmp_path):
    text = "id,acct,from,plan,edition,a,b\n1,A,2024-01-01,Pro,EU,,x\n2,B,2024-01-01,,,y,z\n"
    assert contract(tmp_path, text, "currency", "{constant: EUR}") == ["EUR", "EUR"]
    assert contract(tmp_path, text, "product", '{template: "{plan} {edition}"}') == ["Pro EU", None]
    assert contract(tmp_path, text, "product", '{template: "plan {plan}!"}') == ["plan Pro!", None]
    assert contract(tmp_path, text, "product", "{first: [a, b]}") == ["x", "y"]


def test_first_reads_each_column_in_its_own_order(tmp_path):
    text = "id,acct,from,ended,cancel\n1,A,2024-01-01,28/02/2024,\n2,B,2024-01-01,,02/28/2024\n"
    assert contract(tmp_path, text, "end_date", "{first: [ended, cancel]}") == [date(2024, 2, 28)] * 2


def test_words_are_replaced_and_the_star_stands_for_any_other(tmp_path):
    text = "id,acct,from,t\n1,A,2024-01-01, LICENCE \n2,A,2024-01-01,other\n3,A,2024-01-01,\n"
    assert contract(tmp_path, text, "kind", '{column: t, map: {licence: seat, "*": one_off}}') == [
        "seat",
        "one_off",
        None,
    ]
    assert contract(tmp_path, text, "kind", "{column: t, map: {licence: seat}, default: one_off}") == [
        "seat",
        "not_a_choice",
        "one_off",
    ]
    assert contract(tmp_path, text, "kind", '{column: t, map: {licence: "", "*": seat}}') == [None, "seat", None]


def test_scaling_is_exact(tmp_path):
    text = "id,acct,from,cents\n1,A,2024-01-01,1999\n2,A,2024-01-01,\n3,A,2024-01-01,x\n"
    assert contract(tmp_path, text, "mrr", "{column: cents, scale: 0.01}") == [Decimal("19.99"), None, "not_a_number"]


def test_minor_units_follow_the_currency(tmp_path):
    text = "id,acct,from,amount,cur\n1,A,2024-01-01,1999,usd\n2,A,2024-01-01,1999,JPY\n3,A,2024-01-01,1999,kwd\n"
    assert contract(tmp_path, text, "mrr", "{column: amount, minor_units: cur}") == [
        Decimal("19.99"),
        Decimal("1999"),
        Decimal("1.999"),
    ]
    assert contract(tmp_path, text, "currency", "{column: cur, as: upper}") == ["USD", "JPY", "KWD"]


def test_a_billing_period_is_interval_times_count(tmp_path):
    text = (
        "id,acct,from,i,n\n1,A,2024-01-01,month,3\n2,A,2024-01-01,year,1\n3,A,2024-01-01,week,1\n4,A,2024-01-01,,\n"
    )
    source = "{column: i, map: {month: 1, year: 12}, times: n}"
    assert contract(tmp_path, text, "billing_months", source) == [3, 12, "not_a_number", None]


def test_whole_numbers_that_are_scaled_are_rounded_half_up(tmp_path):
    text = "id,acct,from,s\n1,A,2024-01-01,90\n2,A,2024-01-01,89\n"
    assert contract(tmp_path, text, "billing_months", '{column: s, scale: "0.016666666666666666666666667"}') == [2, 1]


def test_months_before_counts_back_from_the_snapshot(tmp_path):
    text = "id,acct,tenure\n1,A,0\n2,A,1\n3,A,14\n4,A,2.0\n5,A,\n6,A,1.5\n"
    mapping = "{kind: contracts, fields: {line_id: id, account_id: acct, start_date: {months_before: tenure}}}"
    assert values_of(tmp_path, text, mapping, "start_date") == [
        date(2026, 1, 31),
        date(2025, 12, 31),
        date(2024, 11, 30),
        date(2025, 11, 30),
        None,
        "not_whole",
    ]
    assert planned(tmp_path, text, mapping)[0].uses_snapshot


def test_the_snapshot_can_be_given_to_some_rows_only(tmp_path):
    text = "id,acct,from,churn\n1,A,2024-01-01,Yes\n2,A,2024-01-01,No\n3,A,2024-01-01,\n"
    source = "{snapshot: true, when: {column: churn, is: [true]}}"
    assert contract(tmp_path, text, "end_date", source) == [date(2026, 1, 31), None, None]


def test_a_duration_after_a_moment(tmp_path):
    text = "id,acct,at,h,m\n1,A,2024-01-31 10:00,1.5,1\n2,A,2024-01-31,,2\n3,A,,4,x\n"
    base = "ticket_id: id, account_id: acct, opened_at: at"
    hours = f"{{kind: tickets, fields: {{{base}, resolved_at: {{after: at, hours: h}}}}}}"
    months = f"{{kind: tickets, fields: {{{base}, resolved_at: {{after: at, months: m}}}}}}"
    assert values_of(tmp_path, text, hours, "resolved_at") == [datetime(2024, 1, 31, 11, 30, tzinfo=UTC), None, None]
    assert values_of(tmp_path, text, months, "resolved_at") == [
        datetime(2024, 2, 29, 10, tzinfo=UTC),
        datetime(2024, 3, 31, tzinfo=UTC),
        None,
    ]


def test_a_duration_beyond_the_calendar_is_a_problem_of_its_row(tmp_path):
    text = "id,acct,at,h\n1,A,2024-01-31,99999999999999\n"
    base = "ticket_id: id, account_id: acct, opened_at: at"
    mapping = f"{{kind: tickets, fields: {{{base}, resolved_at: {{after: at, hours: h}}}}}}"
    assert values_of(tmp_path, text, mapping, "resolved_at") == ["not_a_number"]


def test_the_currency_of_an_amount_is_read_from_its_sign(tmp_path):
    text = "id,acct,from,price\n1,A,2024-01-01,€12\n2,A,2024-01-01,12 USD\n3,A,2024-01-01,$12\n4,A,2024-01-01,12\n"
    assert contract(tmp_path, text, "currency", "{currency_in: price}") == ["EUR", "USD", None, None]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("0013000001K2zyX", "0013000001K2zyXAAR"),
        ("0011G00000eM9wv", "0011G00000eM9wvQAC"),
        ("too short", "too short"),
    ],
)
def test_salesforce_ids_of_15_and_18_characters_are_one(short, long):
    assert salesforce_id(short) == long
    assert salesforce_id(long) == long


def test_rows_are_left_out_by_conditions_and_counted_by_reason(tmp_path):
    text = "id,deleted,role\n1,FALSE,end-user\n2,true,end-user\n3,0,Staff\n4,,\n"
    mapping = """
    kind: accounts
    skip:
      - {column: deleted, is: [true], reason: deleted in the source}
      - {column: role, is_not: [End User], reason: not a customer's contact}
    fields: {account_id: id}
    """
    rows = mapped(tmp_path, text, mapping)
    assert [row.skipped and str(row.skipped) for row in rows] == [
        None,
        "deleted in the source",
        "not a customer's contact",
        "not a customer's contact",
    ]


def test_rows_left_out_on_purpose_have_no_problems(tmp_path):
    text = "id,acct,from,deleted\n1,A,soon,yes\n"
    mapping = f"{{kind: contracts, skip: [{{column: deleted, is: [true]}}], fields: {{{BASE}}}}}"
    (row,) = mapped(tmp_path, text, mapping)
    assert row.skipped is not None
    assert row.problems == ()
    assert "start_date" not in row.values


def test_a_condition_on_emptiness(tmp_path):
    text = "id,acct,from,gone\n1,A,2024-01-01,\n2,A,2024-01-01,2024-05-05\n"
    source = '{constant: "5", when: {column: gone, empty: false}}'
    assert contract(tmp_path, text, "mrr", source) == [None, Decimal("5")]


def test_a_mapping_that_does_not_fit_the_file_is_refused_before_any_row(tmp_path):
    with pytest.raises(MappingError, match="has no column “gone”"):
        mapped(tmp_path, "id\n1\n", "{kind: accounts, fields: {account_id: gone}}")
