"""Health explained: what makes the score, and what costs most."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tenure.accounts.models import Account
from tenure.health.queries.current import find_newest_day, health_of
from tenure.health.queries.explanations import NoScorecard, explain_account
from tenure.health.shown import costliest, groups_chart
from tenure.health.words import BECAUSE, write_share
from tenure.ui.registry import panel

SHOWN = 6


@panel("account", name="health", title=_("Health explained"), order=10, column=1)
def health(request: HttpRequest, account: Account) -> dict[str, Any]:
    """Show the newest score as a bridge of its groups, and the measures that take most from it."""
    day, state = find_newest_day(account.workspace_id), health_of([account.pk]).get(account.pk)
    nothing = {"account": account, "told": None, "state": state}
    if day is None:
        return nothing
    try:
        told = explain_account(account=account, day=day)
    except NoScorecard:
        return nothing
    because = told.explanation.because
    return {
        "account": account,
        "told": told,
        "chart": groups_chart(told) if told.score is not None else None,
        "rows": costliest(told, SHOWN),
        "because": BECAUSE[because] if because else "",
        "coverage": write_share(told.explanation.coverage),
        "state": state,
    }
