"""Administrators enter dated exchange rate tables."""

from datetime import date
from decimal import Decimal

import pytest

from tenure.revenue.queries import find_rate_table


def test_a_table_is_entered_and_replaced(cast, as_person, workspace) -> None:
    browser = as_person(cast.root)
    for rates in ("eur 1.08\nCNY=0.138", "EUR 1.09"):
        response = browser.post("/exchange-rates/", {"dated_on": "2024-12-31", "rates": rates})
        assert response.status_code == 302
    table = find_rate_table(workspace=workspace, on=date(2025, 1, 1))
    assert (table.dated_on, dict(table.rates)) == (date(2024, 12, 31), {"EUR": Decimal("1.09")})
    assert "1.09000000" in browser.get("/exchange-rates/").content.decode()


@pytest.mark.parametrize(
    ("rates", "words"),
    [
        ("EUR", "Line 1 is not a currency and a rate"),
        ("EUR 1\nEUR 2", "Line 2 names EUR a second time"),
        ("EURO 1", "not a currency code"),
        ("USD 1", "reporting currency itself"),
        ("EUR 0", "must lie between"),
        ("EUR nan", "must lie between"),
    ],
)
def test_a_table_that_is_none_says_where(cast, as_person, workspace, rates, words) -> None:
    response = as_person(cast.root).post("/exchange-rates/", {"dated_on": "2024-12-31", "rates": rates})
    assert response.status_code == 400
    assert words in response.content.decode()
    assert find_rate_table(workspace=workspace, on=date(2025, 1, 1)) is None


def test_only_an_administrator_may(cast, as_person) -> None:
    for person in (cast.alice, cast.rita, cast.charlie):
        assert as_person(person).get("/exchange-rates/").status_code == 403
