"""Writes of the calls to action."""

from tenure.playbooks.services.ctas import assign_cta, complete_cta, open_cta, reopen_cta, snooze_cta, wake_cta

__all__ = ["assign_cta", "complete_cta", "open_cta", "reopen_cta", "snooze_cta", "wake_cta"]
