"""Reading single events: for the drill-down of an account, never for a measure."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from tenure.events.log.columns import STORED, bucket_of
from tenure.events.log.datafiles import LogFile, may_hold
from tenure.events.log.retrying import read_again
from tenure.events.log.table import EventTable


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events of an account: from `start` (inclusive) to `end` (exclusive), microseconds UTC."""

    account_id: int
    start: int
    end: int
    names: tuple[str, ...] = ()
    user_id: str | None = None
    known_before: int | None = None

    def may_be_in(self, file: LogFile) -> bool:
        """Tell from the file's place and bounds whether it may hold such events."""
        return (
            file.bucket == bucket_of(self.account_id)
            and may_hold(file.accounts, self.account_id, self.account_id)
            and may_hold(file.occurred, self.start, self.end - 1)
        )


_WHERE = """account_id = $account AND epoch_us(occurred_at) >= $start AND epoch_us(occurred_at) < $end
AND (len($names) = 0 OR list_contains($names, name)) AND ($user IS NULL OR user_id = $user)
AND ($known IS NULL OR epoch_us(known_at) < $known)"""


def read_events(table: EventTable, wanted: Wanted, *, limit: int, offset: int = 0) -> pa.Table:
    """Return the events, newest first, with the columns of the log."""
    columns = ", ".join(f'"{name}"' for name in STORED.names)
    order = "ORDER BY occurred_at DESC, message_id LIMIT $limit OFFSET $offset"
    sql = f"SELECT {columns} FROM read_parquet($files, hive_partitioning = false) WHERE {_WHERE} {order}"  # noqa: S608
    found = _ask(table, wanted, sql, {"limit": limit, "offset": offset})
    return STORED.empty_table() if found is None else found


def count_events(table: EventTable, wanted: Wanted) -> int:
    """Return how many events there are, each row once whatever its count."""
    sql = f"SELECT count(*) AS n FROM read_parquet($files, hive_partitioning = false) WHERE {_WHERE}"  # noqa: S608
    found = _ask(table, wanted, sql, {})
    return 0 if found is None else int(found["n"][0].as_py())


def _ask(table: EventTable, wanted: Wanted, sql: str, more: dict[str, int]) -> pa.Table | None:
    def ask() -> pa.Table | None:
        files = [str(file.path) for file in table.files() if wanted.may_be_in(file)]
        if not files:
            return None
        with duckdb.connect() as con:
            return con.execute(sql, {"files": files, **_parameters(wanted), **more}).to_arrow_table()

    return read_again(ask, duckdb.IOException)


def _parameters(wanted: Wanted) -> dict[str, int | str | Sequence[str] | None]:
    return {
        "account": wanted.account_id,
        "start": wanted.start,
        "end": wanted.end,
        "names": list(wanted.names),
        "user": wanted.user_id,
        "known": wanted.known_before,
    }
