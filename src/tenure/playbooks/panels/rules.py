"""The alert rules in the catalogue of definitions: what each means, and how it is set."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tenure.foundation.models import User
from tenure.playbooks.alerts.queries.rules import list_rules
from tenure.playbooks.alerts.shown import shown_rule
from tenure.ui.registry import panel


@panel("definitions", name="rules", title=_("Alert rules"), order=10)
def rules(request: HttpRequest, _subject: None) -> dict[str, Any]:
    """Show every rule as the workspace has set it."""
    user: User = request.user  # type: ignore[assignment]
    return {"rules": [shown_rule(setting) for setting in list_rules(user.workspace_id or 0)]}
