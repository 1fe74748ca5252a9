"""What the writer takes and gives back."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from tenure.accounts.kinds import Problem

# "waiting" is a row that names one of its own kind which is not there yet; `finish` tells what became of it
Result = Literal["created", "updated", "unchanged", "rejected", "waiting"]


class Pk(int):
    """A reference that is resolved already: our own id, not one of another system."""


@dataclass(frozen=True, slots=True)
class RecordInput:
    """One row: its external id and the typed values it names, by canonical field name.

    A value of None clears the field; a field that is not named is left alone. `known_at` is when we came to know
    this (aware); `is_assumed` says that it was not recorded but taken from the effective date.
    """

    row: int
    key: str
    values: dict[str, Any]
    known_at: datetime
    is_assumed: bool = False
    system: str = "file"


@dataclass(slots=True)
class Outcome:
    """What became of a row."""

    row: int
    result: Result
    record_id: int | None = None
    problems: list[Problem] = field(default_factory=list)
    account_id: int | None = None
