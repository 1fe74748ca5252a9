"""What playbooks keep: calls to action with their states, alerts with their rules."""

from tenure.playbooks.models.ctas import Completion, Cta, CtaState, Snooze

__all__ = ["Completion", "Cta", "CtaState", "Snooze"]
