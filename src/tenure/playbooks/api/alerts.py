"""The API of alerts: what the rules found, letting one rest, the rules and how they are set."""

from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Status

from tenure.foundation.models import User
from tenure.playbooks.alerts import documents, services
from tenure.playbooks.alerts.queries import listing
from tenure.playbooks.alerts.queries.previews import find_preview
from tenure.playbooks.alerts.queries.rules import get_setting
from tenure.playbooks.alerts.schemas import AlertOut, AlertPage, PreviewOut, RestIn, RestOut, RuleIn, RuleOut
from tenure.playbooks.models import Alert
from tenure_engine.alerts import AlertError

router = Router()
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _alert(request: HttpRequest, alert_id: int) -> Alert:
    rows = listing.list_alerts(user=_user(request), state=listing.ALL)
    found: Alert = get_object_or_404(rows, pk=alert_id)
    return found


def _rule(request: HttpRequest, name: str) -> listing.RuleRow:
    rows = listing.list_rules_with_counts(user=_user(request))
    found = next((row for row in rows if row.setting.name == name), None)
    if found is None:
        raise Http404
    return found


@router.get("/alerts", response=AlertPage, operation_id="alerts_list", summary="Alerts, newest first")
def list_alerts(
    request: HttpRequest,
    state: Literal["open", "resting", "ended", "all"] = "open",
    rule: str = "",
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Any:
    rows = listing.list_alerts(user=_user(request), state=state, rule=rule)
    page = rows.order_by("-opened_on", "-pk")[offset : offset + limit]
    return {"count": rows.order_by().count(), "results": [documents.alert_document(row) for row in page]}


@router.get("/alerts/{alert_id}", response=AlertOut, operation_id="alerts_get", summary="An alert with its evidence")
def get_alert(request: HttpRequest, alert_id: Id) -> Any:
    return documents.alert_document(_alert(request, alert_id))


@router.post(
    "/alerts/{alert_id}/snooze", response={201: RestOut}, operation_id="alerts_snooze", summary="Let an alert rest"
)
def snooze_alert(request: HttpRequest, alert_id: Id, given: RestIn) -> Any:
    alert = _alert(request, alert_id)
    rest = services.snooze_alert(actor=_user(request), alert=alert, until=given.until, note=given.reason)
    return Status(201, documents.rest_document(rest))


@router.delete("/alerts/{alert_id}/snooze", response={204: None}, operation_id="alerts_wake", summary="End its rest")
def wake_alert(request: HttpRequest, alert_id: Id) -> Any:
    services.wake_alert(actor=_user(request), alert=_alert(request, alert_id))
    return Status(204, None)


@router.get("/alert-rules", response=list[RuleOut], operation_id="alert_rules_list", summary="Alert rules as set")
def list_rules(request: HttpRequest) -> Any:
    return [documents.rule_document(row) for row in listing.list_rules_with_counts(user=_user(request))]


@router.get("/alert-rules/{name}", response=RuleOut, operation_id="alert_rules_get", summary="An alert rule as set")
def get_rule(request: HttpRequest, name: str) -> Any:
    return documents.rule_document(_rule(request, name))


@router.patch("/alert-rules/{name}", response=RuleOut, operation_id="alert_rules_set", summary="Set an alert rule")
def set_rule(request: HttpRequest, name: str, given: RuleIn) -> Any:
    _rule(request, name)
    services.set_rule(actor=_user(request), name=name, is_on=given.is_on, parameters=given.parameters)
    return documents.rule_document(_rule(request, name))


@router.get(
    "/alert-rules/{name}/preview",
    response=PreviewOut,
    operation_id="alert_rules_preview",
    summary="What a rule as it is set would have raised over a year; 404 until it was replayed",
)
def get_preview(request: HttpRequest, name: str) -> Any:
    user = _user(request)
    try:
        setting = get_setting(user.workspace_id or 0, name)
    except AlertError as error:
        raise Http404 from error
    found = find_preview(user=user, name=name, parameters=setting.parameters)
    if found is None:
        raise Http404
    return documents.preview_document(found)
