"""The evidence of one call to action: enough to act without leaving the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext

from tenure.accounts.choices import ContactRole
from tenure.accounts.models import Contact, Touchpoint
from tenure.events.queries import get_daily_usage
from tenure.foundation.models import User
from tenure.health.clauses import write_reason
from tenure.playbooks.models import Cta
from tenure.ui.charts import Chart, Series, series_chart
from tenure.ui.numbers import format_day
from tenure.web.queries.facts import AccountFacts, facts_of

ROLE_ORDER = [ContactRole.CHAMPION, ContactRole.DECISION_MAKER, ContactRole.LIAISON, ContactRole.ADMIN]
SHOWN_CONTACTS = 3
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


def get_evidence(*, user: User, cta: Cta, day: date) -> Evidence:
    """Return the evidence of a call to action the caller has found within the person's scope."""
    facts = facts_of(user=user, accounts=[cta.account], day=day)[cta.account_id]
    touches = Touchpoint.objects.filter(account_id=cta.account_id).select_related("contact", "owner")
    return Evidence(
        cta=cta,
        facts=facts,
        reason=write_reason(cta.clauses),
        contacts=people_to_call(cta.account_id),
        last_touch=touches.first(),
        usage_chart=usage_chart(cta, day),
    )


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
