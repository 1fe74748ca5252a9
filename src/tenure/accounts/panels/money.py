"""Contracts, invoices, opportunities, losses."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenure.accounts.models import Account
from tenure.accounts.queries import panels as queries
from tenure.ui.registry import panel

PAST_LINES, INVOICES, OPPORTUNITIES = 4, 6, 8


@panel("account", name="contracts", title=_("Contracts"), order=40, column=1)
def contracts(request: HttpRequest, account: Account) -> dict[str, Any]:
    """Lines in force with their sum, those to come, and the latest that ended."""
    day = timezone.localdate()
    lines = queries.list_lines(account=account)
    running = [line for line in lines if queries.is_running(line, day)]
    coming = [line for line in lines if line.starts_on > day]
    past = [line for line in lines if line not in running and line not in coming]
    ends = [line.ends_on for line in running if line.ends_on is not None and line.is_recurring]
    return {
        "account": account,
        "groups": [
            {"title": _("To come"), "lines": coming},
            {"title": _("In force"), "lines": running},
            {"title": _("Ended"), "lines": past[:PAST_LINES]},
        ],
        "count": len(lines),
        "mrr": sorted(queries.sum_mrr(running).items()),
        "next_end": min(ends) if ends else None,
        "today": day,
    }


@panel("account", name="invoices", title=_("Invoices"), order=80, column=1)
def invoices(request: HttpRequest, account: Account) -> dict[str, Any]:
    """The latest invoices and what is overdue."""
    overdue = queries.sum_overdue(account=account, day=timezone.localdate())
    rows = queries.list_invoices(account=account, limit=INVOICES)
    return {"account": account, "rows": rows, "overdue": sorted(overdue.items()), "today": timezone.localdate()}


@panel("account", name="opportunities", title=_("Opportunities"), order=70, column=1)
def opportunities(request: HttpRequest, account: Account) -> dict[str, Any]:
    """Sales that may come."""
    return {"account": account, "rows": queries.list_opportunities(account=account, limit=OPPORTUNITIES)}


@panel("account", name="losses", title=_("Losses"), order=90, column=2)
def losses(request: HttpRequest, account: Account) -> dict[str, Any]:
    """When and why the customer left, if they did."""
    return {"account": account, "rows": queries.list_losses(account=account)[:5]}
