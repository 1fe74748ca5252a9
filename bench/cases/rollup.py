"""Level 1: all raw events to the daily rollup."""

from bench import floors
from bench.run import Bench
from bench.timing import Figure, compare
from tenure.events.log.kinds import logins_among, read_kinds
from tenure.events.log.level1 import NumpyLevel1
from tenure.events.log.level1_sql import DuckDbLevel1


def run(bench: Bench) -> list[Figure]:
    """Time the default engine and the portable SQL over every file of the log."""
    log = bench.log
    files = [file.path for file in log.table.files()]
    kinds = read_kinds(log.folder)
    logins = logins_among(kinds, log.logins)
    floor = floors.decode_columns(files)
    says = "two threads decode the columns account, user, name, time, count and seconds"
    rows = bench.made["events"]
    figures = [
        compare(
            "rollup",
            f"rollup of {rows:,} raw events (NumPy)",
            lambda: NumpyLevel1().roll_up(files, kinds=kinds, logins=logins),
            floor=floor,
            floor_says=says,
            budget=2.0,
        )
    ]
    if bench.size.name != "l" or bench.thorough:
        figures.append(
            compare(
                "rollup_sql",
                f"rollup of {rows:,} raw events (DuckDB SQL)",
                lambda: DuckDbLevel1().roll_up(files, kinds=kinds, logins=logins),
                floor=floor,
                floor_says=says,
                budget=5.0,
                rounds=1 if bench.size.name == "l" else 3,
            )
        )
    return figures
