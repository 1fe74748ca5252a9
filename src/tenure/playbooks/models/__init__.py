"""What playbooks keep: calls to action with their states, alerts with their rules."""

from tenure.playbooks.models.alerts import Alert, AlertPreview, AlertRule, AlertSnooze
from tenure.playbooks.models.ctas import Completion, Cta, CtaState, Snooze

__all__ = ["Alert", "AlertPreview", "AlertRule", "AlertSnooze", "Completion", "Cta", "CtaState", "Snooze"]
