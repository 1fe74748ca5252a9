"""What came of events that were handed in."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
from django.utils.translation import gettext as _

from tenure.events.choices import RefusalReason, advice_on, column_of


@dataclass(frozen=True, slots=True)
class RefusedEvent:
    """One event that was not taken: the caller's row number, the column to look at, and why."""

    row_number: int
    column: str
    reason: RefusalReason

    @property
    def text(self) -> str:
        """What is wrong and what to do, in the language in use."""
        return _("%(problem)s. %(advice)s") % {"problem": self.reason.label, "advice": advice_on(self.reason)}


@dataclass(frozen=True, slots=True)
class AppendResult:
    """What came of a batch. Rows that an interrupted attempt of the same import had brought in count as created."""

    created: int
    unchanged: int
    rejected: tuple[RefusedEvent, ...]


def refused_events(refused: pa.Table) -> tuple[RefusedEvent, ...]:
    """Return the refused rows in the order of their row numbers."""
    rows = refused.select(["row_number", "reason"]).sort_by("row_number")
    return tuple(_entries(rows))


def _entries(rows: pa.Table) -> Iterator[RefusedEvent]:
    for number, reason in zip(rows["row_number"].to_pylist(), rows["reason"].to_pylist(), strict=True):
        yield RefusedEvent(number, column_of(reason), RefusalReason(reason))
