"""When each person gets the digest of their day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tenure.foundation.models import User, Workspace
from tenure.notices.choices import DEFAULT_HOUR
from tenure.notices.models import DigestPlan

LATEST_HOURS = 6
"""So long after its hour a digest is still sent: after a night without power, not in the evening."""
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """Whether a person wants the digest, from which hour of their own day, and on weekends too.

    `own_zone` is the time zone they chose, "" where that of the company holds.
    """

    person: User
    is_on: bool
    hour: int
    zone: ZoneInfo
    on_weekends: bool
    own_zone: str = ""

    def local(self, now: datetime) -> datetime:
        """Return an instant in the person's time zone."""
        return now.astimezone(self.zone)


def plan_of(person: User) -> Plan:
    """Return one person's plan."""
    row = DigestPlan.objects.filter(person=person).first()
    return _plan(person, person.workspace, row)


def plans_of(workspace: Workspace) -> list[Plan]:
    """Return the plans of all people who may sign in."""
    people = User.objects.filter(workspace=workspace, is_active=True).order_by("pk")
    rows = {row.person_id: row for row in DigestPlan.objects.filter(person__in=people)}
    return [_plan(person, workspace, rows.get(person.pk)) for person in people]


def _plan(person: User, workspace: Workspace, row: DigestPlan | None) -> Plan:
    zone = ZoneInfo((row.time_zone if row else "") or workspace.time_zone)
    if row is None:
        return Plan(person, person.may_write, DEFAULT_HOUR, zone, False)
    return Plan(person, row.is_on, row.hour, zone, row.on_weekends, row.time_zone)


def is_due(plan: Plan, now: datetime) -> date | None:
    """Return the person's day whose digest should be on its way at this instant; None where none should."""
    local = plan.local(now)
    if not plan.is_on or (local.weekday() >= SATURDAY and not plan.on_weekends):
        return None
    return local.date() if plan.hour <= local.hour < plan.hour + LATEST_HOURS else None


def wanting(plans: Iterable[Plan], now: datetime) -> list[tuple[Plan, date]]:
    """Return the plans that are due, each with the person's day."""
    found = [(plan, is_due(plan, now)) for plan in plans]
    return [(plan, day) for plan, day in found if day is not None]
