"""The order in which calls to action are worked: money times weight times urgency, every factor shown.

    priority = yearly money × weight of the type × urgency
    urgency  = 2 ** (-days until due / 7); 1 on the due date; then 1 + days overdue / 14, at most 2

The money is what the call puts at risk, else the customer's ARR, in the reporting currency. The result is an amount:
how much of a customer's year hangs on doing this now.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tenure.foundation.models import Workspace
from tenure.playbooks.choices import CtaKind
from tenure.playbooks.models import Cta
from tenure.playbooks.queries.arr import RevenueBook
from tenure.revenue.queries import find_rate_table

HALVING_DAYS = 7
DOUBLING_DAYS = 14
WEIGHTS: Mapping[str, float] = {
    CtaKind.RISK: 1.0,
    CtaKind.LIFECYCLE: 1.0,
    CtaKind.OBJECTIVE: 0.5,
    CtaKind.OPPORTUNITY: 0.5,
    CtaKind.ACTIVITY: 0.5,
}


@dataclass(frozen=True, slots=True)
class Priority:
    """The factors of one call's priority. `amount` is in `currency`, `money` in the reporting currency.

    `is_converted` is False where there is no exchange rate: then one unit counts as one.
    """

    amount: Decimal | None
    currency: str
    money: float
    weight: float
    days: int
    urgency: float
    is_converted: bool = True

    @property
    def value(self) -> float:
        """The product, by which calls are ordered: an amount a year in the reporting currency."""
        return self.money * self.weight * self.urgency


def urgency_of(days: int) -> float:
    """Return the urgency of something due in so many days; negative days are overdue."""
    if days >= 0:
        return float(2 ** (-days / HALVING_DAYS))
    return 1 + min(-days, DOUBLING_DAYS) / DOUBLING_DAYS


def priorities_of(*, workspace: Workspace, ctas: Iterable[Cta], day: date) -> dict[int, Priority]:
    """Return the priority of each call, by id; two queries, whatever their number."""
    rows = list(ctas)
    lacking = [cta.account_id for cta in rows if cta.at_risk_amount is None]
    arr = RevenueBook(lacking).arr_on(day) if lacking else {}
    table = find_rate_table(workspace=workspace, on=day) if _has_foreign(rows, arr, workspace.currency) else None
    rates = {**(table.rates if table else {}), workspace.currency: Decimal(1)}
    return {cta.pk: _priority(cta, arr.get(cta.account_id, {}), rates, day) for cta in rows}


def _has_foreign(rows: Iterable[Cta], arr: Mapping[int, Mapping[str, Decimal]], own: str) -> bool:
    currencies = {cta.currency for cta in rows if cta.currency}
    return bool((currencies | {code for amounts in arr.values() for code in amounts}) - {own})


def _priority(cta: Cta, arr: Mapping[str, Decimal], rates: Mapping[str, Decimal], day: date) -> Priority:
    amount, currency = cta.at_risk_amount, cta.currency
    if amount is None and arr:
        currency = max(arr, key=lambda code: arr[code])
        amount = arr[currency]
    rate = rates.get(currency)
    days = (cta.due_on - day).days
    return Priority(
        amount=amount,
        currency=currency,
        money=float((amount or Decimal()) * (rate if rate is not None else 1)),
        weight=WEIGHTS[cta.kind],
        days=days,
        urgency=urgency_of(days),
        is_converted=rate is not None or not currency,
    )
