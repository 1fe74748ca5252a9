from collections import Counter
from datetime import timedelta

import numpy as np
import pytest

from tenure.integrations.demo.companies import generate
from tenure.integrations.demo.tests.conftest import TODAY
from tenure.integrations.demo.tests.figures import mrr_by_account, retention
from tenure.integrations.demo.types import DemoCompany, midnight

YEAR = timedelta(days=365)


def test_retention_of_the_last_year_is_plausible(company: DemoCompany) -> None:
    nrr, logo = retention(company, TODAY - YEAR, TODAY)
    assert 0.95 <= nrr <= 1.15
    assert 0.85 <= logo <= 0.93


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_retention_is_plausible_for_other_seeds_too(seed: int) -> None:
    nrr, logo = retention(generate("saas", seed, TODAY, "zh", "m"), TODAY - YEAR, TODAY)
    assert 0.95 <= nrr <= 1.15
    assert 0.85 <= logo <= 0.93


def test_size_and_volume_are_as_promised(company: DemoCompany) -> None:
    assert len(company.latest("accounts")) == 300
    assert 400_000 <= len(company.events) <= 750_000
    assert 15 <= len(company.events.names) <= 20
    assert 1_000 <= len(company.latest("tickets")) <= 4_000
    assert 1_000 <= len(company.latest("invoices")) <= 4_000
    assert len({row["segment"] for row in company.records["accounts"]}) == 3


def test_names_of_accounts_are_never_used_twice(company: DemoCompany, chinese: DemoCompany) -> None:
    for demo in (company, chinese):
        names = Counter(row["name"] for row in demo.latest("accounts").values())
        assert max(names.values()) == 1


def test_every_movement_occurs(company: DemoCompany) -> None:
    rows = list(company.latest("contracts").values())
    ever: set[str] = set()
    seen: Counter[str] = Counter()
    previous = mrr_by_account(rows, TODAY - 2 * YEAR)
    for month in range(1, 25):
        now = mrr_by_account(rows, TODAY - 2 * YEAR + timedelta(days=round(month * 30.4)))
        ever |= previous.keys()
        for account in previous.keys() | now.keys():
            before, after = previous.get(account, 0), now.get(account, 0)
            if before == after:
                continue
            gone = "churn" if after == 0 else "contraction"
            came = ("reactivation" if account in ever else "new") if before == 0 else "expansion"
            seen[gone if after < before else came] += 1
        previous = now
    assert set(seen) == {"new", "expansion", "contraction", "churn", "reactivation"}
    assert seen["expansion"] > seen["contraction"]


def test_what_was_known_then_differs_from_what_is_known_now(company: DemoCompany) -> None:
    then = TODAY - timedelta(days=90)
    known_then = retention(company, then - YEAR, then, midnight(then))
    known_now = retention(company, then - YEAR, then)
    assert known_then != known_now
    assert abs(known_then[0] - known_now[0]) < 0.06


def test_unhappy_customers_pay_later_and_have_more_urgent_tickets(company: DemoCompany) -> None:
    low, high = _quartiles(company)
    assert _days_late(company, low) > _days_late(company, high) + 2
    urgent = Counter(row["account_id"] for row in company.latest("tickets").values() if row["severity"] <= 2)
    assert sum(urgent[account] for account in low) > 1.5 * sum(urgent[account] for account in high)


def _quartiles(company: DemoCompany) -> tuple[set[str], set[str]]:
    week = company.engagement.shape[1]
    level = company.engagement[:, week - 104 :].mean(axis=1)
    accounts = np.array(company.events.accounts)
    order = level.argsort()
    quarter = len(accounts) // 4
    return set(accounts[order[:quarter]]), set(accounts[order[-quarter:]])


def _days_late(company: DemoCompany, accounts: set[str]) -> float:
    late = [
        (row["paid_on"] - row["due_on"]).days
        for row in company.latest("invoices").values()
        if row["paid_on"] and row["account_id"] in accounts
    ]
    return float(np.mean(late))
