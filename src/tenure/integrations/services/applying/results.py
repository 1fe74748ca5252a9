"""What became of a row of a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tenure.accounts.kinds import Problem as RecordProblem
from tenure.integrations.files.reading import Message

# "staged" are rows of which only the end tells what becomes of them
Result = Literal["created", "updated", "unchanged", "rejected", "skipped", "staged"]
TRANSLATED = ("kind",)  # params of the record's problems that are words themselves


@dataclass(slots=True)
class RowResult:
    """A row number, what became of it, why not, and what it was (values to show in a sample)."""

    row: int
    result: Result
    problems: list[dict[str, Any]] = field(default_factory=list)
    cells: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    is_assumed: bool = False
    skip: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """What only came out at the end: rows that turned out rejected, and what became of the staged ones.

    `strangers` are the people whom rows named as owners and who are nobody here, and how often.
    """

    late: list[RowResult] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    strangers: Mapping[str, int] = field(default_factory=dict)


def problem_of_message(message: Message, *, column: str = "", field: str = "") -> dict[str, Any]:
    """Return a problem found by reading or mapping as JSON."""
    return {
        "column": column,
        "field": field,
        "template": message.template,
        "params": dict(message.params),
        "words": list(message.words),
    }


def problem_of_record(problem: RecordProblem, columns: Mapping[str, str]) -> dict[str, Any]:
    """Return a problem found while writing as JSON; `columns` names the file's column of each field."""
    params = {name: value if isinstance(value, int) else str(value) for name, value in problem.params.items()}
    return {
        "column": columns.get(problem.field, ""),
        "field": problem.field,
        "template": problem.template,
        "params": params,
        "words": [name for name in TRANSLATED if name in params],
    }
