"""Which applier a target takes."""

from collections.abc import Sequence
from typing import Protocol

from tenure.integrations.files.mapping import MappedRow
from tenure.integrations.services.applying.records import RecordApplier
from tenure.integrations.services.applying.results import Ending, RowResult
from tenure.integrations.services.applying.setting import Setting


class Applier(Protocol):
    """Writes rows of one kind."""

    chunk_rows: int

    def apply(self, rows: Sequence[MappedRow]) -> list[RowResult]:
        """Write rows that mapping found no fault with; return a result each, in the same order."""

    def finish(self) -> Ending:
        """Do what can only be done at the end."""

    def close(self) -> None:
        """Let go of what was begun and not finished."""


def open_applier(setting: Setting) -> Applier:
    """Return the applier of the setting's target."""
    if setting.target.record_kind is not None:
        return RecordApplier(setting)
    from tenure.integrations.services.applying.events import EventApplier

    return EventApplier(setting)
