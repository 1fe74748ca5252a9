"""JSON Lines: one object a line; nested objects become columns named with dots."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO

import msgspec

from tenure.integrations.files.reading.child.batch import BadCells, Batch, Layout
from tenure.integrations.files.reading.child.refusal import Refused
from tenure.integrations.files.reading.child.text import open_text
from tenure.integrations.files.reading.types import Limits

_DEPTH = 4
_SHOWN_CHARS = 2_000
_decoder = msgspec.json.Decoder(float_hook=Decimal)


def examine(encoding: str) -> Layout:
    """Return an open layout: the names are found while the lines are read."""
    return Layout(format="jsonl", names=[], encoding=encoding)


def read(file: BinaryIO, compression: str, layout: Layout, limits: Limits) -> Iterator[Batch]:
    """Yield all rows, adding new keys to `layout.names` as they turn up. Raises Refused."""
    places = {name: index for index, name in enumerate(layout.names)}
    with open_text(file, compression, layout.encoding, limits) as (text, _):
        rows: list[dict[str, Any]] = []
        numbers: list[int] = []
        bad: list[BadCells] = []
        blank = 0
        for number, line in enumerate(text, start=1):
            if line.isspace():
                blank += 1
                continue
            row = _row(line, number, bad, limits)
            if row is not None:
                _learn(row, places, layout, limits)
                rows.append(row)
                numbers.append(number)
            if len(rows) >= limits.chunk_rows or len(bad) >= limits.chunk_rows:
                yield _batch(numbers, rows, layout.names, bad, blank)
                rows, numbers, bad, blank = [], [], [], 0
        if rows or bad or blank:
            yield _batch(numbers, rows, layout.names, bad, blank)


def _row(line: str, number: int, bad: list[BadCells], limits: Limits) -> dict[str, Any] | None:
    try:
        value = _decoder.decode(line)
    except (msgspec.DecodeError, RecursionError):
        bad.append((number, "not_json", {}, [line.strip()[:_SHOWN_CHARS]]))
        return None
    if not isinstance(value, dict):
        bad.append((number, "not_object", {}, [line.strip()[:_SHOWN_CHARS]]))
        return None
    row: dict[str, Any] = {}
    _flatten(value, "", row, _DEPTH)
    for cell in row.values():
        if isinstance(cell, str) and len(cell) > limits.cell_chars:
            raise Refused("cell_too_large", row=number, limit=limits.cell_chars)
    return row


def _flatten(value: dict[str, Any], prefix: str, row: dict[str, Any], depth: int) -> None:
    for key, inner in value.items():
        name = f"{prefix}{key}".strip()
        if isinstance(inner, dict) and inner and depth > 1:
            _flatten(inner, f"{name}.", row, depth - 1)
        elif isinstance(inner, dict | list):
            row[name] = json.dumps(inner, ensure_ascii=False, default=str) if inner else None
        else:
            row[name] = inner


def _learn(row: dict[str, Any], places: dict[str, int], layout: Layout, limits: Limits) -> None:
    if row.keys() <= places.keys():
        return
    for name in row:
        if name not in places:
            places[name] = len(places)
            layout.names.append(name)
    if len(places) > limits.columns:
        raise Refused("too_many_columns", count=len(places), limit=limits.columns)


def _batch(
    numbers: list[int], rows: list[dict[str, Any]], names: list[str], bad: list[BadCells], blank: int
) -> Batch:
    return Batch(numbers, [[row.get(name) for row in rows] for name in names], bad, blank)
