"""The API of today's list, an account's timeline, and search."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from ninja import Path, Query, Router
from pydantic import AwareDatetime

from tenure.accounts.models import Account
from tenure.foundation.models import User
from tenure.playbooks.documents import cta_documents
from tenure.web.queries import search as searching
from tenure.web.queries.timeline import get_timeline, list_persons
from tenure.web.queries.today import TodayList, default_whose, get_today
from tenure.web.schemas import Problem
from tenure.web.schemas.reading import HitsOut, TimelineOut, TodayOut

router = Router()
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
ERRORS: dict[Any, Any] = {401: Problem, 422: Problem}
FACTORS = ("amount", "currency", "money", "weight", "days", "urgency", "is_converted")
FACTS = ("arr", "renewal_on", "score", "band", "last_touch_at")


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


@router.get(
    "/today",
    response={200: TodayOut, **ERRORS},
    operation_id="today_get",
    summary="The working list: calls to action by when they need somebody, each with its priority and why",
)
def get_list(
    request: HttpRequest,
    whose: Annotated[
        Literal["mine", "queue", "team"] | None,
        Query(description="Without it: mine for who owns accounts, else team, which is all you see."),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="Calls of each group.")] = 50,
) -> Any:
    user, day = _user(request), timezone.localdate()
    listing = get_today(user=user, whose=whose or default_whose(user), day=day, most=limit)
    return _today(user, listing) | {"day": day}


@router.get(
    "/accounts/{int:account_id}/timeline",
    response={200: TimelineOut, 404: Problem, **ERRORS},
    operation_id="timeline_get",
    summary="What happened with an account, newest first",
)
def get_part(
    request: HttpRequest,
    account_id: Id,
    kind: Literal["", "contact", "support", "money", "feedback", "work"] = "",
    who: Annotated[str, Query(description="The key of a person, from `people`.")] = "",
    before: Annotated[AwareDatetime | None, Query(description="Only what happened before this instant.")] = None,
) -> Any:
    account = get_object_or_404(Account.objects.visible_to(_user(request)), pk=account_id)
    people = [person for side in list_persons(account=account) for person in side]
    person = next((one for one in people if one.key == who), None)
    if who and person is None:
        raise ValidationError({"who": _("There is no such person on this timeline.")})
    found = get_timeline(account=account, kind=kind, person=person, before=before)
    return {
        "results": [asdict(item) for item in found.items],
        "before": _instant(found.older),
        "people": [{"key": one.key, "name": one.name, "is_ours": one.is_ours} for one in people],
    }


@router.get(
    "/search",
    response={200: list[HitsOut], **ERRORS},
    operation_id="search",
    summary="Accounts, contacts, tickets and notes that hold a text; at most 25 of each",
)
def search(request: HttpRequest, q: Annotated[str, Query(max_length=searching.LONGEST)]) -> Any:
    found = searching.search(user=_user(request), text=q)
    return [
        {"kind": one.kind, "title": str(one.title), "results": [asdict(hit) for hit in one.rows]} for one in found
    ]


def _instant(text: str) -> datetime | None:
    return parse_datetime(text) if text else None


def _today(user: User, listing: TodayList) -> dict[str, Any]:
    documents = {one["id"]: one for one in cta_documents(user=user, ctas=[row.cta for row in listing.rows])}
    groups = [
        {
            "name": group.name,
            "title": str(group.title),
            "count": group.count,
            "calls": [
                documents[row.cta.pk]
                | {name: getattr(row.facts, name) for name in FACTS}
                | {"factors": {name: getattr(row.priority, name) for name in FACTORS}}
                for row in group.rows
            ],
        }
        for group in listing.groups
    ]
    return {"whose": listing.whose, "count": listing.count, "figures": listing.figures, "groups": groups}
