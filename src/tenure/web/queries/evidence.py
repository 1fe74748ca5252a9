"""The evidence of one call to action: enough to act without leaving the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenure.accounts.choices import ContactRole
from tenure.accounts.models import Contact, Touchpoint
from tenure.foundation.models import User
from tenure.playbooks.clauses import write_clause, write_clauses
from tenure.playbooks.models import Cta
from tenure.web.queries.facts import AccountFacts, facts_of

ROLE_ORDER = [ContactRole.CHAMPION, ContactRole.DECISION_MAKER, ContactRole.LIAISON, ContactRole.ADMIN]
SHOWN_CONTACTS = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a person needs before they call."""

    cta: Cta
    facts: AccountFacts
    reason: str
    reasons: list[str]
    contacts: Sequence[Contact]
    last_touch: Touchpoint | None
    usage_chart: Any = None


def get_evidence(*, user: User, cta: Cta, day: date) -> Evidence:
    """Return the evidence of a call to action the caller has found within the person's scope."""
    facts = facts_of(user=user, accounts=[cta.account], day=day)[cta.account_id]
    touches = Touchpoint.objects.filter(account_id=cta.account_id).select_related("contact", "owner")
    return Evidence(
        cta=cta,
        facts=facts,
        reason=write_clauses(cta.clauses),
        reasons=[write_clause(clause) for clause in cta.clauses],
        contacts=people_to_call(cta.account_id),
        last_touch=touches.first(),
    )


def people_to_call(account_id: int) -> list[Contact]:
    """Return the contacts to call first: by their part in the decision, then the warmest."""
    order = {role.value: number for number, role in enumerate(ROLE_ORDER)}
    contacts = Contact.objects.filter(account_id=account_id, left_on__isnull=True)
    ranked = sorted(
        contacts, key=lambda contact: (order.get(contact.role, len(order)), -(contact.warmth or 0), contact.name)
    )
    return ranked[:SHOWN_CONTACTS]
