"""The MRR of one account: the days on which it changed, and the lines that made it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from tenure.accounts.models import Account
from tenure.revenue.queries.book import load_account_book
from tenure.revenue.queries.criteria import Criteria
from tenure.revenue.queries.figures import Figures
from tenure.revenue.queries.parts import LinePart, line_parts
from tenure_engine.money import from_micros
from tenure_engine.period import from_day
from tenure_engine.revenue import counting_lines


@dataclass(frozen=True, slots=True)
class StepPart:
    """A day on which an account's MRR changed."""

    on: date
    before: Decimal
    after: Decimal

    @property
    def part(self) -> Decimal:
        """Return the change."""
        return self.after - self.before


def open_account(*, account: Account, criteria: Criteria) -> Figures:
    """Return the figures of one account that the caller has found within the person's scope. Raises RevenueError."""
    return Figures(load_account_book(account=account, criteria=criteria), criteria)


def list_steps(figures: Figures, account_id: int) -> list[StepPart]:
    """Return the days on which an account's MRR changed, up to the second date; none if it never paid."""
    place = figures.account_number(account_id)
    if place is None:
        return []
    ledger = figures.ledger
    mine = np.flatnonzero((ledger.index == place) & (ledger.day <= figures.criteria.window[1]))
    before = ledger.previous()
    return [
        StepPart(from_day(int(ledger.day[at])), from_micros(int(before[at])), from_micros(int(ledger.mrr[at])))
        for at in mine.tolist()
    ]


def list_lines(figures: Figures, account_id: int) -> list[LinePart]:
    """Return all recurring lines of an account with what they count for on the two dates."""
    from_, to = figures.criteria.window
    at = np.flatnonzero(figures.book.lines.account == account_id).tolist()
    return line_parts(figures, at, counting_lines(figures.ledger, from_), counting_lines(figures.ledger, to))
