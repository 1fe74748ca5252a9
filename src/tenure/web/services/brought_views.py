"""Views that come with data somebody brings in, such as the demo, and go with it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from tenure.foundation.models import User
from tenure.web.models import PortfolioView
from tenure.web.queries.state import write_state
from tenure.web.services.portfolio_views import save_view


@transaction.atomic
def save_brought_views(*, workspace_id: int, views: Iterable[Mapping[str, Any]]) -> int:
    """Save a view for its owner, "team" shared with one of theirs; done again it does nothing. Return how many."""
    saved = 0
    for given in views:
        owner = User.objects.filter(workspace_id=workspace_id, pk=given["owner"]).first()
        if owner is None or PortfolioView.objects.editable_by(owner).filter(name=given["name"]).exists():
            continue
        team = owner.teams.filter(pk=given["team"]).first() if given.get("team") else None
        save_view(actor=owner, name=given["name"], query=given["query"], team=team)
        saved += 1
    return saved


@transaction.atomic
def remove_brought_views(*, workspace_id: int, views: Iterable[Mapping[str, Any]]) -> None:
    """Drop those whose owner stays and has not made them into something of their own."""
    for given in views:
        rows = PortfolioView.objects.filter(workspace_id=workspace_id, owner_id=given["owner"])
        rows.filter(name=given["name"], query=write_state(given["query"])).delete()
