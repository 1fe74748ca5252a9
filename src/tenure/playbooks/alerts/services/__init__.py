"""Writes of alerts."""

from tenure.playbooks.alerts.choices import Knowledge
from tenure.playbooks.alerts.services.calling import call_for_alerts
from tenure.playbooks.alerts.services.previewing import preview, preview_rules
from tenure.playbooks.alerts.services.raising import Raised, raise_alerts
from tenure.playbooks.alerts.services.rules import set_rule
from tenure.playbooks.alerts.services.snoozing import snooze_alert, wake_alert

__all__ = [
    "Knowledge",
    "Raised",
    "call_for_alerts",
    "preview",
    "preview_rules",
    "raise_alerts",
    "set_rule",
    "snooze_alert",
    "wake_alert",
]
