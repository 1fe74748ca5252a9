"""What every format gives: where its table stands, and then rows in batches, column by column."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tenure.integrations.files.reading.types import Format

BadCells = tuple[int, str, dict[str, Any], list[str]]
"""A row that is none: its number, the code of the reason, parameters, what was there."""


@dataclass(slots=True)
class Layout:
    """Where the table stands in a file. `names` are all columns in order; `unnamed` the indexes we had to name."""

    format: Format
    names: list[str]
    header_row: int = 0
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    unnamed: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Batch:
    """Rows as columns; `numbers` are the row numbers a person sees."""

    numbers: Sequence[int]
    columns: list[Sequence[Any]]
    bad: list[BadCells] = field(default_factory=list)
    blank: int = 0


def is_blank(cells: Sequence[Any]) -> bool:
    """Tell whether a row holds nothing at all."""
    return all(cell is None or cell == "" for cell in cells)


def as_columns(rows: Sequence[Sequence[Any]], width: int) -> list[Sequence[Any]]:
    """Return equally long rows as columns."""
    return list(zip(*rows, strict=True)) if rows else [()] * width
