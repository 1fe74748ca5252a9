"""The values of reading: what the person decided, what was found out, and the rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import msgspec

from tenure.integrations.files.reading.messages import Message

Format = Literal["csv", "tsv", "xlsx", "parquet", "jsonl"]
DateOrder = Literal["dmy", "mdy", "ymd"]
Looks = Literal["empty", "int", "decimal", "date", "datetime", "bool", "text"]
Cell = str | int | float | Decimal | bool | date | datetime | None

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost. Bytes, seconds and counts; beyond them it is refused."""

    memory_bytes: int = 1_500 * MB
    cpu_seconds: int = 180
    wall_seconds: int = 240
    unpacked_bytes: int = 4_000 * MB
    workbook_bytes: int = 100 * MB
    workbook_entries: int = 2_000
    ratio: int = 200
    columns: int = 2_000
    cell_chars: int = 1_000_000
    line_bytes: int = 16 * MB
    chunk_rows: int = 5_000


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the person decided about a file; whatever is None is found out."""

    name: str = ""
    format: Format | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    date_order: DateOrder | None = None
    decimal: Literal[".", ","] | None = None
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class ColumnShape:
    """One column as it was found over the whole file.

    `date_order` is set where dates are written as three numbers and only one order fits (or the person said which);
    `date_orders` are the orders that fit all of them. `decimal` is the decimal sign of its numbers. `currencies`
    are the ISO codes that its amounts name.
    """

    index: int
    name: str
    looks: Looks = "text"
    filled: int = 0
    samples: tuple[str, ...] = ()
    date_order: DateOrder | None = None
    date_orders: tuple[DateOrder, ...] = ()
    date_samples: tuple[str, ...] = ()
    decimal: Literal[".", ","] = "."
    currencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AmbiguousDateOrder:
    """Columns whose dates fit more than one order of day, month and year (or none): a person must say which.

    `none_fits` where the dates of a column contradict each other, so that some of its rows will be rejected.
    """

    columns: tuple[str, ...]
    samples: tuple[str, ...]
    orders: tuple[DateOrder, ...]
    none_fits: bool = False


@dataclass(frozen=True, slots=True)
class FileShape:
    """Everything needed to read a file's rows, and what a person wants to know before that."""

    name: str
    format: Format
    compression: Literal["", "gzip"]
    size_bytes: int
    encoding: str
    delimiter: str
    sheet: str
    sheets: tuple[str, ...]
    header_row: int
    width: int
    columns: tuple[ColumnShape, ...]
    row_count: int
    bad_count: int
    sample: tuple[tuple[str, ...], ...]
    notes: tuple[Message, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the column names in the order of the file."""
        return tuple(column.name for column in self.columns)

    @property
    def ambiguous(self) -> AmbiguousDateOrder | None:
        """Return the columns of the whole file whose date order a person must say, or None."""
        return ambiguity(self.columns)


def ambiguity(columns: Sequence[ColumnShape]) -> AmbiguousDateOrder | None:
    """Return those of `columns` whose date order is not known, as one question, or None."""
    open_columns = [column for column in columns if column.date_samples and column.date_order is None]
    if not open_columns:
        return None
    orders = tuple(dict.fromkeys(order for column in open_columns for order in column.date_orders))
    return AmbiguousDateOrder(
        columns=tuple(column.name for column in open_columns),
        samples=tuple(column.date_samples[0] for column in open_columns),
        orders=orders or ("dmy", "mdy", "ymd"),
        none_fits=any(not column.date_orders for column in open_columns),
    )


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is no row (ragged, broken quotes, no JSON object): why, and what was there."""

    number: int
    message: Message
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows, column by column. `numbers[i]` is the row number, as the person sees it, of the i-th values."""

    names: tuple[str, ...]
    numbers: Sequence[int]
    columns: list[list[Any]]
    bad: tuple[BadRow, ...] = ()

    def __len__(self) -> int:
        return len(self.numbers)


def dump_shape(shape: FileShape) -> dict[str, Any]:
    """Return `shape` as a JSON-ready dict."""
    dumped: dict[str, Any] = msgspec.to_builtins(shape)
    return dumped


def load_shape(data: dict[str, Any]) -> FileShape:
    """Return the shape that `dump_shape` made `data` of. Raises msgspec.ValidationError for anything else."""
    return msgspec.convert(data, FileShape)
