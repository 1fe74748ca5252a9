"""Which encoding a text has: UTF-8, UTF-16 by its marks; GB18030 and Windows-1252 only on evidence."""

import codecs
import re
from collections.abc import Iterable

from tenure.integrations.files.reading.child.refusal import Refused

_SAMPLE_BYTES = 400_000
_HIGH = re.compile(rb"[\x80-\xff]")
_UTF8_PAIRS = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HAN_PAIRS = re.compile(rb"[\xa1-\xa9\xb0-\xf7][\xa1-\xfe]|[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x80-\xff]")
_LATIN_UNUSED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_LATIN_WORD = re.compile(
    rb"(?<=[A-Za-z])[\x8a\x8c\x8e\x92\x9a\x9c\x9e\x9f\xc0-\xff]|[\xc0-\xff](?=[a-z])|[\x80\xa3\xa5]"
)


def known_encoding(name: str) -> str:
    """Return the codec's own name. Raises Refused for a word that names none."""
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise Refused("unknown_encoding", encoding=name) from error


def guess_encoding(lines: Iterable[bytes]) -> str:
    """Return the encoding of a text that is not UTF-8, from the bytes above 127 in its lines.

    Raises Refused where it is UTF-8 with a few broken letters, or nothing we can be sure of.
    """
    rows, first_row = _lines_with_high_bytes(lines)
    sample = b"\n".join(rows)
    high = len(_HIGH.findall(sample))
    in_utf8 = sum(len(pair) for pair in _UTF8_PAIRS.findall(sample))
    if in_utf8 > 0.8 * high:
        raise Refused("encoding", row=_first_broken(rows, first_row), tried="UTF-8")
    if _is_chinese(sample):
        return "gb18030"
    if not _LATIN_UNUSED.search(sample) and len(_LATIN_WORD.findall(sample)) > 0.6 * high:
        return "cp1252"
    raise Refused("encoding", row=first_row[0] if first_row else 1, tried="UTF-8, UTF-16, GB18030")


def _lines_with_high_bytes(lines: Iterable[bytes]) -> tuple[list[bytes], list[int]]:
    rows, numbers, size = [], [], 0
    for number, line in enumerate(lines, start=1):
        if not line.isascii():
            rows.append(line)
            numbers.append(number)
            size += len(line)
            if size > _SAMPLE_BYTES:
                break
    return rows, numbers


def _first_broken(rows: list[bytes], numbers: list[int]) -> int:
    for row, number in zip(rows, numbers, strict=True):
        try:
            row.decode("utf-8")
        except UnicodeDecodeError:
            return number
    return 1


def _is_chinese(sample: bytes) -> bool:
    """Tell whether most letters are those of everyday Chinese (GB 2312), and all of them GB18030."""
    try:
        sample.decode("gb18030")
    except UnicodeDecodeError:
        return False
    pairs = _HAN_PAIRS.findall(sample)
    everyday = sum(
        len(pair) == 2 and pair[1] >= 0xA1 and (pair[0] <= 0xA9 or 0xB0 <= pair[0] <= 0xF7) for pair in pairs
    )
    return bool(everyday > 0.7 * len(pairs))
