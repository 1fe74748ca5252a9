"""Every text of reading: code -> what is wrong, what to do. A test proves that each code raised is here."""

from collections.abc import Mapping
from typing import NamedTuple

from tenure.integrations.files.reading.messages import FileError, Message, Param, Where
from tenure_engine.words import N_


class Text(NamedTuple):
    """What is wrong and what the person can do."""

    wrong: str
    todo: str = ""


_TOO_BIG = N_("Split the file, or export only the columns and rows you need.")
_AS_CSV = N_("Open it in the program it comes from and save it as CSV (UTF-8) or as an Excel workbook (.xlsx).")
_AGAIN = N_("Export or download it again.")

FILE_TEXTS: dict[str, Text] = {
    "missing": Text(N_("There is no file %(file)s."), N_("Check the path and the spelling.")),
    "directory": Text(N_("%(file)s is a folder, not a file."), N_("Name one file inside it.")),
    "not_regular": Text(N_("%(file)s is not an ordinary file."), N_("Save its content to a file first.")),
    "unreadable": Text(
        N_("%(file)s cannot be opened: %(why)s."), N_("Give the account that runs Tenure the right to read it.")
    ),
    "empty": Text(N_("%(file)s is empty."), _AGAIN),
    "no_rows": Text(N_("%(file)s has a header and no rows below it."), N_("Export it again with the rows included.")),
    "no_header": Text(
        N_("%(file)s has no header row: row %(row)s already holds values, not column names."),
        N_("Add a first row that names each column, such as account_id or 客户编号."),
    ),
    "changed": Text(N_("%(file)s has changed since it was examined."), N_("Examine it again.")),
    "wrong_extension": Text(
        N_("%(file)s is named like %(named)s, but its content is %(found)s."),
        N_("Rename it so that it ends in %(extension)s, if that is what you meant to import."),
    ),
    "not_a_table": Text(N_("%(file)s is %(found)s, not a table."), _AS_CSV),
    "old_excel": Text(
        N_("%(file)s is a workbook of the old Excel format (.xls)."),
        N_("Save it as an Excel workbook (.xlsx) or as CSV."),
    ),
    "encrypted": Text(
        N_("%(file)s is encrypted: it opens only with a password."),
        N_("Save a copy without a password and import that."),
    ),
    "binary": Text(N_("%(file)s holds binary data that is no table we know."), _AS_CSV),
    "nul": Text(
        N_("%(file)s holds a NUL byte in row %(row)s, which no text file has."),
        N_("The file is damaged or not text. Export it again."),
    ),
    "encoding": Text(
        N_("The letters of %(file)s cannot be read as %(tried)s (row %(row)s)."),
        N_("Save it as “CSV UTF-8”, or name its encoding."),
    ),
    "unknown_encoding": Text(N_("%(encoding)s is not an encoding we know."), N_("Use utf-8, utf-16 or gb18030.")),
    "truncated": Text(N_("%(file)s is cut off: its end is missing."), _AGAIN),
    "damaged": Text(N_("%(file)s is damaged: %(why)s."), _AGAIN),
    "bomb": Text(
        N_("%(file)s unpacks to far more than it should (more than %(ratio)s times its size)."),
        N_("Such a file is made to exhaust a computer. If it is yours, send it unpacked."),
    ),
    "nested": Text(N_("%(file)s is compressed more than once."), N_("Unpack it once and import that.")),
    "too_large": Text(N_("%(file)s is larger than %(limit)s MB once unpacked."), _TOO_BIG),
    "too_many_entries": Text(
        N_("%(file)s is a workbook of %(count)s parts; at most %(limit)s are read."), N_("Save it as CSV.")
    ),
    "bad_entry": Text(
        N_("%(file)s is a workbook with an unsafe part: %(entry)s."), N_("Save it again with Excel, or as CSV.")
    ),
    "too_many_columns": Text(N_("%(file)s has %(count)s columns; at most %(limit)s are read."), _TOO_BIG),
    "line_too_long": Text(
        N_("Row %(row)s of %(file)s is longer than %(limit)s MB."),
        N_("A cell is far too long or line ends are missing. Export it again."),
    ),
    "cell_too_large": Text(
        N_("A cell in row %(row)s of %(file)s holds more than %(limit)s characters."),
        N_("Shorten that cell or leave its column out."),
    ),
    "open_quote": Text(
        N_("In row %(row)s of %(file)s a quotation mark is opened and not closed, which swallows the rows after it."),
        N_('Close it, or double it if it belongs to the text: "".'),
    ),
    "duplicate_columns": Text(
        N_("%(file)s has several columns with the same name: %(names)s."),
        N_("Rename or remove all but one of each."),
    ),
    "no_sheet": Text(N_("%(file)s has no sheet named %(sheet)s. It has: %(sheets)s."), N_("Name one of these.")),
    "empty_sheets": Text(N_("No sheet of %(file)s holds a table."), _AGAIN),
    "bad_header_row": Text(
        N_("%(file)s has no row %(row)s that could be its header."), N_("Name the row with the column names.")
    ),
    "json_array": Text(
        N_("%(file)s holds one JSON document, not one object per line."),
        N_("Save it as JSON Lines (.jsonl) or as CSV."),
    ),
    "no_objects": Text(
        N_("No line of %(file)s is a JSON object."), N_('Each line must be one object, such as {"account_id": "A1"}.')
    ),
    "too_slow": Text(N_("Reading %(file)s took longer than %(limit)s seconds and was stopped."), _TOO_BIG),
    "too_much_memory": Text(N_("Reading %(file)s needs more than %(limit)s MB of memory and was stopped."), _TOO_BIG),
    "reader_failed": Text(
        N_("%(file)s could not be read (%(why)s)."),
        N_("Save it as CSV (UTF-8) and try again; please report this file's kind."),
    ),
}

ROW_TEXTS: dict[str, str] = {
    "too_few_cells": N_("The row has %(cells)s cells, the header has %(columns)s."),
    "too_many_cells": N_("The row has %(cells)s cells, the header has %(columns)s."),
    "broken_quotes": N_(
        "A quotation mark is not closed or stands in the middle of a cell; double it inside a quoted cell."
    ),
    "broken_quotes_lines": N_("A quotation mark is not closed, so that %(lines)s lines were read as one row."),
    "not_json": N_("The line is not valid JSON."),
    "not_object": N_("The line is not a JSON object."),
}

NOTE_TEXTS: dict[str, str] = {
    "encoding_guessed": N_("The letters were read as %(encoding)s."),
    "header_found": N_("Row %(row)s holds the column names; the rows above it were left out."),
    "blank_rows": N_("%(count)s empty rows were left out."),
    "bad_rows": N_("%(count)s rows cannot be read as rows, the first is row %(row)s."),
    "other_sheets": N_("Only the sheet %(sheet)s is read; left out: %(sheets)s."),
    "unnamed_columns": N_("Columns without a name were given one: %(names)s."),
    "decimal_comma": N_("In the column %(column)s the comma is read as the decimal sign."),
    "thousands_assumed": N_(
        "In the column %(column)s %(sample)s is read as a whole number with a thousands separator."
    ),
    "date_order_shared": N_("The date order of the column %(column)s was taken from the column %(other)s."),
}

WORDS: dict[str, str] = {
    "csv": N_("a delimited text (CSV)"),
    "tsv": N_("a tab-separated text"),
    "text": N_("a delimited text (CSV)"),
    "xlsx": N_("an Excel workbook"),
    "parquet": N_("a Parquet file"),
    "jsonl": N_("JSON Lines"),
    "gzip": N_("compressed by gzip"),
    "plain": N_("not compressed by gzip"),
    "xls": N_("an old Excel workbook (.xls)"),
    "zip": N_("a ZIP archive"),
    "ods": N_("an OpenDocument file"),
    "office": N_("an Office document without sheets"),
    "pdf": N_("a PDF document"),
    "image": N_("a picture"),
    "html": N_("a web page (HTML)"),
    "xml": N_("an XML document"),
    "archive": N_("a compressed archive"),
    "sqlite": N_("a database file"),
    "arrow": N_("an Arrow or ORC file"),
    "program": N_("a program"),
}


_WORD_VALUES = frozenset(WORDS.values())


def file_error(code: str, params: Mapping[str, Param], where: Where) -> FileError:
    """Return the `FileError` of a code; `file`, `row` and `column` of `where` can be used in its text."""
    text = FILE_TEXTS[code]
    known: dict[str, Param] = {"file": where.file, "row": where.row or 1, "column": where.column, **params}
    words = tuple(name for name, value in params.items() if value in _WORD_VALUES)
    return FileError(Message(code, text.wrong, known, words), Message(code, text.todo, known, words), where)


def row_message(code: str, params: Mapping[str, Param]) -> Message:
    """Return the reason why a row is no row."""
    return Message(code, ROW_TEXTS[code], params)


def note(code: str, params: Mapping[str, Param]) -> Message:
    """Return a remark on how a file was read."""
    return Message(code, NOTE_TEXTS[code], params)
