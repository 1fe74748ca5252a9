"""The head of the account page: health with its reasons, revenue with its history, renewal, people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tenure.accounts.models import Account
from tenure.health.clauses import clause_data, write_reason
from tenure.health.models import AccountHealth
from tenure.health.queries import history_of
from tenure.health.queries.explanations import Told
from tenure.playbooks.queries.arr import RevenueBook
from tenure.ui.charts import Chart, Series, series_chart
from tenure.ui.numbers import format_day
from tenure.web.queries.facts import AccountFacts, facts_of
from tenure_engine.health.reasons import reasons
from tenure_engine.period import month_ends

SCORE_DAYS = 90
COMPARED_DAYS = 30
SHOWN_REASONS = 3


@dataclass(frozen=True, slots=True)
class Known:
    """What the panels have read already, where it is there: the score, explained and as kept, and the parent."""

    told: Told | None = None
    state: AccountHealth | None = None
    parent: Account | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the panels."""

    account: Account
    facts: AccountFacts
    parent: Account | None
    arr_chart: Chart | None
    arr_before: Decimal | None
    arr_change: Decimal | None
    owners: list[Any]
    reasons: Sequence[str]
    scores: list[float | None]
    moved_since: date | None


def get_header(*, account: Account, day: date, known: Known) -> Header:
    """Return the head of an account the caller has found within the person's scope."""
    told, book = known.told, RevenueBook([account.pk])
    states = {} if known.state is None else {account.pk: known.state}
    facts = facts_of(accounts=[account], day=day, book=book, states=states)[account.pk]
    history, before = _arr_history(book, facts.main_currency, day)
    now = facts.main_arr
    return Header(
        account=account,
        facts=facts,
        parent=known.parent,
        arr_chart=history,
        arr_before=before,
        arr_change=now - before if now is not None and before else None,
        owners=list(account.owners.all()),
        reasons=_reasons(account, told) if told is not None else facts.reasons,
        scores=_scores(account, facts.scored_on),
        moved_since=facts.scored_on - timedelta(days=COMPARED_DAYS) if facts.scored_on else None,
    )


def _arr_history(book: RevenueBook, currency: str, day: date) -> tuple[Chart | None, Decimal | None]:
    """Return yearly revenue at the last 24 month ends and now as a chart, and its value a year ago."""
    if not currency:
        return None, None
    start = date(day.year - 2, day.month, 1)
    days = [*month_ends(start, day), day]
    *values, year_ago = book.total_on([*days, _year_before(day)])[currency]
    chart = series_chart(
        [format_day(one) for one in days],
        [Series("ARR", [float(value) for value in values], color="@accent", kind="area")],
        format=f"money:{currency}",
    )
    return chart, year_ago


def _reasons(account: Account, told: Told) -> list[str]:
    """Return what takes most from the score, in words."""
    currency = account.currency or account.workspace.currency
    return [write_reason([clause_data(one, currency)]) for one in reasons(told.explanation, limit=SHOWN_REASONS)]


def _scores(account: Account, day: date | None) -> list[float | None]:
    """Return the daily scores of the last 90 days."""
    if day is None:
        return []
    return history_of([account.pk], first=day - timedelta(days=SCORE_DAYS - 1), last=day).get(account.pk, [])


def _year_before(day: date) -> date:
    return (
        day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
    )
