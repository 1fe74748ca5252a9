"""What a file really is, by its first bytes, whatever its name says."""

import gzip
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO, Literal, cast

from tenure.integrations.files.reading.child.damage import foreign_code
from tenure.integrations.files.reading.child.guard import Guard
from tenure.integrations.files.reading.child.refusal import Refused
from tenure.integrations.files.reading.texts import WORDS
from tenure.integrations.files.reading.types import MB, Limits, ReadOptions

Family = Literal["text", "jsonl", "xlsx", "parquet"]
HEAD_BYTES = 65_536
_PROBED_BYTES = 24 * MB

_GZIP = b"\x1f\x8b"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"ARROW1", "arrow"),
    (b"ORC", "arrow"),
    (b"\x7fELF", "program"),
    (b"MZ\x90\x00", "program"),
)
_MARKUP = (
    (re.compile(rb"\s*<(!doctype html|html|table|head|body|meta)", re.I), "html"),
    (re.compile(rb"\s*<\?xml"), "xml"),
)
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")

EXTENSIONS: dict[str, Family] = {
    "csv": "text",
    "tsv": "text",
    "tab": "text",
    "psv": "text",
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "xlsb": "xlsx",
    "parquet": "parquet",
    "pq": "parquet",
    "parq": "parquet",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "json": "jsonl",
}
_PROPER = {"text": ".csv", "xlsx": ".xlsx", "parquet": ".parquet", "jsonl": ".jsonl"}
_OTHER_NAMES = {"xls": "xls", "ods": "ods", "pdf": "pdf", "html": "html", "htm": "html", "xml": "xml", "zip": "zip"}


@dataclass(frozen=True, slots=True)
class Identity:
    """The family of a file and how it is packed; `head` are its first bytes, unpacked."""

    family: Family
    compression: Literal["", "gzip"]
    head: bytes


def identify(file: BinaryIO, options: ReadOptions) -> Identity:
    """Return what `file` is. Raises Refused for what is no table, and where name and content disagree."""
    head = file.read(HEAD_BYTES)
    compression: Literal["", "gzip"] = ""
    if head.startswith(_GZIP):
        compression = "gzip"
        head = _unpacked_head(file, options.limits)
    if not head:
        raise Refused("empty")
    family = _family(file, head, compression)
    if options.format is None:
        _compare_with_name(options.name, family, compression)
    return Identity(family, compression, head)


def _unpacked_head(file: BinaryIO, limits: Limits) -> bytes:
    """Return the first bytes inside a gzip. Refuses a bomb by its first megabytes, before any row is parsed."""
    file.seek(0)
    unpacked = cast(BinaryIO, gzip.GzipFile(fileobj=file))
    head = unpacked.read(HEAD_BYTES)
    if head.startswith(_GZIP):
        raise Refused("nested")
    guard = Guard(unpacked, limits, packed_position=file.tell)
    piece = bytearray(HEAD_BYTES * 4)
    while guard.produced < _PROBED_BYTES and guard.readinto(piece):
        pass
    return head


def _family(file: BinaryIO, head: bytes, compression: str) -> Family:
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PARE"):
        raise Refused("encrypted")
    if head.startswith(_ZIP):
        return "xlsx" if compression else _zip_family(file)
    if head.startswith(_OLE):
        raise _ole_refusal(file)
    for magic, word in _MAGIC:
        if head.startswith(magic):
            raise Refused("not_a_table", found=WORDS[word])
    for pattern, word in _MARKUP:
        if pattern.match(head):
            raise Refused("not_a_table", found=WORDS[word])
    wide = wide_encoding(head)
    if wide:
        return _text_family(head.decode(wide, errors="ignore").removeprefix("\ufeff").encode())
    _refuse_binary(head)
    return _text_family(head)


def wide_encoding(head: bytes) -> str:
    """Return "utf-16-le", "utf-16-be" or "": by the mark, else by where the zero bytes stand."""
    if head.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return ""
    if head.startswith(b"\xff\xfe"):
        return "utf-16-le"
    if head.startswith(b"\xfe\xff"):
        return "utf-16-be"
    probe = head[: min(4096, len(head) // 2 * 2)]
    even, odd = probe[0::2].count(0), probe[1::2].count(0)
    if min(even, odd) > 0 or max(even, odd) < 0.02 * max(1, len(probe) // 2):
        return ""
    encoding = "utf-16-be" if even else "utf-16-le"
    text = probe.decode(encoding, errors="replace")
    plain = sum(letter.isprintable() or letter in "\r\n\t" for letter in text)
    return encoding if plain >= 0.98 * len(text) else ""


def _refuse_binary(head: bytes) -> None:
    zeros = head.count(0)
    odd = len(_CONTROLS.findall(head))
    if odd > max(4, 0.005 * len(head)) or zeros > max(8, 0.05 * len(head)):
        raise Refused("binary")
    if zeros:
        raise Refused("nul", row=head.count(b"\n", 0, head.index(0)) + 1)


def _text_family(head: bytes) -> Family:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if re.match(rb'\{\s*("|\})', start):
        return "jsonl"
    if re.match(rb"\[\s*\{", start):
        raise Refused("json_array")
    return "text"


def _zip_family(file: BinaryIO) -> Family:
    with foreign_code():
        try:
            names = set(zipfile.ZipFile(file).namelist())
        except zipfile.BadZipFile as error:
            raise Refused("truncated") from error
    if names & {"xl/workbook.xml", "xl/workbook.bin"}:
        return "xlsx"
    word = "ods" if "content.xml" in names else "office" if "[Content_Types].xml" in names else "zip"
    raise Refused("not_a_table", found=WORDS[word])


def _ole_refusal(file: BinaryIO) -> Refused:
    file.seek(0)
    content = file.read(64 * HEAD_BYTES)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Refused("encrypted")
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return Refused("old_excel")
    return Refused("not_a_table", found=WORDS["office"])


def _compare_with_name(name: str, family: Family, compression: str) -> None:
    suffixes = [suffix.lstrip(".").lower() for suffix in PurePath(name).suffixes]
    packed = bool(suffixes) and suffixes[-1] == "gz"
    if packed:
        suffixes.pop()
    if not suffixes and not packed:
        return
    named = suffixes[-1] if suffixes else ""
    proper = _PROPER[family] + (".gz" if compression else "")
    if (named in EXTENSIONS and EXTENSIONS[named] != family) or named in _OTHER_NAMES:
        word = _OTHER_NAMES.get(named) or EXTENSIONS[named]
        raise Refused("wrong_extension", named=WORDS[word], found=WORDS[family], extension=proper)
    if packed and not compression:
        raise Refused("wrong_extension", named=".gz", found=WORDS["plain"], extension=proper)
    if compression and not packed and named in EXTENSIONS:
        raise Refused("wrong_extension", named=f".{named}", found=WORDS["gzip"], extension=f".{named}.gz")
