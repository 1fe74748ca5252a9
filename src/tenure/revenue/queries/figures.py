"""Revenue figures of a book of contract lines, each computed once and when asked for."""

from datetime import timedelta
from functools import cached_property
from typing import Any

import numpy as np

from tenure.foundation.models import User, Workspace
from tenure.revenue.queries.book import AccountFacts, Book, load_book
from tenure.revenue.queries.criteria import Criteria
from tenure_engine.period import add_months, month_end, to_day
from tenure_engine.revenue import (
    Bridge,
    Cohorts,
    Definition,
    Ledger,
    Movements,
    Rates,
    Retention,
    bridge,
    build_ledger,
    cohorts_by_month,
    movements_by_month,
    rates,
    retention,
)


class Figures:
    """All figures that answer one question. Amounts are integer micros of `book.currency`."""

    def __init__(self, book: Book, criteria: Criteria) -> None:
        self.book = book
        self.criteria = criteria

    @cached_property
    def ledger(self) -> Ledger:
        """The MRR of every account on every day."""
        return build_ledger(self.book.lines, self.criteria.policy)

    @cached_property
    def retention(self) -> Retention:
        """NRR, GRR, logo retention of the window."""
        return retention(self.ledger, *self.criteria.window)

    @cached_property
    def bridge(self) -> Bridge:
        """The way of the whole MRR through the window."""
        return bridge(self.ledger, self.retention)

    @cached_property
    def rates(self) -> Rates:
        """The six rates of the window."""
        return rates(self.ledger, *self.criteria.window, self.book.referred)

    @cached_property
    def movements(self) -> Movements:
        """The movements of the window's months."""
        return movements_by_month(self.ledger, *self.criteria.window)

    @cached_property
    def cohorts(self) -> Cohorts:
        """The cohorts of the window's months."""
        return cohorts_by_month(self.ledger, *self.criteria.window)

    def movements_back(self, months: int) -> Movements:
        """Return the movements of the months up to the end of the window."""
        return movements_by_month(self.ledger, self._back(months), self.criteria.window[1])

    def cohorts_back(self, months: int) -> Cohorts:
        """Return the cohorts of the months up to the end of the window."""
        return cohorts_by_month(self.ledger, self._back(months), self.criteria.window[1])

    def define(self, definition: Definition) -> dict[str, Any]:
        """Return a figure's definition in full: the engine's, and which lines it was given."""
        book, criteria = self.book, self.criteria
        table = book.rates
        return {
            **definition.as_dict(),
            "accounts": "all" if book.is_whole else "visible_to_person",
            "segment": criteria.segment or None,
            "known_at": criteria.known_on.isoformat() if criteria.known_on else None,
            "assumed_known_share": book.assumed_share if criteria.known_on else None,
            "currency": book.currency,
            "exchange_rates": {"dated": table.dated_on.isoformat(), **_written(table.rates)} if table else None,
            "rules": [str(rule) for rule in definition.rules()],
        }

    def account_number(self, account_id: int) -> int | None:
        """Return the place of an account in the ledger; None if it never paid."""
        at = int(np.searchsorted(self.ledger.accounts, account_id))
        found = at < len(self.ledger.accounts) and int(self.ledger.accounts[at]) == account_id
        return at if found else None

    def _back(self, months: int) -> int:
        until = self.criteria.to_on
        last = until if until == month_end(until) else until.replace(day=1) - timedelta(days=1)
        return to_day(month_end(add_months(last.replace(day=1), -months)))


def open_figures(
    *,
    workspace: Workspace,
    actor: User | None,
    criteria: Criteria,
    current: dict[int, AccountFacts] | None = None,
) -> Figures:
    """Return the figures for what a person (None: the operator) may see. Raises RevenueError.

    `current` are the accounts in scope as they are now, where the caller has read them.
    """
    return Figures(load_book(workspace=workspace, actor=actor, criteria=criteria, current=current), criteria)


def _written(rates: Any) -> dict[str, str]:
    return {currency: f"{rate.normalize():f}" for currency, rate in sorted(rates.items())}
