"""Order of the log: month, account bucket, account, user, time."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tenure.events.log.columns import BUCKETS, STORED
from tenure_engine.rollup.merge import pack_keys
from tenure_engine.rollup.sums import MICROSECONDS_OF_A_DAY

CODED = frozenset({"user_id", "name", "source"})

Ints = NDArray[np.int64]


def partition_codes(account: Ints, at: Ints) -> NDArray[np.int32]:
    """Return for each event the number of its partition: months since 1970 times the buckets, plus the bucket."""
    if not len(at):
        return np.empty(0, np.int32)
    day = at // MICROSECONDS_OF_A_DAY
    first = int(day.min())
    months = np.arange(first, int(day.max()) + 1).astype("datetime64[D]").astype("datetime64[M]").astype(np.int32)
    codes = np.take(months * np.int32(BUCKETS), day - first)
    codes += (account % BUCKETS).astype(np.int32)
    return codes


def partition_of(code: int) -> tuple[str, int]:
    """Return the month (2025-01) and the bucket of a partition code."""
    months, bucket = divmod(int(code), BUCKETS)
    return f"{1970 + months // 12:04d}-{months % 12 + 1:02d}", bucket


def code_of(month: str, bucket: int) -> int:
    """Return the partition code of a month and a bucket."""
    year, number = month.split("-")
    return ((int(year) - 1970) * 12 + int(number) - 1) * BUCKETS + bucket


def sort_rows(rows: pa.Table) -> Iterator[tuple[str, int, Callable[[], pa.Table]]]:
    """Yield month, bucket and what makes the sorted rows for every partition that the rows belong to.

    The rows are made by the caller's threads, a partition each. Columns of few texts come as dictionaries.
    """
    if not len(rows):
        return
    rows = _coded(rows.select(STORED.names))
    account = rows["account_id"].to_numpy()
    at = rows["occurred_at"].cast(pa.int64()).to_numpy()
    code = partition_codes(account, at)
    user = _ranks(rows["user_id"].combine_chunks())
    order = _order(code, account, user, at)
    code = code[order]
    starts = np.flatnonzero(np.diff(code, prepend=code[0] - 1))
    for start, end in zip(starts, np.append(starts[1:], len(code)), strict=True):
        yield *partition_of(code[start]), partial(_take, rows, order[start:end])


def _order(code: NDArray[np.int32], account: Ints, user: NDArray[np.int32], at: Ints) -> NDArray[np.intp]:
    """Return the order by partition, account, user and time; what is equal stays as it came.

    One number holds all but the last digits of the time; only the few rows that are equal in it are looked at again.
    """
    packed = pack_keys((code, account, user))
    if packed is None:
        return np.lexsort((at, user, account, code))
    since = at - at.min()
    bits = int(since.max()).bit_length()
    lost = max(0, int(packed.max()).bit_length() + bits - 63)
    packed <<= bits - lost
    packed |= since >> lost
    order = np.argsort(packed)
    key = packed[order]
    equal = key[1:] == key[:-1]
    tied = np.zeros(len(key), np.bool_)
    tied[1:] |= equal
    tied[:-1] |= equal
    rows = order[tied]
    order[tied] = rows[np.lexsort((rows, at[rows], packed[rows]))]
    return order


def _coded(rows: pa.Table) -> pa.Table:
    """Return the rows with the columns of few texts as dictionaries: these are moved and written as numbers."""
    for place, name in enumerate(rows.column_names):
        if name in CODED:
            rows = rows.set_column(place, name, rows[name].combine_chunks().dictionary_encode())
    return rows


def _take(rows: pa.Table, chosen: NDArray[np.intp]) -> pa.Table:
    """Return some rows; a dictionary keeps only what they use, since an erased name must be in no other file."""
    taken = rows.take(pa.array(chosen)).combine_chunks()
    for place, name in enumerate(taken.column_names):
        if name in CODED:
            column = taken[name].chunk(0)
            codes = column.indices.to_numpy()
            used = np.zeros(len(column.dictionary), np.bool_)
            used[codes] = True
            kept = np.flatnonzero(used)
            number = np.empty(len(used), np.int32)
            number[kept] = np.arange(len(kept), dtype=np.int32)
            dictionary = column.dictionary.take(pa.array(kept))
            taken = taken.set_column(
                place, name, pa.DictionaryArray.from_arrays(pa.array(np.take(number, codes)), dictionary)
            )
    return taken


def _ranks(coded: pa.DictionaryArray) -> NDArray[np.int32]:
    """Return for each text its place among the distinct texts in order."""
    order = pc.array_sort_indices(coded.dictionary).to_numpy()
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    ranks: NDArray[np.int32] = np.take(rank, coded.indices.to_numpy())
    return ranks
