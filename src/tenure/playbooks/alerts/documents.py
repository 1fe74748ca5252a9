"""Alerts, rules and replays as plain values, for the API."""

from typing import Any

from django.utils.translation import gettext as _

from tenure.playbooks.alerts.queries.listing import RuleRow
from tenure.playbooks.alerts.queries.previews import Fate, Preview
from tenure.playbooks.alerts.shown import why
from tenure.playbooks.alerts.words import write_condition
from tenure.playbooks.models import Alert, AlertSnooze
from tenure_engine.alerts import Parameter, Value

Document = dict[str, Any]


def rule_document(row: RuleRow) -> Document:
    """Return a rule as it is set."""
    rule, parameters = row.setting.rule, row.setting.parameters
    return {
        "name": rule.name,
        "label": _(rule.label),
        "meaning": _(rule.meaning),
        "condition": write_condition(rule, parameters),
        "action": _(rule.action),
        "call": rule.kind.value,
        "severity": rule.severity.value,
        "is_on": row.setting.is_on,
        "parameters": [_parameter(each, parameters[each.name]) for each in rule.parameters],
        "open": row.open,
        "raised_in_90_days": row.recent,
    }


def _parameter(parameter: Parameter, value: Value) -> Document:
    has_limits = not parameter.choices and not isinstance(parameter.default, bool)
    return {
        "name": parameter.name,
        "label": _(parameter.label),
        "unit": parameter.unit.value,
        "value": value,
        "shipped": parameter.default,
        "lowest": parameter.lowest if has_limits else None,
        "highest": parameter.highest if has_limits else None,
        "choices": [each for each, _label in parameter.choices],
    }


def alert_document(alert: Alert) -> Document:
    """Return an alert that came with `snoozed_until`."""
    names = ("id", "account_id", "rule", "severity", "since_on", "opened_on", "ended_on", "looked_on", "evidence")
    more = ("latest", "parameters", "threshold", "known_at", "is_replayed")
    document = {name: getattr(alert, name) for name in names + more}
    return document | {
        "account": alert.account.name,
        "says": why(alert),
        "call_id": alert.cta_id,
        "rests_until": getattr(alert, "snoozed_until", None),
    }


def rest_document(rest: AlertSnooze) -> Document:
    """Return a rest."""
    return {"until": rest.until, "reason": rest.note, "by": str(rest.by) if rest.by else None, "at": rest.at}


def preview_document(preview: Preview) -> Document:
    """Return a replay in the scope it was read in."""
    return {
        "rule": preview.row.rule,
        "parameters": preview.row.parameters,
        "first": preview.first,
        "last": preview.last,
        "knowledge": preview.row.knowledge,
        "alerts": preview.alerts,
        "accounts": preview.accounts,
        "months": list(preview.months),
        "named": _fate(preview.named),
        "others": _fate(preview.others),
        "median_days_before_leaving": preview.lead,
        "share_with_assumed_time": preview.assumed,
    }


def _fate(fate: Fate) -> Document:
    return {"customers": fate.customers, "left": fate.left, "renewed": fate.renewed, "neither": fate.staying}
