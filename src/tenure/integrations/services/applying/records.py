"""Rows that become records, by way of the record writer."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tenure.accounts.kinds import Problem
from tenure.accounts.services.records import Outcome, RecordInput, RecordWriter
from tenure.integrations.files.mapping import MappedRow
from tenure.integrations.services.applying.keys import NO_ID
from tenure.integrations.services.applying.known import Version, versions_of
from tenure.integrations.services.applying.limits import Fit, clearable
from tenure.integrations.services.applying.names import AccountNames
from tenure.integrations.services.applying.results import Ending, RowResult, problem_of_record
from tenure.integrations.services.applying.setting import Setting
from tenure_engine.words import N_

OTHER_CONTENT = N_("the id '%(key)s' stands in row %(first)s already, with other content")
WORTH = {"unchanged": 0, "updated": 1, "created": 2, "waiting": 3, "rejected": 4}


@dataclass(slots=True)
class Prepared:
    """A row with its key and the versions it makes, or with what speaks against it."""

    row: MappedRow
    key: str = ""
    versions: list[Version] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    is_repeated: bool = False

    def inputs(self, system: str) -> Iterable[RecordInput]:
        """Return what the writer takes."""
        if self.problems or self.is_repeated:
            return
        for version in self.versions:
            yield RecordInput(
                row=self.row.number,
                key=self.key,
                values=version.values,
                known_at=version.known_at,
                is_assumed=version.is_assumed,
                system=system,
            )


class RecordApplier:
    """Writes rows of one kind of record: `apply` a chunk at a time, then `finish` once."""

    def __init__(self, setting: Setting) -> None:
        kind = setting.target.record_kind
        if kind is None:
            raise ValueError(f"{setting.target.name} are not records")
        self.setting = setting
        self.writer = RecordWriter(
            kind=kind,
            workspace=setting.workspace,
            actor=setting.actor,
            import_id=setting.import_id,
            create_missing=setting.create_missing,
            system=setting.system,
        )
        self.names = AccountNames(setting)
        self._fit = Fit(kind)
        self._clearable = clearable(kind)
        self._seen: dict[str, tuple[int, bytes]] = {}
        self._rejected: dict[str, Sequence[Problem]] = {}
        # rows that wait for another, and those that repeat them: key and whether their known time is assumed
        self._staged: dict[int, tuple[str, bool]] = {}
        self._staged_keys: set[str] = set()
        # a row may be written once for each date on it
        self.chunk_rows = 500 // (1 + len(kind.closing))

    def apply(self, rows: Sequence[MappedRow]) -> list[RowResult]:
        """Write rows that mapping found no fault with; return a result each, in the same order."""
        prepared = [self._prepare(row) for row in rows]
        self.names.resolve(prepared)
        inputs = [given for entry in prepared for given in entry.inputs(self.setting.system)]
        outcomes: dict[int, list[Outcome]] = {}
        for outcome in self.writer.apply(inputs):
            outcomes.setdefault(outcome.row, []).append(outcome)
        return [self._result(entry, outcomes.get(entry.row.number, [])) for entry in prepared]

    def finish(self) -> Ending:
        """Write the rows that pointed to rows further down; what still points nowhere is rejected."""
        outcomes = {outcome.row: outcome for outcome in self.writer.finish()}
        by_key = {self._staged[row][0]: outcome for row, outcome in outcomes.items()}
        counts: Counter[str] = Counter()
        late = []
        for row, (key, is_assumed) in self._staged.items():
            outcome = by_key[key]
            if outcome.result == "rejected":
                problems = self._problems(outcome.problems)
                late.append(RowResult(row, "rejected", problems, is_assumed=is_assumed))
            else:
                counts[outcome.result if row in outcomes else "unchanged"] += 1
        strangers = dict(self.writer.staff.strangers)
        return Ending(late, counts["created"], counts["updated"], counts["unchanged"], strangers)

    def close(self) -> None:
        """Every chunk stands for itself: nothing is left to do."""

    def _prepare(self, row: MappedRow) -> Prepared:
        values: dict[str, Any] = dict(row.values)
        for name in row.cleared:
            if name in self._clearable:
                values.setdefault(name, None)
        target = self.setting.target
        key = self.setting.keys.take(row, values)
        if key is None:
            return Prepared(row, problems=[Problem(target.id_field, NO_ID, {"field": target.id_field})])
        problems = self._fit.problems(key, target.id_field, values)
        before = None if values.get("known_at") is not None else self._seen_before(row.number, key, values)
        if before is not None and before[1] != before[2]:
            problems.append(Problem(target.id_field, OTHER_CONTENT, {"key": key, "first": before[0]}))
        versions = versions_of(target, values, self.setting.policy)
        if isinstance(versions, Problem):
            return Prepared(row, key, problems=[*problems, versions])
        return Prepared(row, key, versions, problems, is_repeated=before is not None and not problems)

    def _seen_before(self, number: int, key: str, values: dict[str, Any]) -> tuple[int, bytes, bytes] | None:
        """Return the row in which a key came before, with its content and the content now.

        Where no column says since when a row is known, two rows of one file cannot be an earlier and a later state.
        """
        text = json.dumps(values, sort_keys=True, default=str)
        content = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()
        first, seen = self._seen.setdefault(key, (number, content))
        return None if first == number else (first, seen, content)

    def _result(self, entry: Prepared, outcomes: list[Outcome]) -> RowResult:
        problems: Sequence[Problem] = entry.problems
        result = "rejected" if problems else "unchanged"
        if entry.is_repeated and entry.key in self._rejected:
            problems, result = self._rejected[entry.key], "rejected"
        elif entry.is_repeated and entry.key in self._staged_keys:
            result = "staged"
        elif outcomes and not problems:
            worst = max(outcomes, key=lambda outcome: WORTH[outcome.result])
            problems, result = worst.problems, "staged" if worst.result == "waiting" else worst.result
        if result == "rejected":
            self._rejected.setdefault(entry.key, problems)
        is_assumed = any(version.is_assumed for version in entry.versions)
        if result == "staged":
            self._staged[entry.row.number] = (entry.key, is_assumed)
            self._staged_keys.add(entry.key)
        return RowResult(
            row=entry.row.number,
            result=result,  # type: ignore[arg-type]
            problems=self._problems(problems),
            cells=entry.row.raw,
            values=entry.row.values,
            is_assumed=is_assumed,
        )

    def _problems(self, problems: Iterable[Problem]) -> list[dict[str, Any]]:
        return [problem_of_record(problem, self.setting.columns) for problem in problems]
