"""CSV and its relatives: delimiter, header and rows of a delimited text."""

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import BinaryIO

from tenure.integrations.files.reading.child.batch import BadCells, Batch, Layout, as_columns, is_blank
from tenure.integrations.files.reading.child.headers import HeadRow, column_names, find_header
from tenure.integrations.files.reading.child.identify import Identity
from tenure.integrations.files.reading.child.refusal import Refused
from tenure.integrations.files.reading.child.text import open_text
from tenure.integrations.files.reading.types import MB, Limits, ReadOptions

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_CHARS = 262_144
_HEAD_ROWS = 200
_SWALLOWED_LINES = 50  # a broken quote that eats more lines than this has eaten the file
_BATCH_BYTES = 8 * MB
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.I)
_ESCAPED = re.compile(r"^'(?=[=+\-@\t\r＝＋－＠])")
_SHOWN_CELLS = 200


def examine(file: BinaryIO, identity: Identity, encoding: str, options: ReadOptions) -> Layout:
    """Return delimiter, header row and column names. Raises Refused."""
    csv.field_size_limit(options.limits.cell_chars)
    with open_text(file, identity.compression, encoding, options.limits) as (text, _):
        sample = _sample(text)
    declared = _SEP_LINE.match(sample)
    delimiter = options.delimiter or (declared.group(1) if declared else find_delimiter(sample))
    rows = _head_rows(sample, delimiter)
    number, cells = find_header(rows[1:] if declared else rows, options.header_row)
    names, unnamed = column_names(cells, options.limits.columns)
    return Layout(
        format="tsv" if delimiter == "\t" else "csv",
        names=names,
        unnamed=unnamed,
        header_row=number,
        encoding=encoding,
        delimiter=delimiter,
    )


def _sample(text: io.TextIOWrapper) -> str:
    """Return the first whole lines of a text: at least one, some 260,000 characters."""
    sample = text.read(_SAMPLE_CHARS)
    more = sample
    while more and "\n" not in sample and "\r" not in sample:
        more = text.read(_SAMPLE_CHARS)
        sample += more
    if not text.read(1):
        return sample
    end = max(sample.rfind("\n"), sample.rfind("\r"))
    return sample[: end + 1]


def find_delimiter(sample: str) -> str:
    """Return the delimiter under which most rows have the same number of cells, more than one."""
    best, delimiter = (0.0, 1), ","
    for candidate in _DELIMITERS:
        try:
            rows = islice(csv.reader(io.StringIO(sample, newline=""), delimiter=candidate), _HEAD_ROWS)
            widths = Counter(len(row) for row in rows if row)
        except csv.Error:
            continue
        width, count = widths.most_common(1)[0] if widths else (1, 0)
        if width > 1:
            found = (round(count / widths.total(), 2), width)
            if found > best:
                best, delimiter = found, candidate
    return delimiter


def _head_rows(sample: str, delimiter: str) -> list[HeadRow]:
    rows: list[list[str]] = []
    try:
        rows.extend(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), _HEAD_ROWS))
    except csv.Error as error:
        if not rows:
            raise Refused("cell_too_large", row=1, limit=csv.field_size_limit()) from error
    return list(enumerate(rows, start=1))


def read(file: BinaryIO, compression: str, layout: Layout, limits: Limits) -> Iterator[Batch]:
    """Yield all rows below the header. Raises Refused for what makes the rest of the file unreadable."""
    csv.field_size_limit(limits.cell_chars)
    with open_text(file, compression, layout.encoding, limits) as (text, guard):
        recent: deque[str] = deque(maxlen=_SWALLOWED_LINES + 1)
        reader = csv.reader(_recorded(text, recent), delimiter=layout.delimiter, strict=True)
        number, size = 1, 200
        while True:
            rows: list[list[str]] = []
            trouble: csv.Error | None = None
            line = reader.line_num
            try:
                rows.extend(islice(reader, size))
            except csv.Error as error:
                trouble = error
            if not rows and trouble is None:
                return
            batch = _batch(number, rows, layout)
            number += len(rows)
            if trouble is not None:
                swallowed = max(1, reader.line_num - line - sum(map(_lines_of, rows)))
                batch.bad.append(_broken(trouble, number, swallowed, recent, layout.header_row))
                number += swallowed
            yield batch
            size = min(limits.chunk_rows, max(50, _BATCH_BYTES * number // max(1, guard.produced)))


def _recorded(text: io.TextIOWrapper, recent: deque[str]) -> Iterator[str]:
    keep = recent.append
    for line in text:
        keep(line)
        yield line


def _lines_of(row: Sequence[str]) -> int:
    return 1 + sum(cell.count("\n") for cell in row)


def _batch(number: int, rows: list[list[str]], layout: Layout) -> Batch:
    skipped = layout.header_row - number + 1
    if skipped > 0:
        rows = rows[skipped:]
        number += skipped
    width = len(layout.names)
    if {*map(len, rows)} <= {width}:
        columns = as_columns(rows, width)
        if "" not in columns[0]:
            return Batch(range(number, number + len(rows)), _unescaped(columns))
    return _sorted_out(number, rows, width)


def _sorted_out(number: int, rows: list[list[str]], width: int) -> Batch:
    numbers: list[int] = []
    good: list[list[str]] = []
    bad: list[BadCells] = []
    blank = 0
    for at, row in enumerate(rows, start=number):
        if is_blank(row):
            blank += 1
            continue
        if len(row) > width and is_blank(row[width:]):
            row = row[:width]
        if len(row) != width:
            code = "too_few_cells" if len(row) < width else "too_many_cells"
            bad.append((at, code, {"cells": len(row), "columns": width}, row[:_SHOWN_CELLS]))
            continue
        numbers.append(at)
        good.append(row)
    return Batch(numbers, _unescaped(as_columns(good, width)), bad, blank)


def _unescaped(columns: list[Sequence[str]]) -> list[Sequence[str]]:
    """Take away the apostrophe that our own exports put before what a spreadsheet would run as a formula."""
    return [
        [_ESCAPED.sub("", cell) for cell in column] if "\n'" in "\n" + "\n".join(column) else column
        for column in columns
    ]


def _broken(trouble: csv.Error, row: int, swallowed: int, recent: deque[str], header_row: int) -> BadCells:
    """Return the bad row for a csv error. Raises Refused where rows after it are lost as well."""
    cause = str(trouble)
    if "field limit" in cause and swallowed == 1:
        raise Refused("cell_too_large", row=row, limit=csv.field_size_limit()) from trouble
    lost = "field limit" in cause or "end of data" in cause or swallowed > _SWALLOWED_LINES
    if lost or row <= header_row:
        raise Refused("open_quote", row=row) from trouble
    text = "".join(list(recent)[-swallowed:]).rstrip("\r\n")
    code = "broken_quotes" if swallowed == 1 else "broken_quotes_lines"
    return row, code, {"lines": swallowed}, [text]
