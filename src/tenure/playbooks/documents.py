"""Calls to action as plain values, for the API."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from tenure.foundation.models import User
from tenure.playbooks.models import Cta
from tenure.playbooks.queries import priorities_of
from tenure.playbooks.shown import what_of

NAMES = ("id", "account_id", "kind", "reason", "title", "detail", "due_on", "owner_id", "at_risk_amount", "currency")
MORE = ("opened_at", "opened_by_id", "closed_at", "evidence")


def cta_documents(*, user: User, ctas: Iterable[Cta]) -> list[dict[str, Any]]:
    """Return calls that came from `list_ctas`."""
    rows = list(ctas)
    open_ones = [cta for cta in rows if cta.closed_at is None]
    priorities = priorities_of(workspace=user.workspace, ctas=open_ones, day=timezone.localdate())
    found = []
    for cta in rows:
        until = getattr(cta, "snoozed_until", None)
        priority = priorities.get(cta.pk)
        found.append(
            {name: getattr(cta, name) for name in NAMES + MORE}
            | {
                "account": cta.account.name,
                "owner": str(cta.owner or ""),
                "says": what_of(cta),
                "priority": round(priority.value, 2) if priority else None,
                "state": "done" if cta.closed_at else "resting" if until else "open",
                "rests_until": until,
                "outcome": getattr(cta, "outcome", None),
                "note": getattr(cta, "done_note", None),
            }
        )
    return found
