"""Which row names the columns, and whether those names can be used."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from tenure.integrations.files.reading.child.refusal import Refused

HeadRow = tuple[int, Sequence[Any]]

_VALUE = re.compile(r"^[\s$€£¥￥(+-]*\d[\d\s.,:/+TZ%年月日-]*[)元]?$")
_SEARCHED = 20
_INVISIBLE = str.maketrans("", "", "\ufeff\u200b\u200c\u200d\u2060")


def find_header(rows: Sequence[HeadRow], chosen: int | None) -> HeadRow:
    """Return the row that holds the column names: the chosen one, else the first that names columns.

    Rows above it (titles, blank lines) are allowed. Raises Refused where the first row already holds values.
    """
    filled = [(number, cells) for number, cells in rows if any(_is_filled(cell) for cell in cells)]
    if chosen is not None:
        for number, cells in filled:
            if number == chosen:
                return number, cells
        raise Refused("bad_header_row", row=chosen)
    if not filled:
        raise Refused("empty")
    width = Counter(_width(cells) for _, cells in filled).most_common(1)[0][0]
    for number, cells in filled[:_SEARCHED]:
        if _names_columns(cells, width):
            return number, cells
    raise Refused("no_header", row=filled[0][0])


def _is_filled(cell: Any) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _width(cells: Sequence[Any]) -> int:
    return max((index + 1 for index, cell in enumerate(cells) if _is_filled(cell)), default=0)


def _names_columns(cells: Sequence[Any], width: int) -> bool:
    filled = [cell for cell in cells if _is_filled(cell)]
    if len(filled) * 2 < width or (len(filled) == 1 and width > 1):
        return False  # a title above the table
    return all(isinstance(cell, str) and not _VALUE.match(cell.strip()) for cell in filled)


def column_letters(index: int) -> str:
    """Return a column's letters as a spreadsheet shows them: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_names(cells: Sequence[Any], limit: int) -> tuple[list[str], list[int]]:
    """Return the names and the indexes of columns that had none. Raises Refused for too many or repeated names."""
    if len(cells) > limit:
        raise Refused("too_many_columns", count=len(cells), limit=limit)
    names = [str(cell).translate(_INVISIBLE).strip() if cell is not None else "" for cell in cells]
    for index, name in enumerate(names):
        if "\x00" in name:
            raise Refused("nul", row=1, column=column_letters(index))
    unnamed = [index for index, name in enumerate(names) if not name]
    _refuse_duplicates(names)
    for index in unnamed:
        names[index] = _free_name(f"column {column_letters(index)}", names)
    return names, unnamed


def _free_name(name: str, taken: Sequence[str]) -> str:
    while name in taken:
        name += "'"
    return name


def _refuse_duplicates(names: Sequence[str]) -> None:
    places: dict[str, list[str]] = {}
    for index, name in enumerate(names):
        if name:
            places.setdefault(name, []).append(column_letters(index))
    repeated = [f"{name} ({', '.join(letters[:5])})" for name, letters in places.items() if len(letters) > 1]
    if repeated:
        more = f" +{len(repeated) - 5}" if len(repeated) > 5 else ""
        raise Refused("duplicate_columns", names="; ".join(repeated[:5]) + more)
