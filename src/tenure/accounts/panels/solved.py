"""Problems solved, for the next talk about the renewal."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tenure.accounts.models import Account
from tenure.accounts.queries.solved import get_ledger
from tenure.ui.registry import panel

SHOWN = 4


@panel("account", name="solved", title=_("Problems solved"), order=35, column=2)
def solved(request: HttpRequest, account: Account) -> dict[str, Any]:
    """The latest problems solved, and what all of them save."""
    ledger = get_ledger(account=account)
    return {"account": account, "ledger": ledger, "rows": ledger.rows[:SHOWN]}
