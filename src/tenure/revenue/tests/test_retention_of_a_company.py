"""The figures of a small company, as documents."""

from datetime import date
from decimal import Decimal

import pytest

from tenure.revenue.queries import Criteria, RevenueError, open_figures
from tenure.revenue.queries.documents import movement_documents, rates_document, retention_document

YEAR = Criteria(date(2023, 12, 31), date(2024, 12, 31))


def open_for(workspace, criteria=YEAR, actor=None):
    return open_figures(workspace=workspace, actor=actor, criteria=criteria)


def test_retention_has_its_definition_first_and_exact_amounts(book, workspace) -> None:
    document = retention_document(open_for(workspace))
    definition = document.pop("definition")
    assert document == {
        "customers_beginning": 3,
        "beginning": Decimal(250),
        "expansion": Decimal("20.5"),
        "contraction": Decimal(40),
        "churn": Decimal(50),
        "reactivation": Decimal(0),
        "ending": Decimal("180.5"),
        "nrr": 180.5 / 250,
        "grr": 160 / 250,
        "logo_retention": 2 / 3,
    }
    assert (definition["from"], definition["to"], definition["currency"]) == ("2023-12-31", "2024-12-31", "USD")
    assert (definition["lines"], definition["known_at"]) == (6, None)
    assert definition["rules"][-1] == "A gap without MRR of at most 7 days is bridged if a later line starts."


def test_movements_add_up_by_month(book, workspace) -> None:
    months = movement_documents(open_for(workspace).movements)
    assert [month["month_end"] for month in months][:2] == ["2024-01-31", "2024-02-29"]
    by_end = {month["month_end"]: month for month in months}
    assert by_end["2024-03-31"]["new"] == 30
    assert by_end["2024-05-31"]["expansion"] == Decimal("20.5")
    assert by_end["2024-06-30"]["contraction"] == 40
    assert (by_end["2024-08-31"]["churn"], by_end["2024-08-31"]["churn_n"]) == (50, 1)
    assert (by_end["2024-12-31"]["mrr"], by_end["2024-12-31"]["customers"]) == (Decimal("210.5"), 3)


def test_rates_state_both_their_parts_and_their_rule(book, workspace) -> None:
    document = rates_document(open_for(workspace))
    renewal = document["renewal_rate_count"]
    assert (renewal["numerator"], renewal["denominator"], renewal["rate"]) == (0, 2, 0.0)
    assert renewal["rule"].startswith("Customers with at least one term renewed")
    assert document["expansion_rate_amount"]["numerator"] == Decimal("20.5")
    assert document["referral_rate_count"]["numerator"] == 1
    assert document["referral_rate_amount"]["rate"] == 30 / 250
    assert document["cs_result"]["result"] == Decimal("-29.5")
    assert document["existing_revenue_share"]["rate"] == 180.5 / 210.5


def test_a_segment_narrows_the_accounts_and_an_unknown_one_is_named(book, workspace) -> None:
    found = open_for(workspace, Criteria(date(2023, 12, 31), date(2024, 12, 31), segment="SMB"))
    assert retention_document(found)["beginning"] == 150
    with pytest.raises(RevenueError, match=r"'smb'.*Enterprise, SMB"):
        open_for(workspace, Criteria(date(2023, 12, 31), date(2024, 12, 31), segment="smb"))


def test_trials_one_off_and_unpriced_lines_do_not_enter(book, workspace) -> None:
    book.line("7", "Grow", "2023-01-01", None, 999, trial=True)
    book.line("8", "Grow", "2023-01-01", None, 999, recurring=False)
    document = retention_document(open_for(workspace))
    assert (document["beginning"], document["definition"]["lines"]) == (Decimal(250), 6)


def test_equal_lines_are_told_apart_by_the_larger_id_as_a_number(book, workspace) -> None:
    book.account("Twice")
    book.line("9", "Twice", "2023-01-01", "2024-07-01", 10)
    book.line("10", "Twice", "2023-01-01", None, 10)
    criteria = Criteria(date(2023, 12, 31), date(2024, 12, 31), overlap="latest")
    figures = open_for(workspace, criteria)
    rows = figures.retention.rows
    names = [figures.book.accounts[pk].name for pk in rows.account.tolist()]
    ending = dict(zip(names, rows.ending.tolist(), strict=True))
    assert (ending["Twice"], ending["Grow"]) == (10_000_000, 20_500_000)
