"""The API of events: catalogue, usage by day, single events, refused events."""

import json
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router
from ninja.errors import HttpError

from tenure.accounts.models import Account
from tenure.accounts.schemas.records import Problem
from tenure.events import schemas
from tenure.events.models import QuarantinedEvent
from tenure.events.queries import (
    KindRow,
    count_events_of,
    find_kind,
    get_daily_usage,
    list_events,
    list_kinds,
    list_quarantined,
)
from tenure.events.services import describe_kind
from tenure.foundation.models import User

router = Router()
LONGEST_DAYS = 3660
ERRORS: dict[Any, Any] = {401: Problem, 403: Problem, 404: Problem, 422: Problem}
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.get(
    "/events/kinds",
    response={200: list[schemas.KindOut], **ERRORS},
    summary="Event kinds: list",
    operation_id="event_kinds_list",
)
def kinds(request: HttpRequest) -> list[KindRow]:
    """Volumes are those of the accounts that the caller may see."""
    return list_kinds(user=_person(request))


@router.patch(
    "/events/kinds",
    response={200: schemas.KindOut, **ERRORS},
    summary="Event kind: describe",
    operation_id="event_kinds_describe",
)
def describe(request: HttpRequest, body: schemas.DescribeIn) -> KindRow | None:
    """Write what a kind of event means."""
    user = _person(request)
    if not user.may_write:
        raise PermissionDenied
    if find_kind(user=user, name=body.name) is None:
        raise Http404
    describe_kind(actor=user, name=body.name, description=body.description)
    return find_kind(user=user, name=body.name)


@router.get(
    "/events/refused",
    response={200: schemas.QuarantinePageOut, **ERRORS},
    summary="Refused events: list",
    operation_id="refused_events_list",
)
def refused(request: HttpRequest, query: Query[schemas.QuarantineIn]) -> dict[str, Any]:
    """Events that were not taken, with the reason."""
    rows = list_quarantined(user=_person(request), reason=query.reason)
    shown = rows[query.offset : query.offset + query.limit]
    return {"total": rows.count(), "data": [_refused(row) for row in shown]}


@router.get(
    "/accounts/{int:account_id}/usage",
    response={200: list[schemas.UsageDayOut], **ERRORS},
    summary="Account: usage by day",
    operation_id="account_usage",
)
def usage(request: HttpRequest, account_id: Id, query: Query[schemas.UsageIn]) -> list[dict[str, Any]]:
    """One item a day, days without use included; `known_at` leaves out what became known after that day."""
    account = _account(request, account_id)
    if (query.last - query.first).days > LONGEST_DAYS:
        raise HttpError(422, f"ask for at most {LONGEST_DAYS} days at a time")
    found = get_daily_usage(account=account, first=query.first, last=query.last, known_at=query.known_at)
    rows = zip(found.days, found.events, found.users, found.logins, found.seconds, strict=True)
    return [dict(zip(schemas.UsageDayOut.model_fields, row, strict=True)) for row in rows]


@router.get(
    "/accounts/{int:account_id}/events",
    response={200: schemas.EventPageOut, **ERRORS},
    summary="Account: single events",
    operation_id="account_events",
)
def events(request: HttpRequest, account_id: Id, query: Query[schemas.EventsIn]) -> dict[str, Any]:
    """The events themselves, newest first."""
    wanted: dict[str, Any] = {
        "account": _account(request, account_id),
        "first": query.first,
        "last": query.last,
        "names": (query.name,) if query.name else (),
        "user_id": query.user_id or None,
        "known_at": query.known_at,
    }
    rows = list_events(**wanted, limit=query.limit, offset=query.offset)
    items = [{**row, "properties": _properties(row["properties"])} for row in rows]
    return {"total": count_events_of(**wanted), "data": items}


def _person(request: HttpRequest) -> User:
    if not isinstance(request.auth, User):  # type: ignore[attr-defined]
        raise PermissionDenied
    return request.auth  # type: ignore[attr-defined]


def _account(request: HttpRequest, pk: int) -> Account:
    account: Account = get_object_or_404(Account.objects.visible_to(_person(request)), pk=pk)
    return account


def _properties(text: str) -> Any:
    """Return the properties as they came; what is no JSON stays text."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _refused(row: QuarantinedEvent) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in schemas.QuarantinedOut.model_fields if hasattr(row, name)},
        "problem": row.get_reason_display(),
    }
