"""The API of health: catalogue, scorecards, scores with their derivation, history."""

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router
from ninja.errors import HttpError

from tenure.accounts.models import Account
from tenure.foundation.models import User
from tenure.health.base_document import base_document
from tenure.health.models import AccountHealth
from tenure.health.queries import documents
from tenure.health.queries.base import kept_days, open_base
from tenure.health.queries.cards import current_cards
from tenure.health.queries.current import find_newest_day, history_of
from tenure.health.queries.explanations import NoScorecard, Told, explain_account
from tenure.health.queries.measuring import measure_account, usual_keys
from tenure.health.schemas import (
    BaseOut,
    MeasureOut,
    MovementOut,
    PointOut,
    Problem,
    ScorecardOut,
    ScoreOut,
    StatePage,
    ValuesOut,
)
from tenure_engine.health.moves import why_moved
from tenure_engine.measures import all_measures

router = Router()
ERRORS: dict[Any, Any] = {401: Problem, 404: Problem, 409: Problem, 422: Problem}
LONGEST_HISTORY = 3660
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
AsOf: Any = Query(None, description="The end of this day; without it the newest day computed.")
KnownAt: Any = Query(None, description="Only what was known at the end of this day (UTC).")


@router.get("/measures", response=list[MeasureOut], operation_id="measures_list", summary="The catalogue of measures")
def list_measures(request: HttpRequest) -> Any:
    return [documents.measure_document(measure) for measure in all_measures().values()]


@router.get("/scorecards", response=list[ScorecardOut], operation_id="scorecards_list", summary="Scorecards in use")
def list_scorecards(request: HttpRequest) -> Any:
    return [documents.card_document(current) for current in current_cards(request.user.workspace_id)]  # type: ignore[union-attr]


@router.get(
    "/health", response={200: StatePage, **ERRORS}, operation_id="health_list", summary="Newest scores, lowest first"
)
def list_health(
    request: HttpRequest,
    band: Literal["red", "amber", "green"] | None = None,
    customers_only: bool = True,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Any:
    rows = AccountHealth.objects.visible_to(request.user)
    rows = rows.filter(band=band) if band else rows
    rows = rows.filter(is_customer=True) if customers_only else rows
    page = rows.order_by("score", "account_id")[offset : offset + limit]
    return {"count": rows.count(), "results": [documents.state_document(row) for row in page]}


@router.get(
    "/health/base",
    response={200: BaseOut, **ERRORS},
    operation_id="health_base",
    summary="The customer base on two days: distribution, flow between bands, movers with reasons, segments",
)
def get_base(
    request: HttpRequest,
    as_of: date | None = AsOf,
    against: Annotated[date | None, Query(description="Without it ninety days before the newest day.")] = None,
    known: Annotated[Literal["now", "then"], Query(description="then: only what was known on each day")] = "now",
    movers: Annotated[int, Query(ge=0, le=100)] = 10,
) -> Any:
    user: User = request.user  # type: ignore[assignment]
    kept = kept_days(user.workspace_id or 0)
    if kept is None:
        raise HttpError(409, "no day is computed yet")
    day, is_then = as_of or kept.last, known == "then"
    base = open_base(user=user, day=day, against=against or kept.usual_against, is_then=is_then)
    if base is None:
        raise HttpError(404, f"nothing is kept of this day; scores are kept from {kept.first} to {kept.last}")
    return base_document(base, user=user, is_then=is_then, movers=movers)


@router.get(
    "/accounts/{int:account_id}/health",
    response={200: ScoreOut, **ERRORS},
    operation_id="health_get",
    summary="A score with the rows that add up to it",
)
def get_health(
    request: HttpRequest, account_id: Id, as_of: date | None = AsOf, known_at: date | None = KnownAt
) -> Any:
    account = _account(request, account_id)
    return documents.score_document(_told(account, as_of or _newest(account), known_at))


@router.get(
    "/accounts/{int:account_id}/health/movement",
    response={200: MovementOut, **ERRORS},
    operation_id="health_movement",
    summary="Why a score moved between two days",
)
def get_movement(
    request: HttpRequest,
    account_id: Id,
    against: date,
    as_of: date | None = AsOf,
    known_at: date | None = KnownAt,
) -> Any:
    account = _account(request, account_id)
    before = _told(account, against, known_at)
    after = _told(account, as_of or _newest(account), known_at)
    return documents.movement_document(before, after, why_moved(before.explanation, after.explanation))


@router.get(
    "/accounts/{int:account_id}/health/history",
    response={200: list[PointOut], **ERRORS},
    operation_id="health_history",
    summary="The daily scores as they were kept",
)
def get_history(request: HttpRequest, account_id: Id, first: date, last: date | None = None) -> Any:
    account = _account(request, account_id)
    until = last or _newest(account)
    if not 0 <= (until - first).days < LONGEST_HISTORY:
        raise HttpError(422, f"the last day must lie after the first, at most {LONGEST_HISTORY} days")
    values = history_of([account.pk], first=first, last=until).get(account.pk, [])
    return [{"as_of": first + timedelta(days=number), "score": value} for number, value in enumerate(values)]


@router.get(
    "/accounts/{int:account_id}/measures",
    response={200: ValuesOut, **ERRORS},
    operation_id="measures_get",
    summary="Every measure of an account on a day",
)
def get_measures(
    request: HttpRequest,
    account_id: Id,
    as_of: date | None = AsOf,
    known_at: date | None = KnownAt,
    window: Literal["7", "14", "30", "90", "180"] | None = None,
) -> Any:
    account = _account(request, account_id)
    day = as_of or _newest(account)
    keys = usual_keys(int(window) if window else None)
    values = measure_account(account=account, day=day, keys=keys, known_on=known_at)
    return {
        "account": documents.account_document(account),
        "as_of": day,
        "known_at": known_at,
        "measures": documents.values_document(values),
    }


def _account(request: HttpRequest, account_id: int) -> Account:
    account: Account = get_object_or_404(Account.objects.visible_to(request.user), pk=account_id)
    return account


def _newest(account: Account) -> date:
    return find_newest_day(account.workspace_id) or timezone.localdate() - timedelta(days=1)


def _told(account: Account, day: date, known_on: date | None) -> Told:
    try:
        return explain_account(account=account, day=day, known_on=known_on)
    except NoScorecard:
        raise HttpError(409, "no scorecard is in use yet; it is brought in with the first computation") from None
