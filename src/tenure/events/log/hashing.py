"""Numbers that stand for an event's identity and for its content.

Both are the lower half of MD5, computed by DuckDB on columns: stable between versions, fast, and never trusted
alone for identity, where a match is confirmed by comparing the texts.
"""

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

# every text but the last is preceded by its length, so that two different events never make the same text
_KEY = "md5_number_lower(concat_ws(chr(31), len(source), source, message_id))"
_CONTENT = """md5_number_lower(concat_ws(chr(31),
    account_id, micros, "count", seconds, coalesce("value", 'none'),
    len(user_id), user_id, len(name), name, properties))"""
_BATCH_ROWS = 65_536


def hash_events(drafts: pa.Table) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the key (of source and message id) and the content hash of every draft, in order."""
    if not len(drafts):
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    columns = drafts.select(
        ["source", "message_id", "account_id", "count", "seconds", "user_id", "name", "properties"]
    )
    columns = columns.append_column("micros", drafts["occurred_at"].cast(pa.int64()))
    columns = columns.append_column("value", _value_text(drafts["value"]))
    # batches are what DuckDB divides among its threads
    batches = pa.Table.from_batches(columns.combine_chunks().to_batches(max_chunksize=_BATCH_ROWS))
    with duckdb.connect() as con:
        con.execute("SET preserve_insertion_order = true")
        con.register("batches", batches)
        hashes = con.execute(f"SELECT {_KEY} AS key, {_CONTENT} AS content FROM batches").to_arrow_table()  # noqa: S608
    return hashes["key"].to_numpy(), hashes["content"].to_numpy().view(np.int64)


def hash_keys(source: pa.ChunkedArray, message_id: pa.ChunkedArray) -> NDArray[np.uint64]:
    """Return the keys of events that are in the log already."""
    table = pa.table({"source": source, "message_id": message_id}).combine_chunks()
    if not len(table):
        return np.empty(0, np.uint64)
    batches = pa.Table.from_batches(table.to_batches(max_chunksize=_BATCH_ROWS))
    with duckdb.connect() as con:
        con.register("batches", batches)
        keys = con.execute(f"SELECT {_KEY} AS key FROM batches").to_arrow_table()  # noqa: S608
    return np.asarray(keys["key"].to_numpy())


def _value_text(value: pa.ChunkedArray) -> pa.Array:
    """Return the bits of each float as text: the digits that a version of a library prints may change."""
    if value.null_count == len(value):
        return pa.nulls(len(value), pa.string())
    bits = value.to_numpy().view(np.int64)
    return pa.array(bits, mask=np.asarray(value.is_null())).cast(pa.string())
