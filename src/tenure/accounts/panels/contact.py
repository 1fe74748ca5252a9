"""What the customer asks of support."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tenure.accounts.models import Account
from tenure.accounts.queries import panels as queries
from tenure.ui.registry import panel

TICKETS = 8


@panel("account", name="tickets", title=_("Tickets"), order=40, column=2)
def tickets(request: HttpRequest, account: Account) -> dict[str, Any]:
    """Open tickets first, the worst of them first."""
    rows = queries.list_recent_tickets(account=account, limit=TICKETS)
    return {
        "account": account,
        "rows": rows,
        "all_count": rows[0].all_count if rows else 0,  # type: ignore[attr-defined]
        "open_count": rows[0].open_count if rows else 0,  # type: ignore[attr-defined]
    }
