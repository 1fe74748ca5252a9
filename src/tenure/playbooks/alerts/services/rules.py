"""Setting a rule: on or off, and its parameters."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from tenure.foundation.choices import Role
from tenure.foundation.jobs import enqueue
from tenure.foundation.models import User, Workspace
from tenure.foundation.services import record_activity
from tenure.playbooks.alerts.queries.rules import RuleSetting, get_setting
from tenure.playbooks.models import Alert, AlertRule
from tenure_engine.alerts import AlertError

SETTERS = (Role.ADMIN, Role.LEADER)


@transaction.atomic
def set_rule(
    *, actor: User, name: str, is_on: bool | None = None, parameters: Mapping[str, Any] | None = None
) -> RuleSetting:
    """Switch a rule on or off, or set its parameters (those not given as shipped); return how it is set now.

    Switching off ends its open alerts; anything else lets the rules look again soon. Raises PermissionDenied for who
    is neither leader nor administrator, ValidationError for parameters that do not suit, AlertError for no rule.
    """
    workspace = actor.workspace
    if actor.role not in SETTERS or workspace is None:
        raise PermissionDenied
    before = get_setting(workspace.pk, name)
    chosen = dict(before.parameters)
    if parameters is not None:
        try:
            chosen = dict(before.rule.read(parameters))
        except AlertError as error:
            raise ValidationError(str(error)) from error
    turned = before.is_on if is_on is None else is_on
    if turned == before.is_on and chosen == dict(before.parameters):
        return before
    row = _save(actor, workspace, before, turned, chosen)
    if before.is_on and not turned:
        end_alerts(workspace=workspace, rule=row)
    _tell(actor, row, before, turned, chosen)
    enqueue("playbooks.raise_alerts", actor=None, workspace=workspace)
    return get_setting(workspace.pk, name)


def _save(
    actor: User, workspace: Workspace, before: RuleSetting, is_on: bool, parameters: Mapping[str, Any]
) -> AlertRule:
    shipped = before.rule.defaults()
    facts = {
        "is_on": is_on,
        "parameters": {name: value for name, value in parameters.items() if shipped[name] != value},
        "changed_by": actor,
        "changed_at": timezone.now(),
    }
    row, _made = AlertRule.objects.update_or_create(workspace=workspace, name=before.name, defaults=facts)
    return row


def end_alerts(*, workspace: Workspace, rule: AlertRule) -> int:
    """End the open alerts of a rule, on the last day it looked at; return how many."""
    rows = Alert.objects.filter(workspace=workspace, rule=rule.name, ended_on__isnull=True)
    last = F("opened_on") if rule.raised_through is None else Coalesce(Value(rule.raised_through), F("opened_on"))
    return rows.update(ended_on=Greatest(last, F("opened_on")))


def _tell(actor: User, row: AlertRule, before: RuleSetting, is_on: bool, parameters: Mapping[str, Any]) -> None:
    record_activity(
        actor=actor,
        workspace=row.workspace_id,
        verb="alert_rule.changed",
        subject=row,
        data={
            "name": row.name,
            "is_on": is_on,
            "was_on": before.is_on,
            "parameters": dict(parameters),
            "before": dict(before.parameters),
        },
    )
