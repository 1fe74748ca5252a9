"""DuckDB as an engine of level 1: the same sums as one GROUP BY over the log's files."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from tenure.events.log.level1 import Names
from tenure_engine.rollup.ports import EVERYTHING, Block, Known, RolledUp
from tenure_engine.rollup.sql import duckdb_kind_sums, duckdb_user_sums
from tenure_engine.rollup.sums import BITS_OF_A_WORD, KindSums, UserSums, words_for

_EVENTS = """CREATE TEMP VIEW events AS
SELECT * FROM read_parquet(getvariable('files'), hive_partitioning = false)
WHERE getvariable('before') IS NULL OR epoch_us(known_at) < getvariable('before')"""


class DuckDbLevel1:
    """Hand-written SQL; an event whose name has no number is left out."""

    def roll_up(
        self, files: Sequence[Path], *, kinds: Sequence[str], logins: frozenset[str], known: Known = EVERYTHING
    ) -> RolledUp:
        """Return the sums of the files' events."""
        with duckdb.connect() as con:
            con.register("kinds", _kind_table(kinds, logins))
            con.execute("SET VARIABLE files = $files", {"files": [str(file) for file in files]})
            con.execute("SET VARIABLE before = $before", {"before": known.before})
            con.execute(_EVENTS)
            users = con.execute(duckdb_user_sums(words_for(len(kinds)))).to_arrow_table()
            by_kind = con.execute(duckdb_kind_sums()).to_arrow_table()
            counted = con.execute(
                "SELECT count(*), coalesce(sum(CAST(is_assumed AS BIGINT)), 0) FROM events"
            ).fetchall()
        names, places = Names.in_order([users["user_id"].combine_chunks()])
        return RolledUp(
            blocks=[Block(names, [_user_sums(users, places[0])], [_kind_sums(by_kind)])],
            events=int(counted[0][0]),
            assumed=int(counted[0][1]),
        )


def _kind_table(kinds: Sequence[str], logins: frozenset[str]) -> pa.Table:
    numbers = np.arange(len(kinds))
    return pa.table(
        {
            "name": pa.array(list(kinds), pa.string()),
            "number": pa.array(numbers, pa.int32()),
            "word": pa.array(numbers // BITS_OF_A_WORD, pa.int32()),
            "bit": pa.array(np.uint64(1) << (numbers % BITS_OF_A_WORD).astype(np.uint64)),
            "login": pa.array([name in logins for name in kinds], pa.bool_()),
        }
    )


def _user_sums(rows: pa.Table, user: np.ndarray[tuple[int], np.dtype[np.int64]]) -> UserSums:
    words = [name for name in rows.column_names if name.startswith("mask")]
    return UserSums(
        account=rows["account"].to_numpy(),
        user=user,
        day=rows["day"].to_numpy(),
        count=rows["count"].to_numpy(),
        logins=rows["logins"].to_numpy(),
        seconds=rows["seconds"].to_numpy(),
        mask=np.stack([rows[word].to_numpy() for word in words], axis=1),
    )


def _kind_sums(rows: pa.Table) -> KindSums:
    return KindSums(
        account=rows["account"].to_numpy(),
        day=rows["day"].to_numpy(),
        kind=rows["kind"].to_numpy(),
        count=rows["count"].to_numpy(),
        whole=rows["whole"].to_numpy(),
        millionths=rows["millionths"].to_numpy(),
    )
