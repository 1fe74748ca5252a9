"""Where the results of rows go: into the database, or for a trial only into memory."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from tenure.integrations.models import COUNTS, ImportStep, RejectedRow
from tenure.integrations.services.applying import Ending, RowResult

SAMPLE_ROWS = 5
TRIAL_REJECTS = 100_000
SAMPLE_CHARS = 80
TAKEN = ("created", "updated", "unchanged", "staged")


class Sink(Protocol):
    """Takes the results of rows, in their order."""

    def keep(self, results: Sequence[RowResult]) -> None:
        """Take note of a chunk, within the transaction that wrote it."""

    def close(self, ending: Ending) -> None:
        """Take note of what only came out at the end."""


@dataclass(slots=True)
class Tally:
    """Counts of one kind."""

    counts: Counter[str] = field(default_factory=Counter)
    skips: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, result: RowResult) -> None:
        """Count one row."""
        self.counts[result.result] += 1
        if result.result in TAKEN:
            self.counts["taken"] += 1
            self.counts["assumed"] += result.is_assumed
        if result.skip is not None:
            entry = self.skips.setdefault(result.skip["template"], {**result.skip, "count": 0})
            entry["count"] += 1

    def turn(self, late: RowResult) -> None:
        """Count a staged row as rejected that was counted as taken."""
        self.counts["taken"] -= 1
        self.counts["assumed"] -= late.is_assumed
        self.counts["rejected"] += 1

    def end(self, ending: Ending) -> None:
        """Count what became of the staged rows."""
        self.counts["created"] += ending.created
        self.counts["updated"] += ending.updated
        self.counts["unchanged"] += ending.unchanged


class DatabaseSink:
    """Keeps counts, rejected rows and the cursor of a step, each row once however often a run is begun again."""

    def __init__(self, step: ImportStep) -> None:
        self.step = step
        self.tally = Tally(
            counts=Counter({name: getattr(step, name) for name in (*COUNTS, "taken", "assumed")}),
            skips={entry["template"]: dict(entry) for entry in step.skips},
        )

    def keep(self, results: Sequence[RowResult]) -> None:
        """Take note of a chunk, within the transaction that wrote it."""
        fresh = [result for result in results if result.row > self.step.cursor]
        if not fresh:
            return
        for result in fresh:
            self.tally.add(result)
        self._reject([result for result in fresh if result.result == "rejected"])
        self.step.cursor = fresh[-1].row
        self._save()

    def close(self, ending: Ending) -> None:
        """Take note of what only came out at the end."""
        known = set(self.step.rejects.values_list("row", flat=True))
        late = {result.row: result for result in ending.late if result.row not in known}
        for result in late.values():
            self.tally.turn(result)
        self._reject(list(late.values()))
        self.tally.end(ending)
        self.step.is_finished = True
        self._save()

    def _reject(self, results: Sequence[RowResult]) -> None:
        rows = [
            RejectedRow(
                step=self.step,
                row=result.row,
                problems=result.problems,
                cells={name: clean(text) for name, text in result.cells.items()},
            )
            for result in results
        ]
        RejectedRow.objects.bulk_create(rows, batch_size=100)

    def _save(self) -> None:
        for name in (*COUNTS, "taken", "assumed"):
            setattr(self.step, name, self.tally.counts[name])
        self.step.skips = list(self.tally.skips.values())
        self.step.save()


class TrialSink:
    """Keeps in memory what a trial would do."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.tally = Tally()
        self.rejects: list[RowResult] = []
        self.sample: dict[str, list[dict[str, Any]]] = {"created": [], "updated": []}

    def keep(self, results: Sequence[RowResult]) -> None:
        """Take note of a chunk."""
        for result in results:
            self.tally.add(result)
            shown = self.sample.get("created" if result.result == "staged" else result.result)
            if shown is not None and len(shown) < SAMPLE_ROWS:
                shown.append({"row": result.row, "values": sample_values(result.values)})
        self._reject([result for result in results if result.result == "rejected"])

    def close(self, ending: Ending) -> None:
        """Take note of what only came out at the end."""
        for result in ending.late:
            self.tally.turn(result)
        self.tally.end(ending)
        self._reject(ending.late)

    def _reject(self, results: Sequence[RowResult]) -> None:
        self.rejects += results[: TRIAL_REJECTS - len(self.rejects)]

    def as_json(self) -> dict[str, Any]:
        """Return counts, a sample and the first rejected rows as JSON."""
        return {
            "kind": self.kind,
            **{name: self.tally.counts[name] for name in (*COUNTS, "taken", "assumed")},
            "skips": list(self.tally.skips.values()),
            "sample": self.sample,
            "rejects": [
                {"row": result.row, "problems": result.problems, "cells": dict(result.cells)}
                for result in sorted(self.rejects, key=lambda result: result.row)[:50]
            ],
        }


def sample_values(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the values of a row as short texts."""
    shown: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            shown |= {key: str(text)[:SAMPLE_CHARS] for key, text in value.items()}
        elif value is not None:
            shown[name] = ", ".join(value) if isinstance(value, tuple) else str(value)[:SAMPLE_CHARS]
    return shown


def clean(text: str) -> str:
    """Return a text that every database keeps."""
    return text.replace("\x00", "\u2400")
