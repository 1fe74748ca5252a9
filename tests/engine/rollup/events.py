"""Random events for the tests of level 1, and the same question asked of DuckDB."""

import duckdb
import numpy as np
import pyarrow as pa

from tenure_engine.rollup.sql import duckdb_kind_sums, duckdb_user_sums
from tenure_engine.rollup.sums import EventColumns, words_for

FIRST = 1_735_603_200_000_000  # 2024-12-31 00:00 UTC: the days cross a year
DAY = 86_400_000_000


def random_events(*, seed: int, rows: int, accounts: int = 7, users: int = 9, kinds: int = 5, days: int = 40):
    """Return events sorted by (account, user, time), with counts, seconds and values of all sorts."""
    random = np.random.default_rng(seed)
    account = random.integers(1, accounts + 1, rows) * 1_000_003
    user = random.integers(0, users, rows).astype(np.int32)
    at = FIRST + random.integers(0, days, rows) * DAY + random.choice([0, 1, DAY // 2, DAY - 1], rows)
    order = np.lexsort((at, user, account))
    valued = np.flatnonzero(random.random(rows) < 0.4)
    return EventColumns(
        account=account[order],
        user=user[order],
        kind=random.integers(0, kinds, rows).astype(np.int32),
        at=at[order],
        count=np.where(random.random(rows) < 0.8, 1, random.integers(0, 1000, rows)),
        seconds=random.integers(0, 10_000, rows),
        valued=valued,
        value=np.round(random.normal(0, 1e6, len(valued)), 6),
    )


def ask_duckdb(events: EventColumns, *, kinds: int, logins: list[int]):
    """Return user sums and kind sums of the same events by SQL, as Arrow tables."""
    con = duckdb.connect()
    value = np.full(len(events.account), np.nan)
    value[events.valued] = events.value
    con.register(
        "events",
        pa.table(
            {
                "account_id": events.account,
                "user_id": events.user,
                "name": events.kind,
                "occurred_at": pa.array(events.at).cast(pa.timestamp("us", "UTC")),
                "count": np.ones(len(events.account), np.int64) if events.count is None else events.count,
                "seconds": events.seconds,
                "value": pa.array(value, from_pandas=True),
            }
        ),
    )
    numbers = np.arange(kinds)
    con.register(
        "kinds",
        pa.table(
            {
                "name": pa.array(numbers, pa.int32()),
                "number": pa.array(numbers, pa.int32()),
                "word": pa.array(numbers // 64, pa.int32()),
                "bit": np.uint64(1) << (numbers % 64).astype(np.uint64),
                "login": np.isin(numbers, logins),
            }
        ),
    )
    users = con.execute(duckdb_user_sums(words_for(kinds))).to_arrow_table()
    return users, con.execute(duckdb_kind_sums()).to_arrow_table()
