"""The two calls of reading: `sniff` a file, then `read_rows` of it."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from tenure.integrations.files.reading.messages import FileError, Where
from tenure.integrations.files.reading.process import frames
from tenure.integrations.files.reading.texts import file_error, note, row_message
from tenure.integrations.files.reading.types import BadRow, Chunk, FileShape, Limits, ReadOptions


def sniff(path: str | os.PathLike[str], options: ReadOptions | None = None) -> FileShape:
    """Return what a file is and holds, having read it to its end once. Raises FileError."""
    options = options or ReadOptions()
    options = replace(options, name=options.name or Path(path).name)
    with _opened(path, options.name) as (file, size):
        for kind, payload in frames(file, options):
            if kind == "shape":
                return _shape(payload, size)
    raise file_error("reader_failed", {"why": "no shape"}, Where(options.name))


def _shape(payload: dict[str, Any], size: int) -> FileShape:
    notes = [msgspec.to_builtins(note(code, params)) for code, params in payload["notes"]]
    return msgspec.convert({**payload, "size_bytes": size, "notes": notes}, FileShape)


def read_rows(path: str | os.PathLike[str], shape: FileShape, *, limits: Limits | None = None) -> Iterator[Chunk]:
    """Yield the rows of a file whose shape is known, in order. Raises FileError.

    Close the iterator to stop early; the child process is gone when it is closed or exhausted.
    """
    options = ReadOptions(name=shape.name, limits=limits or Limits())
    with _opened(path, shape.name) as (file, size):
        if size != shape.size_bytes:
            raise file_error("changed", {}, Where(shape.name))
        slim = replace(shape, sample=(), notes=())
        for kind, payload in frames(file, options, slim):
            if kind == "rows":
                yield _chunk(shape.names, payload)


def _chunk(names: tuple[str, ...], payload: list[Any]) -> Chunk:
    is_range, rows, columns, bad = payload
    numbers = range(rows[0], rows[0] + rows[1]) if is_range else rows
    broken = tuple(BadRow(number, row_message(code, params), tuple(cells)) for number, code, params, cells in bad)
    return Chunk(names, numbers, columns, broken)


@contextmanager
def _opened(path: str | os.PathLike[str], name: str) -> Iterator[tuple[BinaryIO, int]]:
    """Yield the opened file and its size. Raises FileError for what is no readable, ordinary, filled file."""
    where = Where(name)
    try:
        found = os.stat(path)
        if stat.S_ISDIR(found.st_mode):
            raise file_error("directory", {}, where)
        if not stat.S_ISREG(found.st_mode):
            raise file_error("not_regular", {}, where)
        if not found.st_size:
            raise file_error("empty", {}, where)
        file = open(path, "rb")  # noqa: SIM115 -- closed below, around the yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise file_error("missing", {}, where) from error
    except OSError as error:
        raise _unreadable(error, where) from error
    with file:
        yield file, found.st_size


def _unreadable(error: OSError, where: Where) -> FileError:
    return file_error("unreadable", {"why": error.strerror or type(error).__name__}, where)
