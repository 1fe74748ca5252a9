"""The order of the log, the names in its files and the keys of ids, each against a plain way of computing them."""

import numpy as np
import pyarrow as pa
import pytest

from tenure.events.log.columns import to_drafts
from tenure.events.log.hashing import hash_keys
from tenure.events.log.sorting import partition_codes, partition_of, sort_rows

DAY = 86_400_000_000
MASK = (1 << 64) - 1


def some_events(rows: int, *, days: int, instants: int) -> pa.Table:
    random = np.random.default_rng(rows)
    at = 1_700_000_000_000_000 + random.integers(0, days, rows) * DAY + random.integers(0, instants, rows)
    return to_drafts(
        pa.table(
            {
                "account_id": random.integers(1, 40, rows),
                "user_id": [f"u{number}" for number in random.integers(0, 9, rows)],
                "name": [f"n{number}" for number in random.integers(0, 4, rows)],
                "occurred_at": pa.array(at).cast(pa.timestamp("us", "UTC")),
                "known_at": pa.array(at).cast(pa.timestamp("us", "UTC")),
                "source": ["test"] * rows,
                "message_id": [f"{number:06d}" for number in range(rows)],
            }
        )
    )


@pytest.mark.parametrize(("days", "instants"), [(1, 3), (70, 5), (20_000, 2), (60, DAY)])
def test_rows_lie_by_partition_account_user_and_time_and_equal_ones_as_they_came(days: int, instants: int) -> None:
    events = some_events(3_000, days=days, instants=instants)
    expected = sorted(
        zip(
            partition_codes(events["account_id"].to_numpy(), events["occurred_at"].cast(pa.int64()).to_numpy()),
            events["account_id"].to_pylist(),
            events["user_id"].to_pylist(),
            events["occurred_at"].cast(pa.int64()).to_pylist(),
            events["message_id"].to_pylist(),
            strict=True,
        )
    )
    found = [
        (month, bucket, row["account_id"], row["user_id"], row["message_id"])
        for month, bucket, make in sort_rows(events)
        for row in make().select(["account_id", "user_id", "message_id"]).to_pylist()
    ]
    assert found == [(*partition_of(code), account, user, message) for code, account, user, _, message in expected]


def test_rows_of_a_partition_name_nobody_else() -> None:
    for _, _, make in sort_rows(some_events(400, days=90, instants=9)):
        rows = make()
        for name in ("user_id", "name", "source"):
            column = rows[name].chunk(0)
            assert sorted(column.dictionary.to_pylist()) == sorted(set(rows[name].to_pylist()))


def mixed(value: int) -> int:
    value = (value + 0x9E3779B97F4A7C15) & MASK
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        value = ((value ^ (value >> shift)) * factor) & MASK
    return value ^ (value >> 31)


def hashed(text: str) -> int:
    data = text.encode()
    value = len(data)
    for at in range(0, len(data), 8):
        value = mixed(value ^ int.from_bytes(data[at : at + 8], "little"))
    return value


def test_the_key_of_an_id_depends_on_its_text_alone() -> None:
    ids = ["", "a", "abcdefg", "abcdefgh", "abcdefghi", "ü" * 30, "x" * 500, "a", "0" * 16]
    sources = ["one", "two", "one", "one", "two", "one", "one", "one", "two"]
    keys = hash_keys(pa.chunked_array([sources]), pa.chunked_array([ids[:4], ids[4:]]))
    expected = [
        mixed(hashed(message) ^ (hashed(source) * 0x9E3779B97F4A7C15 & MASK))
        for source, message in zip(sources, ids, strict=True)
    ]
    assert keys.tolist() == expected
