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
    count_completed,
    in_order,
    list_open,
    money_at_risk,
    priorities_of,
)
from tenure.playbooks.shown import what_of
from tenure.web.queries.facts import AccountFacts, facts_of, renewals_within

WEEK = timedelta(days=7)
RENEWAL_DAYS = 90
MOST_ROWS = 50
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
    ctas = list(list_open(user=user, whose=whose, day=day))
    priorities = priorities_of(workspace=user.workspace, ctas=ctas, day=day)
    grouped = {
        name: _sorted([cta for cta in ctas if group_of(cta, day) == name], name, priorities) for name in GROUPS
    }
    shown = [cta for inside in grouped.values() for cta in inside[:most]]
    facts = facts_of(user=user, accounts=[cta.account for cta in shown], day=day)
    groups = []
    for name, inside in grouped.items():
        rows = [TodayRow(cta, facts[cta.account_id], what_of(cta), name, priorities[cta.pk]) for cta in inside[:most]]
        groups.append(Group(name, GROUPS[name], rows, len(inside)))
    return TodayList(whose, [group for group in groups if group.rows], _figures(user, whose, day, ctas))


def group_of(cta: Cta, day: date) -> str:
    """Return the heading a call to action stands under on a day."""
    if getattr(cta, "snoozed_until", None):
        return "waiting"
    if cta.due_on <= day:
        return "now"
    return "week" if cta.due_on <= day + WEEK else "later"


def _sorted(inside: Sequence[Cta], group: str, priorities: Mapping[int, Priority]) -> list[Cta]:
    """Within a group the highest priority first; resting ones by the day they return."""
    if group == "waiting":
        return sorted(inside, key=lambda cta: (cta.snoozed_until, cta.pk))  # type: ignore[attr-defined]
    return in_order(inside, priorities)


def _figures(user: User, whose: str, day: date, ctas: Sequence[Cta]) -> Figures:
    awake = [cta for cta in ctas if not getattr(cta, "snoozed_until", None)]
    monday = _midnight(day - timedelta(days=day.weekday()))
    renewals, renewal_arr = renewals_within(accounts=book_of(user, whose), day=day, days=RENEWAL_DAYS)
    return Figures(
        at_risk=money_at_risk(awake),
        risk_accounts=len({cta.account_id for cta in awake}),
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
