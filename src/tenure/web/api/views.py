"""The API of the portfolio's saved views."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Status
from ninja.errors import HttpError

from tenure.foundation.models import Team, User
from tenure.web.models import PortfolioView
from tenure.web.queries.portfolio_views import find_home, list_views
from tenure.web.schemas import Problem
from tenure.web.schemas.views import HomeIn, ViewIn, ViewOut, ViewPatch
from tenure.web.services import portfolio_views as services

router = Router()
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
ERRORS: dict[Any, Any] = {401: Problem, 403: Problem, 404: Problem, 422: Problem}
BASE = "/portfolio/views"


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _view(request: HttpRequest, view_id: int) -> PortfolioView:
    view: PortfolioView = get_object_or_404(list_views(user=_user(request)), pk=view_id)
    return view


def _team(request: HttpRequest, team_id: int | None) -> Team | None:
    if team_id is None:
        return None
    team = _user(request).teams.filter(pk=team_id).first()
    if team is None:
        raise HttpError(422, "team_id is not one of your teams")
    return team


def _document(user: User, view: PortfolioView, home: str) -> dict[str, Any]:
    return {
        "id": view.pk,
        "name": view.name,
        "query": view.query,
        "team_id": view.team_id,
        "owner": str(view.owner),
        "is_own": view.owner_id == user.pk,
        "is_home": home == str(view.pk),
        "place": view.place,
        "created_at": view.created_at,
    }


@router.get(
    BASE, response=list[ViewOut], operation_id="portfolio_views_list", summary="Your views, and those shared with you"
)
def views_list(request: HttpRequest) -> Any:
    user = _user(request)
    home = find_home(user=user)
    return [_document(user, view, home) for view in list_views(user=user)]


@router.post(BASE, response={201: ViewOut, **ERRORS}, operation_id="portfolio_views_save", summary="Save a view")
def views_save(request: HttpRequest, given: ViewIn) -> Any:
    user = _user(request)
    view = services.save_view(actor=user, name=given.name, query=given.query, team=_team(request, given.team_id))
    return Status(201, _document(user, view, ""))


@router.patch(
    BASE + "/{view_id}",
    response={200: ViewOut, **ERRORS},
    operation_id="portfolio_views_change",
    summary="Change a view of yours: name, state, team, place",
)
def views_change(request: HttpRequest, view_id: Id, given: ViewPatch) -> Any:
    user, view = _user(request), _view(request, view_id)
    changes = given.model_dump(exclude_unset=True)
    place = changes.pop("place", None)
    if "team_id" in changes:
        changes["team"] = _team(request, changes.pop("team_id"))
    if changes or place is None:
        view = services.change_view(actor=user, view=view, changes=changes)
    if place is not None:
        own = list(list_views(user=user).filter(owner=user))
        steps = place - 1 - next((number for number, one in enumerate(own) if one == view), 0)
        services.move_view(actor=user, view=view, steps=steps)
        view.refresh_from_db()
    return _document(user, view, find_home(user=user))


@router.delete(
    BASE + "/{view_id}",
    response={204: None, **ERRORS},
    operation_id="portfolio_views_remove",
    summary="Take a view of yours away",
)
def views_remove(request: HttpRequest, view_id: Id) -> Any:
    services.remove_view(actor=_user(request), view=_view(request, view_id))
    return Status(204, None)


@router.post(
    BASE + "/{view_id}/restore",
    response={200: ViewOut, **ERRORS},
    operation_id="portfolio_views_restore",
    summary="Bring a removed view back",
)
def views_restore(request: HttpRequest, view_id: Id) -> Any:
    user = _user(request)
    view = get_object_or_404(PortfolioView.objects.editable_by(user), pk=view_id)
    return _document(user, services.restore_view(actor=user, view=view), find_home(user=user))


@router.put(
    "/portfolio/home",
    response={204: None, **ERRORS},
    operation_id="portfolio_home_set",
    summary="Choose the view to begin with",
)
def home_set(request: HttpRequest, given: HomeIn) -> Any:
    services.set_home(actor=_user(request), key=given.view)
    return Status(204, None)
