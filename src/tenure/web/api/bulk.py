"""The API of changing many accounts of the portfolio at once, and of taking such a change back."""

from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Path, Router, Status
from ninja.errors import HttpError

from tenure.accounts.models import Account
from tenure.foundation.jobs import enqueue
from tenure.foundation.models import User
from tenure.web.asked import ask
from tenure.web.documents import bulk_document
from tenure.web.models import BulkChange
from tenure.web.schemas import Problem
from tenure.web.schemas.portfolio import BulkIn, BulkOut
from tenure.web.services.bulk import plan_bulk, run_bulk, undo_bulk
from tenure.web.strict import check_asked

router = Router()
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
ERRORS: dict[Any, Any] = {401: Problem, 403: Problem, 422: Problem}
OF_ONE: dict[Any, Any] = {**ERRORS, 404: Problem, 409: Problem}
AT_ONCE = 200


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _change(request: HttpRequest, change_id: int) -> BulkChange:
    return get_object_or_404(BulkChange, pk=change_id, actor=_user(request))


@router.post(
    "/portfolio/bulk",
    response={200: BulkOut, 202: BulkOut, **ERRORS},
    operation_id="portfolio_bulk",
    summary="Change many accounts: give to somebody, tag, take a tag away, open a call to action",
)
def change_many(request: HttpRequest, given: BulkIn) -> Any:
    user = _user(request)
    ids, outside = _chosen(user, given)
    params = {"owner": given.owner_id, "tag": given.tag, "title": given.title, "due_on": given.due_on}
    change = plan_bulk(actor=user, kind=given.act, accounts=ids, params=params)
    if change.accounts <= AT_ONCE:
        return Status(200, bulk_document(run_bulk(change=change), outside))
    enqueue("portfolio.change", actor=user, params={"change": change.pk})
    return Status(202, bulk_document(change, outside))


@router.get(
    "/portfolio/bulk/{change_id}",
    response={200: BulkOut, **OF_ONE},
    operation_id="portfolio_bulk_get",
    summary="What came of a change of many accounts",
)
def get_change(request: HttpRequest, change_id: Id) -> Any:
    return bulk_document(_change(request, change_id))


@router.post(
    "/portfolio/bulk/{change_id}/undo",
    response={200: BulkOut, 202: BulkOut, **OF_ONE},
    operation_id="portfolio_bulk_undo",
    summary="Take a change of many accounts back, where nobody changed them since",
)
def undo(request: HttpRequest, change_id: Id) -> Any:
    user, change = _user(request), _change(request, change_id)
    if change.finished_at is None or change.undone_at is not None:
        raise HttpError(409, "it is still being done" if change.finished_at is None else "it is undone already")
    if change.changed > AT_ONCE:
        enqueue("portfolio.undo", actor=user, params={"change": change.pk})
        return Status(202, bulk_document(change))
    undo_bulk(actor=user, change=change)
    return Status(200, bulk_document(change))


def _chosen(user: User, given: BulkIn) -> tuple[list[int], list[tuple[int, str]]]:
    """Return the accounts meant that the person may see, and the others with the reason they are left alone."""
    if (given.account_ids is None) == (given.query is None):
        raise ValidationError({"account_ids": _("Name accounts or give a query, one of both.")})
    if given.account_ids is None:
        asked = ask(user, QueryDict(given.query))
        check_asked(asked)
        return asked.book.facts.ids[asked.places].tolist(), []
    seen = set(Account.objects.visible_to(user).filter(pk__in=given.account_ids).values_list("pk", flat=True))
    reason = _("There is no such account among those you may see.")
    if not seen:
        raise ValidationError({"account_ids": reason})
    wanted = list(dict.fromkeys(given.account_ids))
    return [pk for pk in wanted if pk in seen], [(pk, reason) for pk in wanted if pk not in seen]
