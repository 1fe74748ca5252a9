"""A new day, all the way: from the spool into the log and its rollup, measures, scores, all of it on the disk."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from statistics import median
from typing import Any

from bench import floors
from bench.copies import later_events, spool
from bench.data import MICROS_OF_A_DAY
from bench.home import company_at, day_after, folder_of, home_log
from bench.profile import Row, profile
from bench.run import Bench
from bench.timing import Figure, clock_with_cpu
from tenure.events.log.datafiles import may_hold
from tenure.events.log.log import EventLog
from tenure_engine.period import to_day

ROUNDS = 3
STEPS = ("log_and_rollup", "measures_and_scores", "current_state")


def run(bench: Bench) -> list[Figure]:
    """Run the nightly job for one new day after another; its events wait in the spool when the clock starts."""
    with company_at(bench) as workspace:
        measured = _measure(bench, workspace)
    shutil.rmtree(folder_of(bench) / "events")
    rounds = measured.rounds
    return [
        Figure(
            name="new_day",
            says=f"a new day of {measured.events:,} events for {bench.size.accounts:,} accounts: log, rollup, all"
            " measures that are stored, scores, current state, durable",
            floor_says="DuckDB scans that day's columns",
            seconds=median(each["total"] for each in rounds),
            floor_seconds=median(each["floor"] for each in rounds),
            ratio=median(each["total"] / each["floor"] for each in rounds),
            budget=4.0,
            at_least=False,
            rounds=ROUNDS,
            extra={name: round(median(each[name] for each in rounds), 3) for name in STEPS},
            profile=measured.profile,
            cpu_ratio=median(each["cpu_ratio"] for each in rounds),
        )
    ]


@dataclass(frozen=True, slots=True)
class _Measured:
    """Seconds of each round's steps, the events of a day, and where the time of one more day goes."""

    rounds: list[dict[str, float]]
    events: int
    profile: list[Row]


def _measure(bench: Bench, workspace: Any) -> _Measured:
    """Bring in one day after another; the first warms up."""
    from tenure.health.services.computing import compute_days
    from tenure.health.services.keeping import save_current

    log = home_log(bench, workspace)
    rounds: list[dict[str, float]] = []
    found: list[Row] = []
    events = 0
    for number in range(ROUNDS + 2):
        day = day_after(number)
        arrived = later_events(bench.size, number, 1, serial=number * bench.size.events)
        events = len(arrived)
        spool(log, arrived)
        steps: dict[str, Callable[[], object]] = {
            "log_and_rollup": log.compact,
            "measures_and_scores": partial(compute_days, workspace=workspace, first=day, last=day),
            "current_state": partial(save_current, workspace=workspace, day=day),
        }
        if number > ROUNDS:
            found = profile(partial(_all, steps))
            break
        began = time.process_time()
        seconds = {name: _seconds(step) for name, step in steps.items()}
        cpu = time.process_time() - began
        floor, floor_cpu = clock_with_cpu(_floor(log, day))
        rounds.append({**seconds, "total": sum(seconds.values()), "floor": floor, "cpu_ratio": cpu / floor_cpu})
    return _Measured(rounds[1:], events, found)


def _all(steps: dict[str, Callable[[], object]]) -> None:
    for step in steps.values():
        step()


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _floor(log: EventLog, day: date) -> floors.Work:
    first = to_day(day) * MICROS_OF_A_DAY
    last = first + MICROS_OF_A_DAY
    files = [file.path for file in log.table.files() if may_hold(file.occurred, first, last - 1)]
    scan = floors.scan_day(files, first, last)
    scan()
    return scan
