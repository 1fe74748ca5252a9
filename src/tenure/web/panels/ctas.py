"""What is to be done about one customer."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenure.accounts.models import Account
from tenure.foundation.models import User
from tenure.playbooks.queries.ctas import list_open
from tenure.ui.registry import panel


@panel("account", name="ctas", title=_("To do"), order=10, column=2)
def ctas(request: HttpRequest, account: Account) -> dict[str, Any]:
    """Show the open calls to action of a customer, the first due first."""
    user: User = request.user  # type: ignore[assignment]
    today = timezone.localdate()
    return {"account": account, "rows": list(list_open(user=user, day=today).filter(account=account)), "today": today}
