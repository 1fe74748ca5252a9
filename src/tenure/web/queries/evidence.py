"""The evidence of one call to action: enough to act without leaving the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext

from tenure.accounts.choices import ContactRole
from tenure.accounts.models import Contact, Touchpoint
from tenure.events.queries import get_daily_usage
from tenure.foundation.models import User
from tenure.playbooks.models import Alert, Completion, Cta, Snooze
from tenure.playbooks.queries import find_completion, find_live_snooze, history_of, priorities_of
from tenure.playbooks.shown import priority_rows, what_of
from tenure.ui.charts import Chart, Series, series_chart
from tenure.ui.numbers import format_day
from tenure.web.queries.facts import AccountFacts, facts_of
from tenure.web.words import activity_text

ROLE_ORDER = [ContactRole.CHAMPION, ContactRole.DECISION_MAKER, ContactRole.LIAISON, ContactRole.ADMIN]
SHOWN_CONTACTS = 3
SHOWN_ALERTS = 5
USAGE_DAYS = 90


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a person needs before they call."""

    cta: Cta
    facts: AccountFacts
    reason: str
    contacts: Sequence[Contact]
    last_touch: Touchpoint | None
    usage_chart: Chart | None
    priority: Sequence[tuple[str, str, str]]
    snooze: Snooze | None
    alerts: Sequence[Alert]


def get_evidence(*, user: User, cta: Cta, day: date) -> Evidence:
    """Return the evidence of a call to action the caller has found within the person's scope."""
    facts = facts_of(accounts=[cta.account], day=day)[cta.account_id]
    touches = Touchpoint.objects.filter(account_id=cta.account_id).select_related("contact", "owner")
    return Evidence(
        cta=cta,
        facts=facts,
        reason=what_of(cta),
        contacts=people_to_call(cta.account_id),
        last_touch=touches.first(),
        usage_chart=usage_chart(cta, day),
        priority=_priority(user, cta, day) if cta.closed_at is None else (),
        snooze=find_live_snooze(cta) if cta.closed_at is None else None,
        alerts=list(cta.alerts.order_by("-opened_on", "-pk")[:SHOWN_ALERTS]),
    )


def _priority(user: User, cta: Cta, day: date) -> Sequence[tuple[str, str, str]]:
    priority = priorities_of(workspace=user.workspace, ctas=[cta], day=day)[cta.pk]
    return priority_rows(priority, cta.kind, user.workspace.currency)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a call: when, by whom, in words."""

    at: datetime
    icon: str
    title: str
    text: str
    actor: str
    url: str = ""
    has_time: bool = True


def steps_of(cta: Cta) -> list[Step]:
    """Return the history of a call the caller has found within the person's scope, newest first."""
    steps = []
    for row in history_of(cta):
        said = activity_text(row.verb, row.data)
        if said is not None:
            note = str(row.data.get("note") or "")
            steps.append(Step(row.occurred_at, said.icon, said.title, note, str(row.actor or gettext("by rule"))))
    return steps


def ending_of(cta: Cta) -> Completion | None:
    """Return how a closed call ended; None while it is open."""
    return find_completion(cta) if cta.closed_at is not None else None


def usage_chart(cta: Cta, day: date) -> Chart | None:
    """Return active users by day over the last 90 days; None where nothing is known."""
    usage = get_daily_usage(account=cta.account, first=day - timedelta(days=USAGE_DAYS - 1), last=day)
    if not any(usage.events):
        return None
    labels = [format_day(one) for one in usage.days]
    users = Series(gettext("Active users"), list(usage.users), color="@accent", kind="area")
    return series_chart(labels, [users], first_column=gettext("Day"))


def people_to_call(account_id: int) -> list[Contact]:
    """Return the contacts to call first: by their part in the decision, then the warmest."""
    order = {role.value: number for number, role in enumerate(ROLE_ORDER)}
    contacts = Contact.objects.filter(account_id=account_id, left_on__isnull=True)
    ranked = sorted(
        contacts, key=lambda contact: (order.get(contact.role, len(order)), -(contact.warmth or 0), contact.name)
    )
    return ranked[:SHOWN_CONTACTS]
