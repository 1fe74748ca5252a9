"""Files made on the fly: harmless ones in every format, and ones that mean harm."""

import gzip
import io
import struct
import time
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from tenure.integrations.files.reading import FileError, ReadOptions, read_rows, sniff

SECONDS = 15  # on a busy machine; alone none takes more than two
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def write(path: Path, content: bytes | str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def zipped(path: Path, content: bytes | str) -> Path:
    data = content if isinstance(content, bytes) else content.encode()
    path.write_bytes(gzip.compress(data))
    return path


def workbook(path: Path, rows: Sequence[Sequence[Any]], *, first_row: int = 0, sheet: str = "Data") -> Path:
    book = xlsxwriter.Workbook(str(path))
    add_sheet(book, sheet, rows, first_row)
    book.close()
    return path


def add_sheet(book: xlsxwriter.Workbook, name: str, rows: Sequence[Sequence[Any]], first_row: int = 0) -> None:
    page = book.add_worksheet(name)
    day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for row, cells in enumerate(rows, start=first_row):
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime):
                page.write_datetime(row, column, cell, moment)
            elif isinstance(cell, date):
                page.write_datetime(row, column, cell, day)
            elif cell is not None:
                page.write(row, column, cell)


def parquet(path: Path, columns: dict[str, Any]) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def workbook_parts(path: Path, parts: Iterable[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for name, content in parts:
            archive.writestr(name, content)
    return path


def encrypted_workbook(path: Path) -> Path:
    """An OLE file whose directory names the stream that holds an encrypted workbook."""
    name = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + name + bytes(3000))
    return path


def password_zip(path: Path) -> Path:
    """A workbook whose entries carry the flag of encryption."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("xl/workbook.xml", "<workbook/>")
    data = bytearray(buffer.getvalue())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        (flags,) = struct.unpack_from("<H", data, at + 8)
        struct.pack_into("<H", data, at + 8, flags | 1)
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(bytes(data))
    return path


def all_rows(path: Path, options: ReadOptions | None = None) -> list[tuple[Any, ...]]:
    """The whole file: (row number, cell, cell, ...) for each good row."""
    rows = []
    for chunk in read_rows(path, sniff(path, options)):
        for number, *cells in zip(chunk.numbers, *chunk.columns, strict=True):
            rows.append((number, *cells))
    return rows


def refusal(path: Path, options: ReadOptions | None = None) -> FileError:
    """The error a file is refused with; proves that it came in time and that reading wrote nothing beside it."""
    started = time.monotonic()
    beside = set(path.parent.glob("*"))
    try:
        sniff(path, options)
    except FileError as error:
        assert time.monotonic() - started < SECONDS
        assert not beside or set(path.parent.glob("*")) == beside
        return error
    raise AssertionError(f"{path.name} was not refused")
