"""Reading: a file of whatever kind becomes rows, in a child process that can do no harm. Pure Python, no Django."""

from tenure.integrations.files.reading.files import read_rows, sniff
from tenure.integrations.files.reading.messages import FileError, Message, Where
from tenure.integrations.files.reading.types import (
    AmbiguousDateOrder,
    BadRow,
    Chunk,
    ColumnShape,
    DateOrder,
    FileShape,
    Format,
    Limits,
    ReadOptions,
    dump_shape,
    load_shape,
)

__all__ = [
    "AmbiguousDateOrder",
    "BadRow",
    "Chunk",
    "ColumnShape",
    "DateOrder",
    "FileError",
    "FileShape",
    "Format",
    "Limits",
    "Message",
    "ReadOptions",
    "Where",
    "dump_shape",
    "load_shape",
    "read_rows",
    "sniff",
]
