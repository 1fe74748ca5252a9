"""Alerts of one account: what the rules find now, and what was over before."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tenure.accounts.models import Account
from tenure.playbooks.alerts.queries.listing import alerts_of_account
from tenure.playbooks.alerts.shown import rule_label, why
from tenure.ui.registry import panel


@panel("account", name="alerts", title=_("Alerts"), order=15, column=1)
def alerts(request: HttpRequest, account: Account) -> dict[str, Any]:
    """Show what the rules find about a customer."""
    rows = alerts_of_account(account=account)
    shown = [{"alert": row, "why": why(row), "rule": rule_label(row.rule)} for row in rows]
    return {"account": account, "rows": shown}
