"""Writing events: append, undo, erase, upkeep."""

from tenure.events.services.appending import append_events, check_events
from tenure.events.services.erasing import Erased, delete_import, erase_account, erase_user
from tenure.events.services.quarantine import file_quarantine
from tenure.events.services.results import AppendResult, RefusedEvent
from tenure.events.services.upkeep import compact_events, describe_kind, maintain_events

__all__ = [
    "AppendResult",
    "Erased",
    "RefusedEvent",
    "append_events",
    "check_events",
    "compact_events",
    "delete_import",
    "describe_kind",
    "erase_account",
    "erase_user",
    "file_quarantine",
    "maintain_events",
]
