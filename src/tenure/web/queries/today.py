"""The working list: which calls to action need the person now, this week, later, and which rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenure.accounts.models import Account
from tenure.foundation.models import User
from tenure.playbooks.models import Cta
from tenure.playbooks.queries import (
    MINE,
    TEAM,
    Priority,
    RankedCalls,
    count_completed,
    list_ctas,
    list_open,
    priorities_of,
    rank_calls,
)
from tenure.playbooks.queries.ranking import NEVER
from tenure.playbooks.shown import what_of
from tenure.web.queries.book.weeks import weeks_of
from tenure.web.queries.facts import AccountFacts, facts_of, renewals_within

WEEK = timedelta(days=7)
RENEWAL_DAYS = 90
MOST_ROWS = 30
"""Rows drawn of a group; the list of calls to action has the rest."""
GROUPS = {
    "now": _("Now"),
    "week": _("This week"),
    "later": _("Later"),
    "waiting": pgettext_lazy("calls to action", "Waiting"),
}


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One call to action with what is known of its account."""

    cta: Cta
    facts: AccountFacts
    reason: str
    group: str
    priority: Priority


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading, the first of `count`."""

    name: str
    title: Any
    rows: list[TodayRow]
    count: int

    @property
    def hidden(self) -> int:
        """How many rows are not drawn."""
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class Figures:
    """The three figures above the list."""

    at_risk: dict[str, Decimal]
    risk_accounts: int
    renewals: int
    renewal_arr: dict[str, Decimal]
    done: int
    done_before: int


@dataclass(frozen=True, slots=True)
class TodayList:
    """The whole page."""

    whose: str
    groups: list[Group]
    figures: Figures

    @property
    def count(self) -> int:
        """How many calls there are."""
        return sum(group.count for group in self.groups)

    @property
    def rows(self) -> list[TodayRow]:
        """The rows drawn, in order."""
        return [row for group in self.groups for row in group.rows]


def default_whose(user: User) -> str:
    """Return whose list a person sees at first: their own where they own accounts, else all they may see."""
    return MINE if user.owned.exists() else TEAM


def get_today(*, user: User, whose: str, day: date, most: int = MOST_ROWS) -> TodayList:
    """Return a person's working list, `most` rows of each group."""
    calls = rank_calls(workspace=user.workspace, calls=list_open(user=user, whose=whose, day=day), day=day)
    ordered = {name: ids for name, mask in _groups(calls, day).items() if (ids := _in_order(calls, name, mask))}
    drawn = _rows(user, {name: ids[:most] for name, ids in ordered.items()}, day)
    groups = [Group(name, GROUPS[name], drawn[name], len(ids)) for name, ids in ordered.items()]
    return TodayList(whose, groups, _figures(user, whose, day, calls))


def _groups(calls: RankedCalls, day: date) -> dict[str, Any]:
    """Return which calls stand under each heading on a day."""
    today = day.toordinal()
    resting, is_due = calls.rests_until != NEVER, calls.due <= today
    is_soon = ~is_due & (calls.due <= today + WEEK.days)
    return {
        "now": ~resting & is_due,
        "week": ~resting & is_soon,
        "later": ~resting & ~is_due & ~is_soon,
        "waiting": resting,
    }


def _in_order(calls: RankedCalls, group: str, mask: Any) -> list[int]:
    """Within a group the highest priority first; resting ones by the day they return."""
    return calls.by_return(mask) if group == "waiting" else calls.order(mask)


def _rows(user: User, ids: Mapping[str, Sequence[int]], day: date) -> dict[str, list[TodayRow]]:
    """Return the rows to draw of each group."""
    shown = [pk for inside in ids.values() for pk in inside]
    ctas = {cta.pk: cta for cta in list_ctas(user=user, day=day).filter(pk__in=shown)}
    priorities = priorities_of(workspace=user.workspace, ctas=ctas.values(), day=day)
    accounts = [cta.account for cta in ctas.values()]
    usage = weeks_of(workspace_id=user.workspace_id, accounts=[one.pk for one in accounts], day=day)
    facts = facts_of(accounts=accounts, day=day, usage=usage)
    return {
        name: [
            TodayRow(ctas[pk], facts[ctas[pk].account_id], what_of(ctas[pk]), name, priorities[pk])
            for pk in inside
            if pk in ctas
        ]
        for name, inside in ids.items()
    }


def _figures(user: User, whose: str, day: date, calls: RankedCalls) -> Figures:
    awake = calls.rests_until == NEVER
    monday = _midnight(day - timedelta(days=day.weekday()))
    renewals, renewal_arr = renewals_within(accounts=book_of(user, whose), day=day, days=RENEWAL_DAYS)
    return Figures(
        at_risk=calls.money_at_risk(awake),
        risk_accounts=calls.count_accounts(awake),
        renewals=renewals,
        renewal_arr=renewal_arr,
        done=count_completed(user=user, whose=whose, since=monday, until=monday + WEEK),
        done_before=count_completed(user=user, whose=whose, since=monday - WEEK, until=monday),
    )


def book_of(user: User, whose: str) -> Any:
    """Return the accounts meant: all a person may see, or those they own."""
    accounts = Account.objects.visible_to(user)
    return accounts.filter(owners__user=user).distinct() if whose == MINE else accounts


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
