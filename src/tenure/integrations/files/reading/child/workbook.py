"""Excel workbooks: the zip directory is checked before anything is unpacked, then calamine reads one sheet."""

import gzip
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from tenure.integrations.files.reading.child.batch import Batch, Layout, as_columns, is_blank
from tenure.integrations.files.reading.child.damage import foreign_code
from tenure.integrations.files.reading.child.headers import HeadRow, column_names, find_header
from tenure.integrations.files.reading.child.refusal import Refused
from tenure.integrations.files.reading.types import MB, Limits, ReadOptions

_HEAD_ROWS = 200
_EXACT_FLOAT = 2**53
_PIECE = 1 << 20


def unpacked(file: BinaryIO, compression: str, limits: Limits) -> BinaryIO:
    """Return a seekable file: itself, or what a gzip holds, in memory. Raises Refused beyond the limits."""
    file.seek(0)
    if not compression:
        return file
    content = io.BytesIO()
    with gzip.GzipFile(fileobj=file) as source:
        while piece := source.read(_PIECE):
            content.write(piece)
            if content.tell() > limits.workbook_bytes:
                raise Refused("too_large", limit=limits.workbook_bytes // MB)
    content.seek(0)
    return content


def check_archive(file: BinaryIO, limits: Limits) -> None:
    """Refuse bombs, passwords, unsafe names and damage by the zip directory and by counting what really unpacks."""
    with foreign_code():
        _check(_archive(file), limits)


def _archive(file: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise Refused("truncated") from error  # the directory stands at the end


def _check(archive: zipfile.ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    if len(entries) > limits.workbook_entries:
        raise Refused("too_many_entries", count=len(entries), limit=limits.workbook_entries)
    if sum(entry.file_size for entry in entries) > limits.workbook_bytes:
        packed = max(1, sum(entry.compress_size for entry in entries))
        if sum(entry.file_size for entry in entries) > limits.ratio * packed:
            raise Refused("bomb", ratio=limits.ratio)
        raise Refused("too_large", limit=limits.workbook_bytes // MB)
    for entry in entries:
        _check_entry(archive, entry, limits)


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> None:
    if entry.flag_bits & 0x1:
        raise Refused("encrypted")
    if entry.filename.startswith(("/", "\\")) or ".." in entry.filename.replace("\\", "/").split("/"):
        raise Refused("bad_entry", entry=entry.filename[:100])
    if entry.file_size > MB and entry.file_size > limits.ratio * max(1, entry.compress_size):
        raise Refused("bomb", ratio=limits.ratio)
    with archive.open(entry) as part:
        while part.read(_PIECE):
            pass


def examine(file: BinaryIO, options: ReadOptions) -> Layout:
    """Return sheet, header row and column names. Raises Refused."""
    with foreign_code(), _open(file) as book:
        names = _table_sheets(book)
        if options.sheet is not None and options.sheet not in names:
            raise Refused("no_sheet", sheet=options.sheet, sheets=", ".join(names))
        for name in [options.sheet] if options.sheet is not None else names:
            layout = _examine_sheet(book.get_sheet_by_name(name), name, tuple(names), options)
            if layout is not None:
                return layout
    raise Refused("empty_sheets")


def _open(file: BinaryIO) -> CalamineWorkbook:
    file.seek(0)
    try:
        return CalamineWorkbook.from_filelike(file)
    except PasswordError as error:
        raise Refused("encrypted") from error


def _table_sheets(book: CalamineWorkbook) -> list[str]:
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    shown = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    return shown or [sheet.name for sheet in sheets]


def _examine_sheet(sheet: CalamineSheet, name: str, sheets: tuple[str, ...], options: ReadOptions) -> Layout | None:
    if sheet.start is None:
        return None
    if sheet.width > options.limits.columns:
        raise Refused("too_many_columns", count=sheet.width, limit=options.limits.columns)
    head: list[HeadRow] = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        head.append((number, cells))
        if number >= _HEAD_ROWS + sheet.start[0]:
            break
    if all(is_blank(cells) for _, cells in head):
        return None
    row, header = find_header(head, options.header_row)
    names, unnamed = column_names(header, options.limits.columns)
    return Layout(format="xlsx", names=names, unnamed=unnamed, header_row=row, sheet=name, sheets=sheets)


def read(file: BinaryIO, layout: Layout, limits: Limits) -> Iterator[Batch]:
    """Yield all rows below the header. Raises Refused."""
    with foreign_code(), _open(file) as book:
        numbers: list[int] = []
        rows: list[list[Any]] = []
        blank = pending = 0
        for number, cells in enumerate(book.get_sheet_by_name(layout.sheet).iter_rows(), start=1):
            if number <= layout.header_row:
                continue
            if is_blank(cells):
                pending += 1
                continue
            blank, pending = blank + pending, 0  # blank rows below the last filled one are not rows
            numbers.append(number)
            rows.append(_natural(cells, number, limits))
            if len(rows) >= limits.chunk_rows:
                yield Batch(numbers, as_columns(rows, len(layout.names)), blank=blank)
                numbers, rows, blank = [], [], 0
        if rows:
            yield Batch(numbers, as_columns(rows, len(layout.names)), blank=blank)


def _natural(cells: Sequence[Any], number: int, limits: Limits) -> list[Any]:
    """Return a row's cells with whole numbers as int (Excel knows only floating point) and empty cells as None."""
    row: list[Any] = []
    for cell in cells:
        if type(cell) is float:
            row.append(int(cell) if cell.is_integer() and abs(cell) < _EXACT_FLOAT else cell)
        elif cell == "":
            row.append(None)
        elif isinstance(cell, str) and len(cell) > limits.cell_chars:
            raise Refused("cell_too_large", row=number, limit=limits.cell_chars)
        else:
            row.append(cell)
    return row
