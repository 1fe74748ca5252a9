"""What is to be done about one customer."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenure.accounts.models import Account
from tenure.ui.registry import panel
from tenure.web.queries.calls import open_calls_of


@panel("account", name="ctas", title=_("To do"), order=10, column=2)
def ctas(request: HttpRequest, account: Account) -> dict[str, Any]:
    """Show the open calls to action of a customer, the first due first."""
    today = timezone.localdate()
    return {"account": account, "rows": open_calls_of(account=account, day=today), "today": today}
