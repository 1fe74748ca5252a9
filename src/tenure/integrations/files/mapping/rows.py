"""Applying a plan: a chunk of cells becomes mapped rows."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tenure.integrations.files.mapping.plans import Plan
from tenure.integrations.files.mapping.spec import Problem
from tenure.integrations.files.reading.messages import Message
from tenure.integrations.files.reading.types import BadRow, Chunk
from tenure.integrations.files.reading.wire import text_of


@dataclass(slots=True)
class MappedRow:
    """One row of a file as values of a kind's fields.

    `values` holds only what has a value, typed; `problems` not empty: the row must be refused; `skipped` not None:
    the row is left out on purpose. `number` is the row number as the person sees it.
    """

    number: int
    values: dict[str, Any]
    problems: tuple[Problem, ...]
    skipped: Message | None
    _plan: Plan
    _names: Sequence[str]
    _cells: Sequence[Any]

    @property
    def raw(self) -> dict[str, str]:
        """The row as it stands in the file: column name to text. Surplus cells follow in the last column."""
        texts = [text_of(cell) for cell in self._cells]
        last = len(self._names) - 1
        if len(texts) > last + 1:
            texts[last:] = [",".join(texts[last:])]
        return dict(zip(self._names, texts, strict=False))

    @property
    def cleared(self) -> tuple[str, ...]:
        """The mapped fields for which this row gives no value."""
        return tuple(name for name in self._plan.names if name not in self.values)


def content_hash(row: MappedRow) -> str:
    """Return a key made of a row's content, for files without ids: 32 hexadecimal digits.

    The order of columns, empty cells and columns the mapping ignores make no difference.
    """
    cells, names = row._cells, row._names
    places = [place for place in row._plan.hashed if place < len(cells)]
    pairs = sorted((names[place], text_of(cells[place]).strip()) for place in places)
    content = "\x1e".join(f"{name}\x1f{text}" for name, text in pairs if text)
    return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def apply_mapping(plan: Plan, chunk: Chunk) -> list[MappedRow]:
    """Return the rows of a chunk, mapped, in the order of the file; rows that are no rows come with their problem."""
    count = len(chunk)
    columns = chunk.columns
    skipped = _skipped(plan, columns, count)
    evaluated = [evaluate(columns, count) for _, evaluate in plan.fields]
    problems = _problems(plan, evaluated, skipped)
    kept = [[keep(cell) for cell in columns[place]] for _, place, keep in plan.keepers]
    keys = tuple(name for name, _, _ in plan.keepers)
    rows = []
    no_problems: tuple[Problem, ...] = ()
    cells = zip(*columns, strict=True) if columns else iter([()] * count)
    values_of = zip(*evaluated, strict=True) if evaluated else iter([()] * count)
    kept_of = zip(*kept, strict=True) if kept else None
    for place, (number, row_cells, row_values) in enumerate(zip(chunk.numbers, cells, values_of, strict=True)):
        values = {name: value for name, value in zip(plan.names, row_values, strict=True) if value is not None}
        if kept_of is not None:
            kept_values = {name: value for name, value in zip(keys, next(kept_of), strict=True) if value is not None}
            if kept_values:
                values[plan.rest] = kept_values
        if place in problems or skipped.get(place) is not None:
            values = {name: value for name, value in values.items() if not isinstance(value, Message)}
        rows.append(
            MappedRow(
                number,
                values,
                problems.get(place, no_problems),
                skipped.get(place),
                plan,
                chunk.names,
                row_cells,
            )
        )
    if chunk.bad:
        rows += [_bad_row(bad, plan, chunk.names) for bad in chunk.bad]
        rows.sort(key=lambda row: row.number)
    return rows


def _skipped(plan: Plan, columns: Sequence[Sequence[Any]], count: int) -> dict[int, Message]:
    found: dict[int, Message] = {}
    for holds, reason in plan.skips:
        for place, is_met in enumerate(holds(columns, count)):
            if is_met:
                found.setdefault(place, reason)
    return found


def _problems(plan: Plan, evaluated: list[list[Any]], skipped: dict[int, Message]) -> dict[int, tuple[Problem, ...]]:
    """Return the problems of each row that has some; rows left out on purpose have none."""
    found: dict[int, tuple[Problem, ...]] = {}
    for (field, _), values in zip(plan.fields, evaluated, strict=True):
        for place, value in enumerate(values):
            if type(value) is Message and place not in skipped:
                found[place] = (*found.get(place, ()), Problem(plan.columns[field], field, value))
    return found


def _bad_row(bad: BadRow, plan: Plan, names: Sequence[str]) -> MappedRow:
    return MappedRow(bad.number, {}, (Problem("", "", bad.message),), None, plan, names, bad.cells)
