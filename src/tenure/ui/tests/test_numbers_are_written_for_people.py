"""Numbers, money, dates and spans, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from tenure.ui import numbers


@pytest.mark.parametrize(
    ("amount", "currency", "english", "chinese"),
    [
        ("1234.5", "USD", "$1,234.50", "US$1,234.50"),
        ("-1234", "USD", "−$1,234", "−US$1,234"),
        ("0.1", "CNY", "CN¥0.10", "¥0.10"),
        ("1234", "CHF", "CHF\N{NO-BREAK SPACE}1,234", "CHF\N{NO-BREAK SPACE}1,234"),
        (None, "USD", "–", "–"),
        ("NaN", "USD", "–", "–"),
    ],
)
def test_money_carries_its_currency(amount, currency, english, chinese):
    value = None if amount is None else Decimal(amount)
    with translation.override("en"):
        assert numbers.format_money(value, currency) == english
    with translation.override("zh-hans"):
        assert numbers.format_money(value, currency) == chinese


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1250, "1.25K", "1,250"),
        (12500, "12.5K", "1.25万"),
        (1250000, "1.25M", "125万"),
        (123456789, "123M", "1.23亿"),
        (1000000, "1M", "100万"),
        (-45600, "−45.6K", "−4.56万"),
    ],
)
def test_large_numbers_are_short_in_the_units_of_the_language(value, english, chinese):
    with translation.override("en"):
        assert numbers.format_compact(value) == english
    with translation.override("zh-hans"):
        assert numbers.format_compact(value) == chinese


def test_a_sign_is_shown_when_asked_for_and_never_for_zero():
    assert numbers.format_number(5, sign=True) == "+5"
    assert numbers.format_number(-5, sign=True) == "−5"
    assert numbers.format_number(0, sign=True) == "0"
    assert numbers.format_percent("0.0214", sign=True) == "+2.1%"
    assert numbers.format_points("-0.021") == "−2.1 points"


def test_rounding_is_half_to_even_on_decimals_not_on_floats():
    assert numbers.format_number(Decimal("2.675"), decimals=2) == "2.68"
    assert numbers.format_number(Decimal("2.665"), decimals=2) == "2.66"
    assert numbers.format_number(0.1 + 0.2) == "0.3"


@pytest.mark.parametrize(
    ("days", "english", "chinese"),
    [
        (0, "today", "今天"),
        (1, "tomorrow", "明天"),
        (41, "in 41 days", "41 天后"),
        (-1, "yesterday", "昨天"),
        (-3, "3 days ago", "3 天前"),
    ],
)
def test_distances_in_time_are_words(days, english, chinese):
    with translation.override("en"):
        assert numbers.format_span(days) == english
    with translation.override("zh-hans"):
        assert numbers.format_span(days) == chinese


def test_dates_are_written_in_the_way_of_the_language():
    with translation.override("en"):
        assert numbers.format_day(date(2026, 11, 5)) == "5 Nov 2026"
        assert numbers.format_instant(datetime(2026, 11, 5, 9, 7, tzinfo=UTC)) == "5 Nov 2026, 09:07"
        assert numbers.join_words(["a", "b"]) == "a, b"
    with translation.override("zh-hans"):
        assert numbers.format_day(date(2026, 11, 5)) == "2026年11月5日"
        assert numbers.join_words(["甲", "乙"]) == "甲、乙"


def test_an_instant_is_the_day_of_the_time_zone_in_use():
    midnight = datetime(2026, 11, 5, 23, 30, tzinfo=UTC)
    with translation.override("en"):
        assert numbers.format_day(midnight) == "5 Nov 2026"
        with timezone.override("Asia/Shanghai"):
            assert numbers.format_day(midnight) == "6 Nov 2026"
