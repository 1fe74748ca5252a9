"""No text in any cell makes a converter fail: the answer is a value, nothing, or a reason."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.integrations.files.mapping import coerce
from tenure.integrations.files.reading import Message
from tenure.integrations.files.reading.numbers import find_currency

PIECES = st.sampled_from(
    [
        *"0123456789.,-/:+()Tz年月日 '%$€¥",
        "2024",
        "12",
        "31",
        "Feb",
        "PM",
        "上午",
        "USD",
        "+08:00",
        "１",
        "٣",
        "²",
        "∞",
        "nan",
        "e9",
    ]
)
TEXTS = st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=12).map("".join))
NATIVE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
)
CONVERTERS = {
    "number .": (coerce.number_converter("."), Decimal),
    "number ,": (coerce.number_converter(","), Decimal),
    "whole": (coerce.whole_converter("."), int),
    "date": (coerce.date_converter(None), date),
    "date dmy": (coerce.date_converter("dmy"), date),
    "moment": (coerce.moment_converter("mdy", ZoneInfo("Asia/Shanghai")), datetime),
    "bool": (coerce.to_bool, bool),
    "choice": (coerce.choice_converter("tickets", "status", [("open", "Open")]), str),
    "text": (coerce.to_text, str),
    "tags": (coerce.to_tags, tuple),
}


@pytest.mark.parametrize("name", CONVERTERS)
@settings(max_examples=150, deadline=None)
@given(cell=st.one_of(TEXTS, NATIVE))
def test_a_cell_is_a_value_nothing_or_a_reason(name, cell):
    convert, kind = CONVERTERS[name]
    found = convert(cell)
    assert found is None or isinstance(found, Message | kind)
    if isinstance(found, Message):
        assert str(found)
    if isinstance(found, Decimal):
        assert found.is_finite()
    if isinstance(found, datetime):
        assert found.tzinfo is UTC


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_a_currency_is_a_code_or_nothing(text):
    assert len(find_currency(text)) in (0, 3)


@settings(max_examples=200, deadline=None)
@given(value=st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_amounts_survive_being_written_and_read(value):
    assert coerce.number_converter(".")(str(value)) == value
    grouped = f"{value:,f}"
    assert coerce.number_converter(".")(grouped) == value
    german = grouped.replace(",", " ").replace(".", ",").replace(" ", ".")
    assert coerce.number_converter(",")(german) == value


@settings(max_examples=200, deadline=None)
@given(day=st.dates(min_value=date(1900, 1, 1)))
def test_days_survive_being_written_in_any_order(day):
    assert coerce.date_converter(None)(day.isoformat()) == day
    assert coerce.date_converter("dmy")(f"{day.day}.{day.month}.{day.year:04d}") == day
    assert coerce.date_converter("mdy")(f"{day.month}/{day.day}/{day.year:04d}") == day
    assert coerce.date_converter(None)(f"{day.year}年{day.month}月{day.day}日") == day
