"""Level 2: a year of days for every account, 37 series of usage."""

from bench import floors
from bench.run import Bench
from bench.timing import Figure, compare
from bench.usage import KEYS, inputs_of, last, rollup_files
from tenure_engine.health.values import evaluate

DAYS = 365


def run(bench: Bench) -> list[Figure]:
    """Load the rollup and compute all series for every account and day."""
    first = last() - DAYS + 1
    output = list(evaluate(inputs_of(bench), KEYS, first, last()).values())
    return [
        compare(
            "replay",
            f"{DAYS} days x {bench.size.accounts:,} accounts x {len(KEYS)} series, from the files of the rollup",
            lambda: evaluate(inputs_of(bench), KEYS, first, last()),
            floor=floors.load_and_copy(rollup_files(bench), output),
            floor_says="load the rollup's files, and copy the output once",
            budget=1.5,
            extra={"output_mb": round(sum(cube.nbytes for cube in output) / 1e6)},
        )
    ]
