"""Cohorts: the customers first paid in a month, and how much of them is left month by month."""

from dataclasses import dataclass

import numpy as np

from tenure_engine.period import from_day, month_ends, to_day
from tenure_engine.revenue.ledger import Ledger
from tenure_engine.revenue.lines import Int64
from tenure_engine.revenue.policy import Definition
from tenure_engine.revenue.retention import ratio


@dataclass(frozen=True, slots=True)
class Cohort:
    """Customers whose first day with MRR lies in one month.

    `mrr` is their MRR (micros) on that first day, each on its own. `customers_left` and `mrr_left` hold one
    value a month end: age 0 is the end of the first month; the list ends with the last month end known.
    """

    month_end: int
    customers: int
    mrr: int
    customers_left: tuple[int, ...]
    mrr_left: tuple[int, ...]

    def logo_retention(self, age: int) -> float | None:
        """Return the share of customers with MRR `age` months later; None if that lies ahead."""
        return ratio(self.customers_left[age], self.customers) if age < len(self.customers_left) else None

    def revenue_retention(self, age: int) -> float | None:
        """Return MRR `age` months later against the MRR of the first days; None if that lies ahead."""
        return ratio(self.mrr_left[age], self.mrr) if age < len(self.mrr_left) else None


@dataclass(frozen=True, slots=True, eq=False)
class Cohorts:
    """One cohort a month, oldest first; months in which nobody started are empty cohorts.

    `account`, `cohort` list the members, sorted by account; `cohort` indexes `cohorts`.
    """

    definition: Definition
    cohorts: tuple[Cohort, ...]
    account: Int64
    cohort: Int64


def cohorts_by_month(ledger: Ledger, from_: int, to: int) -> Cohorts:
    """Return the cohorts of all months whose end lies after `from_` and not after `to`, followed until `to`.

    Raises ValueError if `to` lies before `from_`.
    """
    definition = ledger.define("cohorts", from_, to)
    ends = [to_day(end) for end in month_ends(from_day(from_), from_day(to))]
    opening_day = to_day(from_day(ends[0]).replace(day=1)) - 1 if ends else to
    month = np.searchsorted(np.array([opening_day, *ends]), ledger.day[ledger.first]).astype(np.int64) - 1
    inside = (month >= 0) & (month < len(ends))
    month, signed = month[inside], ledger.mrr[ledger.first][inside]
    customers, mrr = _count(month, len(ends)), _sum(month, signed, len(ends))
    left, mrr_left = [], []
    for end in ends:
        at = ledger.mrr_at(end)[inside]
        left.append(_count(month[at > 0], len(ends)))
        mrr_left.append(_sum(month, at, len(ends)))
    cohorts = tuple(
        Cohort(
            month_end=end,
            customers=int(customers[n]),
            mrr=int(mrr[n]),
            customers_left=tuple(int(column[n]) for column in left[n:]),
            mrr_left=tuple(int(column[n]) for column in mrr_left[n:]),
        )
        for n, end in enumerate(ends)
    )
    return Cohorts(definition, cohorts, ledger.accounts[inside], month)


def _count(month: Int64, size: int) -> Int64:
    return np.bincount(month, minlength=size)


def _sum(month: Int64, amounts: Int64, size: int) -> Int64:
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, month, amounts)
    return sums
