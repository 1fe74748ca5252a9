"""Recurring revenue of accounts on any day, by the same engine and default policies as the Retention page."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from tenure.accounts.models import ContractLine
from tenure_engine.money import from_micros, to_micros
from tenure_engine.period import to_day
from tenure_engine.revenue import FOREVER, Ledger, LineTable, Policy, build_ledger

MONTHS = 12


class RevenueBook:
    """The MRR of some accounts, each currency for itself."""

    def __init__(self, accounts: Any) -> None:
        lines = ContractLine.objects.filter(account_id__in=accounts, is_recurring=True, is_trial=False, mrr__gt=0)
        rows = lines.order_by("pk").values_list("currency", "account_id", "starts_on", "ends_on", "mrr")
        by_currency: dict[str, list[Any]] = defaultdict(list)
        for currency, *row in rows:
            by_currency[currency].append(row)
        self.ledgers = {currency: _ledger(rows) for currency, rows in sorted(by_currency.items())}

    def arr_on(self, day: date) -> dict[int, dict[str, Decimal]]:
        """Return yearly revenue by account and currency at the end of a day; accounts without any are left out."""
        found: dict[int, dict[str, Decimal]] = defaultdict(dict)
        for currency, ledger in self.ledgers.items():
            for account, micros in zip(ledger.accounts, ledger.mrr_at(to_day(day)), strict=True):
                if micros:
                    found[int(account)][currency] = from_micros(int(micros) * MONTHS)
        return dict(found)

    def total_on(self, days: Iterable[date]) -> dict[str, list[Decimal]]:
        """Return yearly revenue of all accounts together on several days, by currency."""
        wanted = list(days)
        return {
            currency: [from_micros(int(np.sum(ledger.mrr_at(to_day(day)))) * MONTHS) for day in wanted]
            for currency, ledger in self.ledgers.items()
        }


def _ledger(rows: Sequence[Any]) -> Ledger:
    account, starts, ends, mrr = zip(*rows, strict=True)
    table = LineTable(
        line=np.arange(len(rows), dtype=np.int64),
        account=np.array(account, dtype=np.int64),
        start=np.array([to_day(day) for day in starts], dtype=np.int32),
        end=np.array([FOREVER if day is None else to_day(day) for day in ends], dtype=np.int32),
        mrr=np.array([to_micros(amount) for amount in mrr], dtype=np.int64),
    )
    return build_ledger(table, Policy())
