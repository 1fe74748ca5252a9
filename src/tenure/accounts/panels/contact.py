"""What passes between us: tickets, touchpoints, notes."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tenure.accounts.forms.quick import NoteForm, TouchpointForm
from tenure.accounts.models import Account
from tenure.accounts.queries import panels as queries
from tenure.ui.registry import panel

TICKETS, TOUCHPOINTS, NOTES = 8, 6, 5


@panel("account", name="tickets", title=_("Tickets"), order=50, column=1)
def tickets(request: HttpRequest, account: Account) -> dict[str, Any]:
    """Open tickets first, the worst of them first."""
    rows = queries.list_recent_tickets(account=account, limit=TICKETS)
    return {
        "account": account,
        "rows": rows,
        "all_count": rows[0].all_count if rows else 0,  # type: ignore[attr-defined]
        "open_count": rows[0].open_count if rows else 0,  # type: ignore[attr-defined]
    }


@panel("account", name="touchpoints", title=_("Touchpoints"), order=20, column=2)
def touchpoints(request: HttpRequest, account: Account, form: TouchpointForm | None = None) -> dict[str, Any]:
    """The latest contacts with the customer, and a form to log one at once."""
    return {
        "account": account,
        "rows": queries.list_touchpoints(account=account, limit=TOUCHPOINTS),
        "form": form or TouchpointForm(account=account),
        "is_open": form is not None,
    }


@panel("account", name="notes", title=_("Notes"), order=40, column=2)
def notes(request: HttpRequest, account: Account, form: NoteForm | None = None) -> dict[str, Any]:
    """What our people wrote down, and a form to add to it."""
    rows = queries.list_notes(account=account, limit=NOTES)
    return {"account": account, "rows": rows, "form": form or NoteForm(), "is_open": form is not None}
