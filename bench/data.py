"""The data of the benches: events brought in by the log's own writer, and contract lines.

Accounts have lognormal sizes; users are active on a skewed share of the days, less at weekends, some for good only
until they leave; on an active day a user does about ten things, and event names are Zipf distributed. So a hundred
million events are about nine million days of users. Every event has an id, a time of arrival a little after its
own, and properties. Made once a size by imports and one night's maintenance, and kept.
"""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from tenure.events.log.log import EventLog
from tenure_engine.period import to_day
from tenure_engine.revenue import LineTable
from tenure_engine.revenue.lines import FOREVER

DAYS = 365
KINDS = 30
MICROS_OF_A_DAY = 86_400_000_000
SEED = 20_251_231
WEEK = np.array([1.0, 1.05, 1.05, 1.0, 0.9, 0.25, 0.2])
BATCH_DAYS = 5
IMPORT_EVENTS = 24_000_000
STAYS = 100_000
LOGINS = frozenset({"event_00"})


@dataclass(frozen=True, slots=True)
class Size:
    """How much data."""

    name: str
    events: int
    accounts: int
    users: int
    lines: int
    lines_accounts: int


SIZES = {
    "s": Size("s", 1_000_000, 100, 2_000, 100_000, 10_000),
    "m": Size("m", 10_000_000, 1_000, 20_000, 1_000_000, 100_000),
    "l": Size("l", 100_000_000, 10_000, 200_000, 1_000_000, 100_000),
}


def last_day() -> int:
    """The last day of the events."""
    from datetime import date

    return to_day(date(2025, 12, 31))


def open_log(folder: Path, size: Size) -> tuple[EventLog, dict[str, Any]]:
    """Return the log of a size, made if it is not there, and how its making went."""
    where = folder / size.name
    note = where / "made.json"
    log = EventLog(where / "log", logins=LOGINS)
    if not note.exists():
        made = _make(log, size)
        note.write_text(json.dumps(made))
    return log, json.loads(note.read_text())


def _make(log: EventLog, size: Size) -> dict[str, Any]:
    rng = np.random.default_rng(SEED)
    people = People(rng, size)
    started = time.perf_counter()
    created = batches = 0
    writing = 0.0
    day = 0
    while day < DAYS:
        with log.stage() as staged:
            group = 0
            while day < DAYS and group < IMPORT_EVENTS:
                days = min(BATCH_DAYS, DAYS - day)
                batch = people.batch(day, days)
                begun = time.perf_counter()
                staged.add(batch)
                writing += time.perf_counter() - begun
                group += len(batch)
                day += days
            begun = time.perf_counter()
            report = staged.finish()
            writing += time.perf_counter() - begun
            created += report.created
            batches += 1
    imported = time.perf_counter()
    maintained = log.maintain(thoroughly=True)
    return {
        "events": created,
        "seconds": round(imported - started, 1),
        "writing_seconds": round(writing, 1),
        "events_per_second": round(created / writing),
        "imports": batches,
        "maintenance_seconds": round(time.perf_counter() - imported, 1),
        "files": maintained.files,
    }


class People:
    """Users of accounts and how much each does on a day."""

    def __init__(self, rng: np.random.Generator, size: Size) -> None:
        self.rng, self.size = rng, size
        weight = rng.lognormal(0.0, 1.1, size.accounts)
        self.account = rng.choice(size.accounts, size.users, p=weight / weight.sum()).astype(np.int64) + 1
        self.activity = rng.beta(0.6, 3.0, size.users)
        leaves = rng.random(size.users) < 0.15
        self.until = np.where(leaves, rng.integers(30, DAYS, size.users), STAYS)
        self.names = pa.array([f"u{number:06d}" for number in range(size.users)])
        expected = sum(float((self.activity * (self.until > day)).sum()) * WEEK[day % 7] for day in range(DAYS))
        self.more = size.events / expected - 1
        zipf = 1 / np.arange(1, KINDS + 1)
        self.kind_p = zipf / zipf.sum()
        self.kinds = pa.array([f"event_{number:02d}" for number in range(KINDS)])
        self.properties = pa.array([f'{{"plan":"p{n % 7}","screen":"s{n}","ok":true}}' for n in range(64)])
        self.serial = 0

    def batch(self, first: int, days: int) -> pa.Table:
        """Return the events of some days in the order of their arrival."""
        parts = [self._day(first + number) for number in range(days)]
        user = np.concatenate([part[0] for part in parts])
        at = np.concatenate([part[1] for part in parts])
        rows = len(user)
        arrived = at + self.rng.integers(50_000, 90_000_000, rows)
        order = np.argsort(arrived, kind="stable")
        user, at, arrived = user[order], at[order], arrived[order]
        ids = np.arange(self.serial, self.serial + rows, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        self.serial += rows
        kinds = pa.array(self.rng.choice(KINDS, rows, p=self.kind_p))
        return pa.table(
            {
                "account_id": self.account[user],
                "user_id": self.names.take(pa.array(user)),
                "name": self.kinds.take(kinds),
                "occurred_at": pa.array(at).cast(pa.timestamp("us", "UTC")),
                "known_at": pa.array(arrived).cast(pa.timestamp("us", "UTC")),
                "source": pa.repeat(pa.scalar("bench"), rows),
                "message_id": pa.array(ids).cast(pa.string()),
                "seconds": self.rng.integers(1, 600, rows),
                "properties": self.properties.take(pa.array(self.rng.integers(0, 64, rows))),
            }
        )

    def _day(self, day: int) -> tuple[np.ndarray, np.ndarray]:
        share = self.activity * (self.until > day) * WEEK[day % 7]
        counts = (self.rng.random(self.size.users) < share).astype(np.int64)
        active = np.flatnonzero(counts)
        counts[active] += self.rng.geometric(1 / (1 + self.more), len(active)) - 1
        user = np.repeat(np.arange(self.size.users), counts)
        start = (last_day() - DAYS + 1 + day) * MICROS_OF_A_DAY
        return user, start + self.rng.integers(0, MICROS_OF_A_DAY, len(user))


def contract_lines(size: Size) -> LineTable:
    """Return contract lines over sixty months: renewals, upgrades, gaps and losses."""
    rng = np.random.default_rng(SEED)
    account = rng.integers(1, size.lines_accounts + 1, size.lines)
    start = last_day() - rng.integers(0, 5 * 365, size.lines)
    length = rng.choice([30, 90, 180, 365, 730], size.lines)
    is_open = rng.random(size.lines) < 0.1
    return LineTable(
        line=np.arange(size.lines, dtype=np.int64),
        account=account.astype(np.int64),
        start=start.astype(np.int32),
        end=np.where(is_open, FOREVER, start + length).astype(np.int32),
        mrr=rng.integers(1_000, 500_000, size.lines).astype(np.int64) * 10_000,
    )
