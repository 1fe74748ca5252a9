"""Level 2: one day for every account, 37 series of usage, without any state kept."""

import pyarrow as pa

from bench import floors
from bench.run import Bench
from bench.timing import Figure, compare
from bench.usage import KEYS, inputs_of, last
from tenure_engine.health.values import evaluate
from tenure_engine.windows.inputs import Inputs


def run(bench: Bench) -> list[Figure]:
    """Compute the day from the rollup in memory; every round begins without what the one before made."""
    inputs = inputs_of(bench)
    days = inputs.user_days
    table = pa.table({"account": days.account, "user": days.user, "day": days.day, "count": days.count})
    return [
        compare(
            "one_day",
            f"one day, {bench.size.accounts:,} accounts, {len(KEYS)} series, from the rollup",
            lambda: evaluate(_afresh(inputs), KEYS, last(), last()),
            floor=floors.group_users(table, last() - 179),
            floor_says="DuckDB groups the rollup by account and user over 180 days",
            budget=3.0,
        )
    ]


def _afresh(inputs: Inputs) -> Inputs:
    inputs.cache.clear()
    return inputs
