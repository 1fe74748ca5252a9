"""Facts of one account from plain rows: what the worked examples of alert rules are given."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tenure_engine.alerts import Facts, Standing
from tenure_engine.health.scoring import UNKNOWN
from tenure_engine.windows.build import day_number
from tenure_engine.windows.knowledge import Knowledge
from tenure_engine.windows.small import inputs_of_rows

Row = Mapping[str, Any]
OF_SCORES = ("scores", "bands", "segment")


def lasting(rows: Sequence[Row], name: str, first: int, days: int, empty: float) -> np.ndarray:
    """Return the value of each day: that of the last row not after it."""
    out = np.full(days, float(empty))
    for row in sorted(rows, key=lambda each: day_number(each["day"])):
        if row.get(name) is not None:
            out[max(0, day_number(row["day"]) - first) :] = row[name]
        elif name == "score":
            out[max(0, day_number(row["day"]) - first) :] = empty
    return out


def standing_of(given: Mapping[str, Sequence[Row]], first: int, last: int) -> Standing:
    """Return the standing of the account from rows of scores, bands and its segment."""
    days = last - first + 1
    scores = given.get("scores", ())
    [bands] = given.get("bands", ({"amber": 50, "green": 70},))
    segment = given.get("segment", ())
    return Standing(
        first=first,
        score=np.rint(lasting(scores, "score", first, days, UNKNOWN / 100) * 100).astype(np.int16)[None, :],
        coverage=np.rint(lasting(scores, "coverage", first, days, 0) * 10_000).astype(np.int16)[None, :],
        green=np.array([bands["green"] * 100 if scores else -1]),
        amber=np.array([bands["amber"] * 100 if scores else -1]),
        segment=np.array([0]),
        average=lasting(segment, "average", first, days, np.nan)[None, :] * 100,
        customers=lasting(segment, "customers", first, days, 0)[None, :].astype(np.int64),
    )


def facts_of(given: Mapping[str, Sequence[Row]], knowledge: Knowledge, first: int, last: int) -> Facts:
    """Return the facts of the one account."""
    rows = {name: rows for name, rows in given.items() if name not in OF_SCORES}
    return Facts(inputs_of_rows(rows, knowledge), standing_of(given, first, last))
