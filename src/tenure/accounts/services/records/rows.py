"""A row on its way through the writer."""

from dataclasses import dataclass, field
from typing import Any

from tenure.accounts.kinds import Problem
from tenure.accounts.services.records.inputs import Outcome, RecordInput, Result


@dataclass(slots=True)
class Row:
    """An input with what was found out about it so far.

    `late` are its references to rows that are written together with it.
    """

    given: RecordInput
    values: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    late: dict[str, str] = field(default_factory=dict)
    record_id: int | None = None
    result: Result | None = None
    is_matched: bool = False
    is_waiting: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the row still has to be written."""
        return self.result is None and not self.problems

    @property
    def written_id(self) -> int:
        """The record's id, once there is one; raises ValueError before."""
        if self.record_id is None:
            raise ValueError("the row has no record yet")
        return self.record_id

    def reject(self, name: str, template: str, **params: object) -> None:
        """Take note of a reason not to write the row."""
        self.problems.append(Problem(name, template, params))

    def outcome(self) -> Outcome:
        """Return what became of the row."""
        result: Result = "waiting" if self.is_waiting else (self.result or "unchanged")
        result = "rejected" if self.problems else result
        account = self.values.get("account_id")
        account_id = int(account) if isinstance(account, int) else None
        return Outcome(self.given.row, result, self.record_id, self.problems, account_id)
