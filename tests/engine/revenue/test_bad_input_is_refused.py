"""Columns and policies that cannot be right are refused with a reason."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from tenure_engine.revenue import LineTable, MissingRateError, Policy, build_ledger, convert, line_order, retention


def column(*values: int, dtype: type = np.int64):
    return np.array(values, dtype=dtype)


@pytest.mark.parametrize("policy", [{"overlap": "first"}, {"end": "open"}, {"grace_days": -1}])
def test_a_policy_that_is_none(policy) -> None:
    with pytest.raises(ValueError, match="must be"):
        Policy(**policy)


def test_columns_of_different_length() -> None:
    with pytest.raises(ValueError, match="column start has 2 rows, account has 1"):
        LineTable(column(1), column(1), column(1, 2, dtype=np.int32), column(3, dtype=np.int32), column(5))


def test_a_negative_value_is_named_with_its_row() -> None:
    days = column(1, 1, dtype=np.int32)
    with pytest.raises(ValueError, match="row 1 has a negative monthly value: -5"):
        LineTable(column(1, 2), column(1, 1), days, days, column(5, -5))


def test_dates_in_the_wrong_order(table, line) -> None:
    ledger = build_ledger(table([line("1", 1, date(2024, 1, 1), None, 5)]), Policy())
    with pytest.raises(ValueError, match="second date lies before the first"):
        retention(ledger, 10, 9)


def test_ids_compare_as_integers_only_if_all_are() -> None:
    assert line_order(["9", "10", "-1"]).tolist() == [1, 2, 0]
    assert line_order(["9", "10", "x"]).tolist() == [1, 0, 2]
    assert line_order(["99999999999999999999", "100000000000000000000"]).tolist() == [0, 1]


def test_a_line_left_out_is_renewed_by_nobody() -> None:
    days = column(1, 1, 1, dtype=np.int32)
    lines = LineTable(column(1, 2, 3), column(1, 1, 1), days, days, column(1, 1, 1), renews=column(-1, 0, 1))
    kept = lines.take(np.array([False, True, True]))
    assert kept.renews.tolist() == [-1, 0]


def test_a_missing_exchange_rate_names_the_currency() -> None:
    rates = {"EUR": Decimal(1), "USD": Decimal("0.92")}
    assert convert(100_000_000, "USD", "EUR", rates) == 92_000_000
    assert convert(92_000_000, "EUR", "USD", rates) == 100_000_000
    assert convert(7, "JPY", "JPY", {}) == 7
    with pytest.raises(MissingRateError, match="JPY"):
        convert(1, "JPY", "EUR", rates)
