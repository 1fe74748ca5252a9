"""Collects rows with their known time, and seeded streams of chance."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zlib import crc32

import numpy as np

from tenure.integrations.demo.types import ID_FIELDS, KINDS, Row, midnight
from tenure_engine.period import from_day


class Ledger:
    """Rows by kind; what would be known after `now` is left out, because nobody knows it yet."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.rows: dict[str, list[Row]] = {kind: [] for kind in KINDS}
        self.numbers: dict[str, int] = dict.fromkeys(KINDS, 0)

    def add(self, kind: str, row: Row, known_at: datetime) -> None:
        """Keep one version of a record."""
        if known_at <= self.now:
            self.rows[kind].append({**row, "known_at": known_at})

    def next_id(self, kind: str, prefix: str) -> str:
        """Return a running id of a kind."""
        self.numbers[kind] += 1
        return f"{prefix}-{self.numbers[kind]:05d}"

    def finish(self) -> dict[str, list[Row]]:
        """Return the rows sorted by known time, ids breaking ties; a version that changes nothing is dropped."""
        done: dict[str, list[Row]] = {}
        for kind, rows in self.rows.items():
            id_field = ID_FIELDS[kind]
            rows.sort(key=lambda row: (row["known_at"], row[id_field]))
            last: dict[str, Row] = {}
            kept = []
            for row in rows:
                content = {name: value for name, value in row.items() if name != "known_at"}
                if last.get(row[id_field]) != content:
                    kept.append(row)
                    last[row[id_field]] = content
            done[kind] = kept
        return done


def instant(day: int, hour: float) -> datetime:
    """Return the instant (UTC) at an hour of a day number; the hour may lie beyond 24."""
    return midnight(from_day(day)) + timedelta(minutes=round(hour * 60))


class Streams:
    """Independent streams of chance by name and number, so that one kind more does not change the others."""

    def __init__(self, seed: int, company: str) -> None:
        self._root = (seed, crc32(company.encode()))

    def of(self, name: str, number: int = 0) -> np.random.Generator:
        """Return the stream of a name and number; the same arguments always give the same stream."""
        return np.random.default_rng((*self._root, crc32(name.encode()), number))


class Quota:
    """Draws yes or no so that the share of yes hardly varies between seeds, yet follows each case's weight.

    A case's chance is its weight, scaled so that the mean chance of its group is the group's target. Chances add
    up; each time the sum passes a whole number the answer is yes (systematic sampling).
    """

    def __init__(self, rng: np.random.Generator, targets: Mapping[str, float]) -> None:
        self._rng = rng
        self._targets = targets
        self._sums: dict[str, float] = {}
        self._weights: dict[str, tuple[float, int]] = {}

    def draw(self, group: str, weight: float) -> bool:
        """Return whether it happens; over a group the share of yes is the group's target."""
        target = self._targets[group]
        total, count = self._weights.get(group, (10 * target, 10))
        total, count = total + weight, count + 1
        self._weights[group] = (total, count)
        chance = min(weight * target * count / total, 0.9)
        before = self._sums.get(group)
        after = (float(self._rng.random()) if before is None else before) + chance
        self._sums[group] = after % 1.0
        return after >= 1.0
