"""Saving, sharing, ordering and removing views of the portfolio. Anybody has views; who may write may share them."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenure.foundation.models import Team, User
from tenure.foundation.services import record_activity
from tenure.web.models import PortfolioHome, PortfolioView
from tenure.web.queries.portfolio_views import STANDARD
from tenure.web.queries.state import LONGEST, write_state

LONGEST_NAME = 60
MOST_VIEWS = 50


@transaction.atomic
def save_view(*, actor: User, name: str, query: str, team: Team | None = None) -> PortfolioView:
    """Keep a state of the portfolio under a name, as the last of the actor's views.

    Raises ValidationError for a name that is empty or taken and for a team that is not the actor's.
    """
    own = PortfolioView.objects.editable_by(actor).filter(removed_at__isnull=True)
    if own.count() >= MOST_VIEWS:
        raise ValidationError(_("You have %(count)s views. Remove one first.") % {"count": MOST_VIEWS})
    last = own.order_by("place").last()
    view = PortfolioView(
        workspace_id=actor.workspace_id,
        owner=actor,
        name=_free_name(actor, name, None),
        query=_state(query),
        team=_own_team(actor, team),
        place=last.place + 1 if last else 1,
    )
    view.save()
    _tell(actor, view, "saved", {})
    return view


@transaction.atomic
def change_view(*, actor: User, view: PortfolioView, changes: Mapping[str, Any]) -> PortfolioView:
    """Change a view's "name", "query" or "team". Raises as `save_view`; PermissionDenied for all but its owner."""
    view = _own(actor, view)
    if "name" in changes:
        view.name = _free_name(actor, changes["name"], view)
    if "query" in changes:
        view.query = _state(changes["query"])
    if "team" in changes and changes["team"] != view.team:
        view.team = _own_team(actor, changes["team"])
    view.save()
    _tell(actor, view, "changed", {"fields": sorted(changes)})
    return view


@transaction.atomic
def move_view(*, actor: User, view: PortfolioView, steps: int) -> None:
    """Move a view among the actor's own, to the left (negative) or to the right; it stops at the ends."""
    view = _own(actor, view)
    own = list(PortfolioView.objects.editable_by(actor).filter(removed_at__isnull=True).order_by("place", "pk"))
    here = own.index(view)
    own.insert(max(0, min(len(own) - 1, here + steps)), own.pop(here))
    for number, one in enumerate(own, start=1):
        one.place = number
    PortfolioView.objects.bulk_update(own, ["place"])


@transaction.atomic
def remove_view(*, actor: User, view: PortfolioView) -> None:
    """Take a view away; it can be brought back."""
    view = _own(actor, view)
    if view.removed_at is None:
        view.removed_at = timezone.now()
        view.save(update_fields=["removed_at"])
        _tell(actor, view, "removed", {})


@transaction.atomic
def restore_view(*, actor: User, view: PortfolioView) -> PortfolioView:
    """Bring a removed view back. Raises ValidationError where its name is taken by now."""
    view = _own(actor, view)
    if view.removed_at is not None:
        view.name = _free_name(actor, view.name, view)
        view.removed_at = None
        view.save(update_fields=["name", "removed_at"])
        _tell(actor, view, "restored", {})
    return view


@transaction.atomic
def set_home(*, actor: User, key: str) -> None:
    """Let the actor begin with a view, by its key. Raises ValidationError for one they may not open."""
    if key in STANDARD:
        PortfolioHome.objects.update_or_create(person=actor, defaults={"standard": key, "view": None})
        return
    rows = PortfolioView.objects.visible_to(actor)
    view = rows.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
    if view is None:
        raise ValidationError(_("This view is not there any more."))
    PortfolioHome.objects.update_or_create(person=actor, defaults={"standard": "", "view": view})


def _own(actor: User, view: PortfolioView) -> PortfolioView:
    found: PortfolioView | None = (
        PortfolioView.objects.editable_by(actor).select_for_update(of=("self",)).filter(pk=view.pk).first()
    )
    if found is None:
        raise PermissionDenied
    return found


def _free_name(actor: User, name: Any, view: PortfolioView | None) -> str:
    text = " ".join(str(name).split())
    if not text:
        raise ValidationError({"name": _("Give the view a name.")})
    if len(text) > LONGEST_NAME:
        raise ValidationError({"name": _("At most %(count)s characters.") % {"count": LONGEST_NAME}})
    taken = PortfolioView.objects.editable_by(actor).filter(removed_at__isnull=True, name=text)
    if taken.exclude(pk=view.pk if view else None).exists():
        raise ValidationError({"name": _("You have a view of this name already.")})
    return text


def _own_team(actor: User, team: Team | None) -> Team | None:
    if team is None:
        return None
    if not actor.may_write:
        raise PermissionDenied
    if not actor.teams.filter(pk=team.pk).exists():
        raise ValidationError({"team": _("Choose one of your teams.")})
    return team


def _state(query: Any) -> str:
    state = write_state(str(query))
    if len(state) > LONGEST:
        raise ValidationError({"query": _("This view has too many filters to be kept.")})
    return state


def _tell(actor: User, view: PortfolioView, what: str, data: Mapping[str, Any]) -> None:
    record_activity(
        actor=actor,
        workspace=view.workspace_id,
        verb=f"portfolio_view.{what}",
        subject=view,
        data={"name": view.name, "team": str(view.team or ""), **data},
    )
