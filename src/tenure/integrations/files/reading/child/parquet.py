"""Parquet files, read with one thread and in small batches."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from tenure.integrations.files.reading.child.batch import Batch, Layout
from tenure.integrations.files.reading.child.damage import foreign_code
from tenure.integrations.files.reading.child.headers import column_names
from tenure.integrations.files.reading.child.refusal import Refused
from tenure.integrations.files.reading.types import MB, Limits

_MARK = b"PAR1"


def _open(file: BinaryIO) -> pq.ParquetFile:
    file.seek(-4, 2)
    if file.read(4) != _MARK:
        raise Refused("truncated")
    file.seek(0)
    return pq.ParquetFile(file, memory_map=False, pre_buffer=False)


def examine(file: BinaryIO, limits: Limits) -> Layout:
    """Return the column names, structs taken apart. Raises Refused."""
    with foreign_code():
        return _layout(_open(file), limits)


def _layout(source: pq.ParquetFile, limits: Limits) -> Layout:
    metadata = source.metadata
    if metadata.num_columns > limits.columns:
        raise Refused("too_many_columns", count=metadata.num_columns, limit=limits.columns)
    unpacked = sum(metadata.row_group(index).total_byte_size for index in range(metadata.num_row_groups))
    if unpacked > limits.unpacked_bytes:
        raise Refused("too_large", limit=limits.unpacked_bytes // MB)
    table = source.schema_arrow.empty_table()
    names, unnamed = column_names(_flat(table).column_names, limits.columns)
    return Layout(format="parquet", names=names, unnamed=unnamed)


def _flat(table: pa.Table) -> pa.Table:
    while any(pa.types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
    return table


def read(file: BinaryIO, layout: Layout, limits: Limits) -> Iterator[Batch]:
    """Yield all rows. Raises Refused."""
    number = 1
    with foreign_code():
        for record_batch in _open(file).iter_batches(batch_size=limits.chunk_rows, use_threads=False):
            table = _flat(pa.Table.from_batches([record_batch]))
            columns: list[Sequence[Any]] = [_cells(column, number, limits) for column in table.columns]
            yield Batch(range(number, number + table.num_rows), columns)
            number += table.num_rows


def _cells(column: pa.ChunkedArray, number: int, limits: Limits) -> list[Any]:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        column = column.cast(pa.timestamp("us", tz=kind.tz), safe=False)
    cells: list[Any] = column.to_pylist()
    if pa.types.is_floating(kind):
        return [None if cell != cell else cell for cell in cells]  # NaN
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return _bounded(cells, number, limits)
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return _bounded([None if cell is None else cell.decode("utf-8", "replace") for cell in cells], number, limits)
    if pa.types.is_nested(kind):
        return [None if not cell else json.dumps(cell, ensure_ascii=False, default=str) for cell in cells]
    return cells


def _bounded(cells: list[Any], number: int, limits: Limits) -> list[Any]:
    for at, cell in enumerate(cells, start=number):
        if cell is not None and len(cell) > limits.cell_chars:
            raise Refused("cell_too_large", row=at, limit=limits.cell_chars)
    return cells
