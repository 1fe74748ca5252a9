"""The columns an error file adds to a file's own, and how they are known again when it comes back. Pure Python."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tenure.integrations.files.reading import Chunk, FileShape

PLAIN = ("file", "row", "column", "reason")
PREFIXED = tuple(f"error_{name}" for name in PLAIN)
ADDED = len(PLAIN)
# what a spreadsheet takes for a formula, full-width forms included
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")

# a signed number is no formula, and stays a number for whoever corrects the file
PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?%?")


def added_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the added columns: plain, or prefixed where the file has one of that name itself."""
    return PREFIXED if set(PLAIN) & {name.strip().lower() for name in names} else PLAIN


def is_error_file(shape: FileShape) -> bool:
    """Whether a file is one of our own error files, come back corrected."""
    return tuple(shape.names[-ADDED:]) in (PLAIN, PREFIXED)


def without_added(shape: FileShape) -> FileShape:
    """Return the shape of the file as it was before the columns were added."""
    if not is_error_file(shape):
        return shape
    return replace(
        shape,
        columns=shape.columns[:-ADDED],
        sample=tuple(tuple(restored(cell) for cell in cells[:-ADDED]) for cells in shape.sample),
    )


def strip_added(chunk: Chunk) -> Chunk:
    """Return a chunk of an error file with its own columns only, signs of harmlessness taken off."""
    columns = [[restored(value) for value in column] for column in chunk.columns[:-ADDED]]
    return replace(chunk, names=chunk.names[:-ADDED], columns=columns)


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; `restored` gives it back."""
    return f"'{text}" if _is_formula(text) or text.startswith("'") else text


def restored(value: Any) -> Any:
    """Return what `harmless` was given."""
    if isinstance(value, str) and value.startswith("'") and (_is_formula(value[1:]) or value.startswith("''")):
        return value[1:]
    return value


def _is_formula(text: str) -> bool:
    if PLAIN_NUMBER.fullmatch(text.strip()):
        return False
    return text.startswith(("\t", "\r")) or text.lstrip().startswith(FORMULA_SIGNS)
