"""Writes of the calls to action."""

from tenure.playbooks.services.by_hand import change_cta, create_cta
from tenure.playbooks.services.ctas import assign_cta, complete_cta, open_cta, reopen_cta, snooze_cta, wake_cta
from tenure.playbooks.services.telling import end_snoozes, tell_owners

__all__ = [
    "assign_cta",
    "change_cta",
    "complete_cta",
    "create_cta",
    "end_snoozes",
    "open_cta",
    "reopen_cta",
    "snooze_cta",
    "tell_owners",
    "wake_cta",
]
