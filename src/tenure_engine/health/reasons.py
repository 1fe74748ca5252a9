"""The reason for a score, as whole clauses with their numbers: what takes most from it comes first."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tenure_engine.health.scoring import Explanation, Row, RowKind, State
from tenure_engine.health.values import Use
from tenure_engine.measures import Change, Direction, Measure, Unit, get_measure
from tenure_engine.words import N_

NOTABLE = 100
"""What a row must take from a full score to be a reason: one point."""
NOTABLE_CHANGE = 0.2
NO_DATA = N_("nothing is known about: {measure}")


class Form(StrEnum):
    """How a number of a clause is written, beside the units of measures."""

    DAYS = "plain_days"
    PERCENT = "percent"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Clause:
    """A whole clause to translate, and the numbers to put into it: name -> (number or text, how to write it)."""

    text: str
    numbers: Mapping[str, tuple[float | str, Unit | Form]]


def reasons(explanation: Explanation, limit: int = 3) -> list[Clause]:
    """Return at most `limit` clauses: caps that bind first, then the measures that cost most."""
    rows = [row for row in explanation.rows if row.lost >= NOTABLE]
    rows.sort(key=lambda row: (row.kind is not RowKind.CAP, -row.lost))
    clauses: list[Clause] = []
    told: set[str] = set()
    for row in rows:
        if row.key is not None and row.key.name not in told and len(clauses) < limit:
            told.add(row.key.name)
            clauses.append(clause(row))
    return clauses


def clause(row: Row) -> Clause:
    """Return what a row says about its measure: how it changed where that tells more, else its value."""
    assert row.key is not None
    measure = get_measure(row.key.name)
    if row.state is State.POOR:
        return Clause(NO_DATA, {"measure": (measure.label, Form.LABEL)})
    if row.kind is RowKind.MEASURE and row.level is not None and row.previous is not None:
        moved = _change_clause(measure, row, row.level, row.previous)
        if moved is not None:
            return moved
    value = row.level if row.level is not None else (row.value or 0.0)
    numbers: dict[str, tuple[float | str, Unit | Form]] = {"value": (value, measure.unit)}
    if row.key.window:
        numbers["window"] = (float(row.key.window), Form.DAYS)
    return Clause(measure.level, numbers)


def _change_clause(measure: Measure, row: Row, level: float, previous: float) -> Clause | None:
    """Return the clause of a change for the worse, if it is what is scored or large enough to tell."""
    assert row.key is not None
    worse = level < previous if measure.direction is Direction.HIGHER else level > previous
    text = measure.fell if level < previous else measure.rose
    if not worse or not text:
        return None
    window: tuple[float | str, Unit | Form] = (float(row.key.window), Form.DAYS)
    if measure.change is Change.DIFFERENCE:
        if row.key.use is not Use.TREND and abs(level - previous) < NOTABLE_CHANGE * max(abs(previous), 1e-9):
            return None
        return Clause(text, {"change": (abs(level - previous), measure.unit), "window": window})
    if previous <= 0:
        return None
    share = abs(level - previous) / previous
    if row.key.use is not Use.TREND and share < NOTABLE_CHANGE:
        return None
    return Clause(text, {"percent": (share, Form.PERCENT), "window": window})
