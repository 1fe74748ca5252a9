"""Events for the tests of the domain and of the log."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa

START = datetime(2025, 1, 30, 9, 0, tzinfo=UTC)
KNOWN = datetime(2025, 3, 1, tzinfo=UTC)


def event(number: int, **fields):
    """One event: two accounts, three users, two names, a day after another."""
    return {
        "account_id": 1 + number % 2,
        "user_id": f"user-{number % 3}",
        "name": ("login", "report.opened")[number % 2],
        "occurred_at": START + timedelta(days=number // 4, minutes=number),
        "known_at": KNOWN,
        "source": "test",
        "message_id": f"m{number}",
        **fields,
    }


def events(numbers, **fields) -> pa.Table:
    """A table of such events."""
    rows = [event(number, **fields) for number in numbers]
    return table(rows)


def table(rows) -> pa.Table:
    """A table of rows that all have the same keys."""
    return pa.table({name: [row[name] for row in rows] for name in rows[0]})
