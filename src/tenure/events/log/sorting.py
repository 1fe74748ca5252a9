"""Order of the log: month, account bucket, account, user, time."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tenure.events.log.columns import BUCKETS
from tenure_engine.rollup.merge import pack_keys

Ints = NDArray[np.int64]


def partition_codes(account: Ints, at: Ints) -> NDArray[np.int32]:
    """Return for each event the number of its partition: months since 1970 times the buckets, plus the bucket."""
    months = at.astype("datetime64[us]").astype("datetime64[M]").astype(np.int64)
    return (months * BUCKETS + account % BUCKETS).astype(np.int32)


def partition_of(code: int) -> tuple[str, int]:
    """Return the month (2025-01) and the bucket of a partition code."""
    months, bucket = divmod(int(code), BUCKETS)
    return f"{1970 + months // 12:04d}-{months % 12 + 1:02d}", bucket


def code_of(month: str, bucket: int) -> int:
    """Return the partition code of a month and a bucket."""
    year, number = month.split("-")
    return ((int(year) - 1970) * 12 + int(number) - 1) * BUCKETS + bucket


def sort_rows(rows: pa.Table) -> Iterator[tuple[str, int, pa.Table]]:
    """Yield (month, bucket, sorted rows) for every partition that the rows belong to."""
    if not len(rows):
        return
    account = rows["account_id"].to_numpy()
    at = rows["occurred_at"].cast(pa.int64()).to_numpy()
    code = partition_codes(account, at)
    user = _ranks(rows["user_id"])
    packed = pack_keys((code, account, user))
    order = np.lexsort((at, user, account, code) if packed is None else (at, packed))
    rows, code = rows.take(order).combine_chunks(), code[order]
    starts = np.flatnonzero(np.diff(code, prepend=code[0] - 1))
    for start, end in zip(starts, np.append(starts[1:], len(code)), strict=True):
        yield *partition_of(code[start]), rows.slice(start, end - start)


def _ranks(texts: pa.ChunkedArray) -> NDArray[np.int32]:
    """Return for each text its place among the distinct texts in order."""
    coded = texts.combine_chunks().dictionary_encode()
    order = pc.array_sort_indices(coded.dictionary).to_numpy()
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    ranks: NDArray[np.int32] = rank[coded.indices.to_numpy()]
    return ranks
