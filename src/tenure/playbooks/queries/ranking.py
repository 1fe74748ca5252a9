"""Open calls to action as columns: put in order, counted and added up without making an object of each.

A leader may see tens of thousands of open calls and a page draws fifty. The formula is that of queries/priority.py,
here over arrays; the calls drawn show their factors by `priorities_of`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from django.db.models import BigIntegerField, CharField, QuerySet
from django.db.models.functions import Cast
from numpy.typing import NDArray

from tenure.foundation.models import Workspace
from tenure.playbooks.choices import CtaKind
from tenure.playbooks.models import Cta
from tenure.playbooks.queries.arr import RevenueBook
from tenure.playbooks.queries.priority import DOUBLING_DAYS, HALVING_DAYS, WEIGHTS
from tenure.revenue.queries import find_rate_table
from tenure_engine.money import from_micros, to_micros

Bool = NDArray[np.bool_]
Int64 = NDArray[np.int64]
Float64 = NDArray[np.float64]
MICROS = 1e6
UNKNOWN = -1
NEVER = 0
"""In place of a day: the call does not rest."""
EPOCH = date(1970, 1, 1).toordinal()
NO_DAY = np.datetime64("NaT").astype(np.int64)


@dataclass(frozen=True, slots=True)
class RankedCalls:
    """Calls by id. Days count from the first of January of the year 1; `values` are priorities."""

    ids: Int64
    accounts: Int64
    is_risk: Bool
    micros: Int64
    currencies: Sequence[str]
    due: Int64
    rests_until: Int64
    values: Float64

    def order(self, mask: Bool | None = None) -> list[int]:
        """Return ids with the highest priority first; at the same, the earlier due and the older first."""
        at = np.flatnonzero(mask) if mask is not None else np.arange(len(self.ids))
        return [int(pk) for pk in self.ids[at[np.lexsort((self.ids[at], self.due[at], -self.values[at]))]]]

    def by_return(self, mask: Bool) -> list[int]:
        """Return ids of resting calls by the day they return."""
        at = np.flatnonzero(mask)
        return [int(pk) for pk in self.ids[at[np.lexsort((self.ids[at], self.rests_until[at]))]]]

    def money_at_risk(self, mask: Bool) -> dict[str, Decimal]:
        """Return the yearly money at risk by currency, each account counted once, at its largest."""
        known = np.flatnonzero(mask & self.is_risk & (self.micros != UNKNOWN))
        names = np.array([self.currencies[place] for place in known.tolist()], dtype=object)
        sums: dict[str, Decimal] = {}
        for currency in sorted(set(names)):
            at = known[names == currency]
            at = at[np.lexsort((self.micros[at], self.accounts[at]))]
            is_largest = np.append(np.diff(self.accounts[at]) != 0, True)
            sums[currency] = from_micros(int(self.micros[at[is_largest]].sum()))
        return sums

    def count_accounts(self, mask: Bool) -> int:
        """Return how many customers the calls are about."""
        return len(np.unique(self.accounts[mask]))


def rank_calls(*, workspace: Workspace, calls: QuerySet[Cta], day: date) -> RankedCalls:
    """Return calls that came from `list_ctas` as columns; a handful of queries, whatever their number."""
    fields = ("pk", "account_id", "kind", "micros", "currency", "due", "until")
    texts = {"due": Cast("due_on", CharField()), "until": Cast("snoozed_until", CharField())}
    amounts = {"micros": Cast("at_risk_amount", BigIntegerField())}
    rows = list(calls.order_by("pk").annotate(**amounts, **texts).values_list(*fields))
    ids, accounts, kinds, micros, currencies, due, until = zip(*rows, strict=True) if rows else ((),) * 7
    known = _array(UNKNOWN if amount is None else amount for amount in micros)
    money = _money(workspace, calls, day, known, accounts, currencies)
    days = _days(due)
    return RankedCalls(
        ids=_array(ids),
        accounts=_array(accounts),
        is_risk=np.array([kind == CtaKind.RISK for kind in kinds], dtype=np.bool_),
        micros=known,
        currencies=currencies,
        due=days,
        rests_until=np.maximum(_days(until), NEVER),
        values=money * np.array([WEIGHTS[kind] for kind in kinds]) * _urgency(days - day.toordinal()),
    )


def _array(numbers: Any) -> Int64:
    return np.fromiter(numbers, dtype=np.int64)


def _days(texts: Sequence[str | None]) -> Int64:
    """Return dates written as 2026-11-22 as days, nothing as far before any. Past `date`: there may be very many."""
    days: Int64 = np.array(texts, dtype="datetime64[D]").astype(np.int64)
    return np.where(days > NO_DAY, days + EPOCH, NO_DAY)


def _urgency(days: Int64) -> Float64:
    ahead = np.exp2(-np.maximum(days, 0) / HALVING_DAYS)
    overdue: Float64 = 1 + np.clip(-days, 0, DOUBLING_DAYS) / DOUBLING_DAYS
    return np.where(days >= 0, ahead, overdue)


def _money(
    workspace: Workspace,
    calls: QuerySet[Cta],
    day: date,
    micros: Int64,
    accounts: Sequence[int],
    currencies: Sequence[str],
) -> Float64:
    """What each call is about, in the reporting currency: its money at risk, else the customer's ARR."""
    amounts, codes = micros / MICROS, list(currencies)
    lacking = np.flatnonzero(micros == UNKNOWN).tolist()
    if lacking:
        of_them = calls.filter(at_risk_amount__isnull=True).order_by().values("account_id")
        arr = RevenueBook(of_them).arr_on(day)
        for place in lacking:
            found, codes[place] = _largest(arr.get(accounts[place], {}))
            amounts[place] = found / MICROS
    rates = {workspace.currency: 1.0}
    if set(codes) - {"", *rates}:
        table = find_rate_table(workspace=workspace, on=day)
        rates = {code: float(rate) for code, rate in (table.rates if table else {}).items()} | rates
    rated: Float64 = amounts * np.array([rates.get(code, 1.0) for code in codes])
    return rated


def _largest(arr: dict[str, Decimal]) -> tuple[int, str]:
    """Return the currency a customer pays most in, with the amount in micros."""
    if not arr:
        return 0, ""
    code = max(arr, key=lambda one: arr[one])
    return to_micros(arr[code]), code
