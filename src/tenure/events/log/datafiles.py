"""Data files of the log: Parquet, sorted by account, user and time, with statistics that name nobody."""

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake.transaction import AddAction, RemoveAction

from tenure.events.log.columns import STORED

ROW_GROUP_ROWS = 131_072
STATISTICS = ["account_id", "occurred_at", "known_at", "import_id"]
_TIMES = {"occurred_at", "known_at"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PARQUET: dict[str, Any] = {
    "compression": "zstd",
    "compression_level": 1,
    "row_group_size": ROW_GROUP_ROWS,
    "use_dictionary": ["account_id", "user_id", "name", "source", "import_id", "count", "seconds"],
    "dictionary_pagesize_limit": 8 << 20,
    # of numbers only: a name or an id in the footer would be one more place to erase
    "write_statistics": [*STATISTICS, "is_assumed", "count"],
    "store_schema": False,
}

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class LogFile:
    """A data file of the log.

    The ranges are lowest and highest value, times in microseconds UTC; None where another writer left them out.
    """

    path: Path
    relative: str
    month: str
    bucket: int
    bytes: int
    rows: int
    accounts: Range | None
    occurred: Range | None
    known: Range | None
    imports: Range | None

    @property
    def partition(self) -> tuple[str, int]:
        """The month and bucket that the file belongs to."""
        return self.month, self.bucket


def may_hold(bounds: Range | None, low: int, high: int) -> bool:
    """Tell whether a file with these bounds may hold a value from `low` to `high`."""
    return bounds is None or (bounds[0] <= high and bounds[1] >= low)


def write_data_file(table: Path, month: str, bucket: int, rows: pa.Table) -> LogFile:
    """Write sorted rows as a new data file; it is neither synced nor visible yet.

    Columns of texts may be dictionaries: in the file they are the same, and they need not be coded again.
    """
    relative = f"month={month}/bucket={bucket}/part-{uuid4().hex}.parquet"
    path = table / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(rows.select(STORED.names).cast(_schema_of(rows)), path, **_PARQUET)
    return LogFile(
        path=path,
        relative=relative,
        month=month,
        bucket=bucket,
        bytes=path.stat().st_size,
        rows=len(rows),
        accounts=_bounds(rows, "account_id"),
        occurred=_bounds(rows, "occurred_at"),
        known=_bounds(rows, "known_at"),
        imports=_bounds(rows, "import_id"),
    )


def log_file(table: Path, action: dict[str, Any]) -> LogFile:
    """Return the data file that a row of Delta's add actions (flattened) describes."""
    return LogFile(
        path=table / action["path"],
        relative=action["path"],
        month=action["partition.month"],
        bucket=action["partition.bucket"],
        bytes=action["size_bytes"],
        rows=action["num_records"] or 0,
        accounts=_range(action, "account_id"),
        occurred=_range(action, "occurred_at"),
        known=_range(action, "known_at"),
        imports=_range(action, "import_id"),
    )


def add_action(file: LogFile, *, changes: bool) -> AddAction:
    """Return the entry of Delta's log that makes the file visible; `changes` is False for a mere rearrangement."""
    ranges = dict(zip(STATISTICS, (file.accounts, file.occurred, file.known, file.imports), strict=True))
    stats = {
        "numRecords": file.rows,
        "minValues": {name: _stat(name, bounds[0]) for name, bounds in ranges.items() if bounds},
        "maxValues": {name: _stat(name, bounds[1]) for name, bounds in ranges.items() if bounds},
        "nullCount": dict.fromkeys(STATISTICS, 0),
    }
    return AddAction(file.relative, file.bytes, _values(file), _now_millis(), changes, json.dumps(stats))


def remove_action(file: LogFile, *, changes: bool) -> RemoveAction:
    """Return the entry of Delta's log that takes the file out of the table."""
    return RemoveAction(file.relative, changes, _now_millis(), file.bytes, _values(file))


def _schema_of(rows: pa.Table) -> pa.Schema:
    types = ((field, rows.schema.field(field.name).type) for field in STORED)
    return pa.schema([field.with_type(given) if pa.types.is_dictionary(given) else field for field, given in types])


def _values(file: LogFile) -> dict[str, str | None]:
    return {"month": file.month, "bucket": str(file.bucket)}


def _bounds(rows: pa.Table, name: str) -> Range:
    column = rows[name].cast(pa.int64()) if name in _TIMES else rows[name]
    ends = pc.min_max(column)
    return ends["min"].as_py(), ends["max"].as_py()


def _range(action: dict[str, Any], name: str) -> Range | None:
    low, high = action.get(f"min.{name}"), action.get(f"max.{name}")
    if low is None or high is None:
        return None
    if name not in _TIMES:
        return low, high
    # Delta promises milliseconds only: the end of the range is the end of its millisecond
    return (low - _EPOCH) // timedelta(milliseconds=1) * 1000, (high - _EPOCH) // timedelta(
        milliseconds=1
    ) * 1000 + 999


def _stat(name: str, value: int) -> int | str:
    if name not in _TIMES:
        return value
    seconds, micros = divmod(value, 1_000_000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{micros:06d}Z"


def _now_millis() -> int:
    return int(time.time() * 1000)
