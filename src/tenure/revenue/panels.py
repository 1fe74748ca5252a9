"""The revenue panel of the account page."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenure.accounts.models import Account
from tenure.revenue import charts
from tenure.revenue.queries import Criteria, RevenueError
from tenure.revenue.queries.account import list_steps, open_account
from tenure.revenue.shown import Addresses
from tenure.ui.registry import panel
from tenure_engine.period import add_months

YEARS_SHOWN = 2
CHANGES = 5


@panel("account", name="mrr_history", title=_("MRR history"), order=45, column=1)
def mrr_history(request: HttpRequest, account: Account) -> dict[str, Any]:
    """How the account's MRR came to be what it is."""
    today = timezone.localdate()
    criteria = Criteria(add_months(today, -12 * YEARS_SHOWN), today)
    try:
        figures = open_account(account=account, criteria=criteria)
    except RevenueError as error:
        return {"account": account, "error": str(error)}
    steps = list_steps(figures, account.pk)
    return {
        "account": account,
        "steps": list(reversed(steps))[:CHANGES],
        "chart": charts.draw_steps(steps, today, figures.book.currency),
        "currency": figures.book.currency,
        "url": Addresses(criteria).account(account.pk),
    }
