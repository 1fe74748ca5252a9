"""Movements of 1 M contract lines over 60 months."""

from datetime import date

import numpy as np
import pyarrow as pa

from bench import floors
from bench.run import Bench
from bench.timing import Figure, compare
from tenure_engine.period import to_day
from tenure_engine.revenue import Policy, build_ledger, movements_by_month

FROM, TO = date(2020, 12, 31), date(2025, 12, 31)


def run(bench: Bench) -> list[Figure]:
    """Time the ledger and its movements for the default policy."""
    lines = bench.lines
    start = (np.datetime64("1970-01-01") + lines.start.astype("timedelta64[D]")).astype("datetime64[s]")
    table = pa.table({"account": lines.account, "start": start, "mrr": lines.mrr})

    def work() -> object:
        return movements_by_month(build_ledger(lines, Policy()), to_day(FROM), to_day(TO))

    return [
        compare(
            "movements",
            f"movements of {len(lines):,} contract lines over 60 months, exact to the micro",
            work,
            floor=floors.group_months(table),
            floor_says="DuckDB groups the lines by account and month",
            budget=1.5,
            rounds=5,
        )
    ]
