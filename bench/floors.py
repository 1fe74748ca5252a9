"""The floors: the least that any program would have to do on the same data. None of ours is in them."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

THREADS = 2
USAGE_COLUMNS = ["account_id", "user_id", "name", "occurred_at", "count", "seconds"]
Work = Callable[[], object]


def decode_columns(files: Sequence[Path], columns: Sequence[str] = USAGE_COLUMNS) -> Work:
    """Two threads decode the named columns of Parquet files, texts as dictionaries, and keep nothing."""

    def decode(path: Path) -> int:
        texts = [name for name in ("user_id", "name") if name in columns]
        with pq.ParquetFile(path, read_dictionary=texts, memory_map=True) as file:
            return sum(
                len(file.read_row_group(number, columns=list(columns), use_threads=False))
                for number in range(file.num_row_groups)
            )

    def work() -> int:
        with ThreadPoolExecutor(THREADS) as pool:
            return sum(pool.map(decode, files))

    return work


def group_users(user_days: pa.Table, first: int) -> Work:
    """DuckDB groups the rollup by account and user over the days from `first`, in memory."""
    connection = _connect(user_days=user_days)
    sql = 'SELECT account, "user", sum(count) FROM user_days WHERE day >= ? GROUP BY ALL'
    return lambda: connection.execute(sql, [first]).fetch_arrow_table()


def scan_day(files: Sequence[Path], first: int, last: int) -> Work:
    """DuckDB scans the usage columns of the files between two instants (microseconds) and counts."""
    connection = _connect()
    sql = (
        "SELECT count(*), sum(account_id), sum(length(user_id)), sum(length(name)), sum(seconds), sum(count)"
        " FROM read_parquet(?) WHERE occurred_at >= make_timestamptz(?) AND occurred_at < make_timestamptz(?)"
    )
    names = [str(path) for path in files]
    return lambda: connection.execute(sql, [names, first, last]).fetchall()


def load_and_copy(files: Sequence[Path], output: Sequence[np.ndarray]) -> Work:
    """Load the rollup's files into arrays, and copy an array as large as the output."""

    def work() -> int:
        with ThreadPoolExecutor(THREADS) as pool:
            tables = list(pool.map(pq.read_table, files))
        for table in tables:
            for column in table.columns:
                column.combine_chunks()
        return sum(len(array.copy()) for array in output)

    return work


def group_months(lines: pa.Table) -> Work:
    """DuckDB groups contract lines by account and month of their start."""
    connection = _connect(lines=lines)
    sql = "SELECT account, date_trunc('month', start), sum(mrr), count(*) FROM lines GROUP BY ALL"
    return lambda: connection.execute(sql).fetch_arrow_table()


def _connect(**tables: pa.Table) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"SET threads={THREADS}")
    for name, table in tables.items():
        connection.register(f"{name}_arrow", table)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM {name}_arrow")
    return connection
