"""The six rates of customer success, its result in money, and the revenue share of existing customers."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from tenure_engine.revenue.ledger import Ledger
from tenure_engine.revenue.lines import Int64
from tenure_engine.revenue.policy import Definition
from tenure_engine.revenue.renewals import Renewals, find_renewals
from tenure_engine.revenue.retention import Retention, ratio, retention
from tenure_engine.words import N_

Unit = Literal["customers", "money"]

RATE_RULES = {
    "renewal_rate_count": N_(
        "Customers with at least one term renewed / customers with a term that ended after the first and "
        "not after the second date. A term is renewed if a line names it as renewed and starts no later than "
        "the grace after its end, or if a line of the same customer (of the same product, if both name one) "
        "starts within the grace around its end and runs beyond it."
    ),
    "renewal_rate_amount": N_(
        "MRR of the successors, at most the MRR due / MRR of the terms that ended after the first and not "
        "after the second date. What is above the amount due is expansion."
    ),
    "expansion_rate_count": N_(
        "Customers of the first date that bought more by the second / customers of the first date. Customers "
        "first signed in between do not count."
    ),
    "expansion_rate_amount": N_(
        "Additional MRR of the customers of the first date / their MRR on the first date. Customers first "
        "signed in between do not count."
    ),
    "referral_rate_count": N_(
        "Customers whose first paid day lies after the first and not after the second date and whose source "
        "is a referral / customers of the first date."
    ),
    "referral_rate_amount": N_(
        "MRR on the first paid day of the new customers whose source is a referral / MRR on the first date."
    ),
    "existing_revenue_share": N_(
        "MRR on the second date of the customers of the first date / MRR on the second date of all customers."
    ),
    "cs_result": N_(
        "Renewed + expanded - churned. Counted in customers, one who renewed and expanded counts in both."
    ),
}


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with both its parts, in customers or in micros of MRR; `value` is None when nothing is below."""

    name: str
    unit: Unit
    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """Return numerator / denominator."""
        return ratio(self.numerator, self.denominator)

    @property
    def rule(self) -> str:
        """Return the rule as a sentence to be translated."""
        return RATE_RULES[self.name]


@dataclass(frozen=True, slots=True)
class CsResult:
    """Renewed + expanded - churned, in micros of MRR and in customers (`_n`)."""

    renewed: int
    expanded: int
    churned: int
    result: int
    renewed_n: int
    expanded_n: int
    churned_n: int
    result_n: int

    @property
    def rule(self) -> str:
        """Return the rule as a sentence to be translated."""
        return RATE_RULES["cs_result"]


@dataclass(frozen=True, slots=True, eq=False)
class NewCustomers:
    """Customers first paid in the window, their MRR (micros) on that day, and if a referral brought them."""

    account: Int64
    signed: Int64
    is_referral: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """The rates of a window with the rows behind them."""

    definition: Definition
    rates: tuple[Rate, ...]
    existing_revenue_share: Rate
    cs_result: CsResult
    renewals: Renewals
    retention: Retention
    new_customers: NewCustomers


def rates(ledger: Ledger, from_: int, to: int, referred: Int64) -> Rates:
    """Return the rates of the days after `from_` and not after `to`.

    `referred` are the ids of the accounts whose source is a referral. Raises ValueError if `to` < `from_`.
    """
    definition = ledger.define("rates", from_, to)
    kept = retention(ledger, from_, to)
    renewals = find_renewals(ledger, from_, to)
    first_day = ledger.day[ledger.first]
    started = (first_day > from_) & (first_day <= to)
    new = NewCustomers(
        account=ledger.accounts[started],
        signed=ledger.mrr[ledger.first][started],
        is_referral=np.isin(ledger.accounts[started], referred).astype(np.int64),
    )
    share = Rate("existing_revenue_share", "money", kept.ending, int(ledger.mrr_at(to).sum()))
    return Rates(
        definition=definition,
        rates=_six(kept, renewals, new),
        existing_revenue_share=share,
        cs_result=_result(kept, renewals),
        renewals=renewals,
        retention=kept,
        new_customers=new,
    )


def _six(kept: Retention, renewals: Renewals, new: NewCustomers) -> tuple[Rate, ...]:
    renewed_n, expanded_n = _renewed_customers(renewals), int((kept.rows.expansion > 0).sum())
    referred_n, referred = int(new.is_referral.sum()), int((new.signed * new.is_referral).sum())
    due_n, due = len(np.unique(renewals.account)), int(renewals.due.sum())
    return (
        Rate("renewal_rate_count", "customers", renewed_n, due_n),
        Rate("renewal_rate_amount", "money", int(renewals.group_renewed.sum()), due),
        Rate("expansion_rate_count", "customers", expanded_n, kept.customers_beginning),
        Rate("expansion_rate_amount", "money", kept.expansion, kept.beginning),
        Rate("referral_rate_count", "customers", referred_n, kept.customers_beginning),
        Rate("referral_rate_amount", "money", referred, kept.beginning),
    )


def _result(kept: Retention, renewals: Renewals) -> CsResult:
    renewed = int(renewals.group_renewed.sum())
    renewed_n = _renewed_customers(renewals)
    expanded_n, churned_n = int((kept.rows.expansion > 0).sum()), int((kept.rows.churn > 0).sum())
    return CsResult(
        renewed=renewed,
        expanded=kept.expansion,
        churned=kept.churn,
        result=renewed + kept.expansion - kept.churn,
        renewed_n=renewed_n,
        expanded_n=expanded_n,
        churned_n=churned_n,
        result_n=renewed_n + expanded_n - churned_n,
    )


def _renewed_customers(renewals: Renewals) -> int:
    return len(np.unique(renewals.account[renewals.is_renewed]))
