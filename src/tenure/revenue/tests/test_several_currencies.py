"""Lines in several currencies are converted at one dated table; a missing rate is named."""

from datetime import date
from decimal import Decimal

import pytest

from tenure.revenue.models import ExchangeRate
from tenure.revenue.queries import Criteria, RevenueError, open_figures
from tenure.revenue.queries.documents import retention_document

YEAR = Criteria(date(2023, 12, 31), date(2024, 12, 31))


@pytest.fixture
def mixed(record, workspace):
    record.account("A")
    record.line("1", "A", "2023-01-01", None, 100, currency="USD")
    record.line("2", "A", "2023-01-01", None, 100, currency="EUR")
    return record


def table(workspace, on: str, **rates: str) -> None:
    for currency, rate in rates.items():
        ExchangeRate.objects.create(workspace=workspace, dated_on=on, currency=currency, rate=Decimal(rate))


def ask(workspace, criteria=YEAR):
    return retention_document(open_figures(workspace=workspace, actor=None, criteria=criteria))


def test_one_foreign_currency_alone_is_not_converted(record, workspace) -> None:
    record.account("A")
    record.line("1", "A", "2023-01-01", None, 100, currency="CNY")
    document = ask(workspace)
    assert (document["definition"]["currency"], document["definition"]["exchange_rates"]) == ("CNY", None)
    assert document["beginning"] == 100


def test_without_any_table_the_currencies_are_named(mixed, workspace) -> None:
    with pytest.raises(RevenueError, match=r"several currencies \(EUR, USD\)"):
        ask(workspace)


def test_a_missing_rate_names_the_currency_and_the_table(mixed, workspace) -> None:
    table(workspace, "2024-01-31", GBP="1.25")
    with pytest.raises(RevenueError, match=r"2024-01-31 has no rate for EUR"):
        ask(workspace)


def test_the_last_table_before_the_second_date_is_used_for_both_dates_and_stated(mixed, workspace) -> None:
    table(workspace, "2024-01-31", EUR="1.1")
    table(workspace, "2024-11-30", EUR="1.05")
    table(workspace, "2025-01-31", EUR="9")
    document = ask(workspace)
    assert (document["beginning"], document["ending"], document["nrr"]) == (205, 205, 1.0)
    assert document["definition"]["exchange_rates"] == {"dated": "2024-11-30", "EUR": "1.05"}


def test_a_table_of_later_is_used_when_there_is_none_before(mixed, workspace) -> None:
    table(workspace, "2025-01-31", EUR="1.2")
    assert ask(workspace)["beginning"] == 220
