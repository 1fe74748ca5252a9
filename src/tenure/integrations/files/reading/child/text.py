"""The text of a file: opened under guard, in the encoding that its bytes prove."""

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from tenure.integrations.files.reading.child.encodings import guess_encoding, known_encoding
from tenure.integrations.files.reading.child.guard import Guard
from tenure.integrations.files.reading.child.identify import Identity, wide_encoding
from tenure.integrations.files.reading.child.refusal import Refused
from tenure.integrations.files.reading.types import Limits, ReadOptions


def open_bytes(file: BinaryIO, compression: str, limits: Limits) -> tuple[io.BufferedReader, Guard]:
    """Return the unpacked bytes of a file from its start, and their guard."""
    file.seek(0)
    if compression == "gzip":
        unpacked = cast(BinaryIO, gzip.GzipFile(fileobj=file))
        guard = Guard(unpacked, limits, packed_position=file.tell)
    else:
        guard = Guard(file, limits)
    return io.BufferedReader(guard, 1 << 18), guard


@contextmanager
def open_text(
    file: BinaryIO, compression: str, encoding: str, limits: Limits
) -> Iterator[tuple[io.TextIOWrapper, Guard]]:
    """Yield the text of a file from its start. Raises Refused, or UnicodeDecodeError where it is not `encoding`."""
    raw, guard = open_bytes(file, compression, limits)
    text = io.TextIOWrapper(raw, encoding=encoding, errors="strict", newline="")
    try:
        yield text, guard
    finally:
        text.detach()


def first_encoding(identity: Identity, options: ReadOptions) -> str:
    """Return the encoding to try first: the chosen one, the marked one, else UTF-8."""
    if options.encoding:
        return known_encoding(options.encoding)
    if identity.head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if identity.head.startswith((b"\xff\xfe", b"\xfe\xff")) and wide_encoding(identity.head):
        return "utf-16"
    return wide_encoding(identity.head) or "utf-8"


def next_encoding(file: BinaryIO, identity: Identity, tried: str, options: ReadOptions) -> str:
    """Return the encoding to try where `tried` failed. Raises Refused where there is none to be sure of."""
    raw, _ = open_bytes(file, identity.compression, options.limits)
    if tried == "utf-8" and not options.encoding:
        return guess_encoding(raw)
    row = _first_bad_line(raw, tried) if not tried.startswith("utf-16") else 1
    raise Refused("encoding", row=row, tried=tried.upper())


def _first_bad_line(raw: io.BufferedReader, encoding: str) -> int:
    for number, line in enumerate(raw, start=1):
        try:
            line.decode(encoding)
        except UnicodeDecodeError:
            return number
    return 1
