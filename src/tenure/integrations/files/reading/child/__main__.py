"""The child process: standard input is the file, standard output the pipe, the argument says what is wanted.

It limits itself before it looks at the file: memory, processor time, and no byte of any file may be written.
"""

import sys
import zlib
from collections.abc import Iterator
from gzip import BadGzipFile
from typing import Any, BinaryIO

import msgspec

from tenure.integrations.files.reading.child.batch import Batch, Layout
from tenure.integrations.files.reading.child.identify import Identity, identify
from tenure.integrations.files.reading.child.limits import limit_process
from tenure.integrations.files.reading.child.refusal import Refused
from tenure.integrations.files.reading.child.survey import Survey
from tenure.integrations.files.reading.child.text import first_encoding, next_encoding
from tenure.integrations.files.reading.types import FileShape, Limits, ReadOptions
from tenure.integrations.files.reading.wire import encode_frame, text_of, wrap

_SAMPLE_ROWS = 20
_SAMPLE_CHARS = 200
Remark = tuple[str, dict[str, Any]]


class Request(msgspec.Struct):
    """What the parent wants: a shape, or the rows of a shape."""

    want: str
    options: ReadOptions
    shape: FileShape | None = None


def examine(file: BinaryIO, identity: Identity, encoding: str, options: ReadOptions) -> Layout:
    """Return where the table stands; each format's libraries are loaded only when it comes up. Raises Refused."""
    if identity.family == "xlsx":
        from tenure.integrations.files.reading.child import workbook

        source = workbook.unpacked(file, identity.compression, options.limits)
        workbook.check_archive(source, options.limits)
        return workbook.examine(source, options)
    if identity.family == "parquet":
        from tenure.integrations.files.reading.child import parquet, workbook

        return parquet.examine(workbook.unpacked(file, identity.compression, options.limits), options.limits)
    if identity.family == "jsonl":
        from tenure.integrations.files.reading.child import lines

        return lines.examine(encoding)
    from tenure.integrations.files.reading.child import delimited

    return delimited.examine(file, identity, encoding, options)


def batches(file: BinaryIO, compression: str, layout: Layout, limits: Limits) -> Iterator[Batch]:
    """Return the rows of any format."""
    if layout.format == "xlsx":
        from tenure.integrations.files.reading.child import workbook

        return workbook.read(workbook.unpacked(file, compression, limits), layout, limits)
    if layout.format == "parquet":
        from tenure.integrations.files.reading.child import parquet, workbook

        return parquet.read(workbook.unpacked(file, compression, limits), layout, limits)
    if layout.format == "jsonl":
        from tenure.integrations.files.reading.child import lines

        return lines.read(file, compression, layout, limits)
    from tenure.integrations.files.reading.child import delimited

    return delimited.read(file, compression, layout, limits)


def sniff(file: BinaryIO, options: ReadOptions) -> dict[str, Any]:
    """Return the shape of a file as a dict, remarks as codes. Reads all of it. Raises Refused."""
    identity = identify(file, options)
    encoding = first_encoding(identity, options) if identity.family in ("text", "jsonl") else ""
    try:
        return _survey(file, identity, encoding, options)
    except UnicodeDecodeError:
        encoding = next_encoding(file, identity, encoding, options)
    try:
        shape = _survey(file, identity, encoding, options)
    except UnicodeDecodeError as error:
        raise Refused("encoding", row=1, tried="UTF-8, UTF-16, GB18030") from error
    shape["notes"].insert(0, ("encoding_guessed", {"encoding": encoding}))
    return shape


def _survey(file: BinaryIO, identity: Identity, encoding: str, options: ReadOptions) -> dict[str, Any]:
    layout = examine(file, identity, encoding, options)
    survey = Survey()
    sample: list[tuple[str, ...]] = []
    bad_count = blank = first_bad = 0
    for batch in batches(file, identity.compression, layout, options.limits):
        survey.add(batch.numbers, batch.columns)
        blank += batch.blank
        bad_count += len(batch.bad)
        if batch.bad and not first_bad:
            first_bad = batch.bad[0][0]
        for row in zip(*batch.columns, strict=True) if len(sample) < _SAMPLE_ROWS else ():
            sample.append(tuple(text_of(cell)[:_SAMPLE_CHARS] for cell in row))
            if len(sample) == _SAMPLE_ROWS:
                break
    if not survey.rows:
        raise Refused("no_objects" if layout.format == "jsonl" else "no_rows")
    remarks = _remarks(layout, blank, bad_count, first_bad)
    return _shape(layout, identity, survey, sample, bad_count, remarks, options)


def _remarks(layout: Layout, blank: int, bad_count: int, first_bad: int) -> list[Remark]:
    remarks: list[Remark] = []
    if layout.header_row > 1:
        remarks.append(("header_found", {"row": layout.header_row}))
    others = [sheet for sheet in layout.sheets if sheet != layout.sheet]
    if others:
        remarks.append(("other_sheets", {"sheet": layout.sheet, "sheets": ", ".join(others)}))
    if blank:
        remarks.append(("blank_rows", {"count": blank}))
    if bad_count:
        remarks.append(("bad_rows", {"count": bad_count, "row": first_bad}))
    return remarks


def _shape(
    layout: Layout,
    identity: Identity,
    survey: Survey,
    sample: list[tuple[str, ...]],
    bad_count: int,
    remarks: list[Remark],
    options: ReadOptions,
) -> dict[str, Any]:
    columns, decided = survey.shapes(layout.names, options, layout.delimiter)
    kept = [column for column in columns if column.filled or column.index not in layout.unnamed]
    named = [column.name for column in kept if column.index in layout.unnamed]
    if named:
        remarks.append(("unnamed_columns", {"names": ", ".join(named)}))
    size = len(layout.names)
    return {
        "name": options.name,
        "format": layout.format,
        "compression": identity.compression,
        "encoding": layout.encoding,
        "delimiter": layout.delimiter,
        "sheet": layout.sheet,
        "sheets": layout.sheets,
        "header_row": layout.header_row,
        "width": size,
        "columns": [msgspec.to_builtins(column) for column in kept],
        "row_count": survey.rows,
        "bad_count": bad_count,
        "sample": [tuple((row + ("",) * size)[column.index] for column in kept) for row in sample],
        "notes": remarks + decided,
    }


def send_rows(file: BinaryIO, shape: FileShape, limits: Limits, out: BinaryIO) -> None:
    """Send all rows of a file whose shape is known. Raises Refused."""
    names = [f"column {index}" for index in range(shape.width)]
    for column in shape.columns:
        names[column.index] = column.name
    layout = Layout(shape.format, names, shape.header_row, shape.encoding, shape.delimiter, shape.sheet, shape.sheets)
    kept = [column.index for column in shape.columns]
    for batch in batches(file, shape.compression, layout, limits):
        numbers = batch.numbers
        rows = (numbers.start, len(numbers)) if isinstance(numbers, range) else numbers
        columns = [batch.columns[index] for index in kept]
        if shape.format not in ("csv", "tsv"):
            columns = [[wrap(cell) for cell in column] for column in columns]
        out.write(encode_frame("rows", [isinstance(numbers, range), rows, columns, batch.bad]))


def answer(request: Request, file: BinaryIO, out: BinaryIO) -> None:
    """Answer a request with frames, the last of which is always "end" or "refused"."""
    try:
        if request.shape is None:
            out.write(encode_frame("shape", sniff(file, request.options)))
        else:
            send_rows(file, request.shape, request.options.limits, out)
        out.write(encode_frame("end", None))
    except Refused as refused:
        out.write(encode_frame("refused", [refused.code, refused.row, refused.column, refused.params]))
    except EOFError:
        out.write(encode_frame("refused", ["truncated", None, "", {}]))
    except (BadGzipFile, zlib.error) as error:
        out.write(encode_frame("refused", ["damaged", None, "", {"why": str(error)}]))
    except MemoryError:
        limit = request.options.limits.memory_bytes // 1_000_000
        out.write(encode_frame("refused", ["too_much_memory", None, "", {"limit": limit}]))
    except BrokenPipeError:
        raise
    except Exception as error:  # the parent must hear of it whatever it is
        why = f"{type(error).__name__}: {error}"[:300]
        out.write(encode_frame("refused", ["reader_failed", None, "", {"why": why}]))


def main() -> None:
    """Read the request, limit the process, answer."""
    request = msgspec.json.decode(sys.argv[1], type=Request)
    limit_process(request.options.limits)
    with open(0, "rb", closefd=False) as file, open(1, "wb", closefd=False) as out:
        answer(request, file, out)


if __name__ == "__main__":
    main()
