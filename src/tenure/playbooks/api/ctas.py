"""The API of calls to action."""

from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Status

from tenure.accounts.models import Account
from tenure.foundation.models import User
from tenure.playbooks import services
from tenure.playbooks.documents import cta_documents
from tenure.playbooks.models import Cta
from tenure.playbooks.queries import TEAM, list_ctas, of_whom
from tenure.playbooks.schemas import CompletionIn, CtaIn, CtaOut, CtaPage, CtaPatch, CtaSnoozeIn, OwnerIn

router = Router()
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
STATES = Literal["open", "resting", "overdue", "done", "all"]


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _cta(request: HttpRequest, cta_id: int) -> Cta:
    found: Cta = get_object_or_404(list_ctas(user=_user(request)), pk=cta_id)
    return found


def _document(request: HttpRequest, cta_id: int) -> Any:
    return cta_documents(user=_user(request), ctas=[_cta(request, cta_id)])[0]


def _person(request: HttpRequest, owner_id: int | None) -> User | None:
    if owner_id is None:
        return None
    found = User.objects.filter(workspace_id=_user(request).workspace_id, is_active=True, pk=owner_id).first()
    if found is None:
        raise ValidationError({"owner_id": _("There is no such person.")})
    return found


@router.get("/ctas", response=CtaPage, operation_id="ctas_list", summary="Calls to action, by due date")
def list_all(
    request: HttpRequest,
    state: STATES = "open",
    whose: Literal["mine", "queue", "team"] = TEAM,
    account_id: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    kind: str = "",
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Any:
    user = _user(request)
    rows = of_whom(list_ctas(user=user), user, whose)
    if state != "all":
        rows = rows.filter(closed_at__isnull=state != "done")
    if state in ("open", "overdue"):
        rows = rows.filter(snoozed_until__isnull=True)
    if state == "overdue":
        rows = rows.filter(due_on__lt=timezone.localdate())
    if state == "resting":
        rows = rows.filter(snoozed_until__isnull=False)
    if account_id is not None:
        rows = rows.filter(account_id=account_id)
    rows = rows.filter(kind=kind) if kind else rows
    page = rows.order_by("due_on", "-pk")[offset : offset + limit]
    return {"count": rows.order_by().count(), "results": cta_documents(user=user, ctas=page)}


@router.post("/ctas", response={201: CtaOut}, operation_id="ctas_create", summary="Open a call to action by hand")
def create(request: HttpRequest, given: CtaIn) -> Any:
    account = Account.objects.visible_to(_user(request)).filter(pk=given.account_id).first()
    if account is None:
        raise ValidationError({"account_id": _("There is no such account among those you may see.")})
    values = given.dict(exclude={"account_id", "owner_id"})
    owner = _person(request, given.owner_id)
    cta = services.create_cta(actor=_user(request), account=account, owner=owner, **values)
    return Status(201, _document(request, cta.pk))


@router.get("/ctas/{cta_id}", response=CtaOut, operation_id="ctas_get", summary="A call to action")
def get(request: HttpRequest, cta_id: Id) -> Any:
    return _document(request, cta_id)


@router.patch("/ctas/{cta_id}", response=CtaOut, operation_id="ctas_change", summary="Set its due date")
def change(request: HttpRequest, cta_id: Id, given: CtaPatch) -> Any:
    services.change_cta(actor=_user(request), cta=_cta(request, cta_id), due_on=given.due_on)
    return _document(request, cta_id)


@router.put("/ctas/{cta_id}/owner", response=CtaOut, operation_id="ctas_assign", summary="Give it to somebody")
def assign(request: HttpRequest, cta_id: Id, given: OwnerIn) -> Any:
    cta = _cta(request, cta_id)
    services.assign_cta(actor=_user(request), cta=cta, owner=_person(request, given.owner_id))
    return _document(request, cta_id)


@router.post("/ctas/{cta_id}/snooze", response={201: CtaOut}, operation_id="ctas_snooze", summary="Let it rest")
def snooze(request: HttpRequest, cta_id: Id, given: CtaSnoozeIn) -> Any:
    cta = _cta(request, cta_id)
    services.snooze_cta(actor=_user(request), cta=cta, until=given.until, note=given.note)
    return Status(201, _document(request, cta_id))


@router.delete("/ctas/{cta_id}/snooze", response={204: None}, operation_id="ctas_wake", summary="End its rest")
def wake(request: HttpRequest, cta_id: Id) -> Any:
    services.wake_cta(actor=_user(request), cta=_cta(request, cta_id))
    return Status(204, None)


@router.post("/ctas/{cta_id}/completion", response={201: CtaOut}, operation_id="ctas_complete", summary="End it")
def complete(request: HttpRequest, cta_id: Id, given: CompletionIn) -> Any:
    cta = _cta(request, cta_id)
    services.complete_cta(actor=_user(request), cta=cta, outcome=given.outcome, note=given.note)
    return Status(201, _document(request, cta_id))


@router.delete(
    "/ctas/{cta_id}/completion",
    response={204: None},
    operation_id="ctas_reopen",
    summary="Take back that it was done",
)
def reopen(request: HttpRequest, cta_id: Id) -> Any:
    services.reopen_cta(actor=_user(request), cta=_cta(request, cta_id))
    return Status(204, None)
