"""Timing of work against its floor: the two in turn, so that a machine that drifts does not matter."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

from bench.profile import Row, profile

Work = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the report: medians in seconds, and the median of the ratios round by round.

    `budget` is the ratio allowed (at most, or at least where `at_least`). A figure without a floor has no ratio.
    """

    name: str
    says: str
    floor_says: str
    seconds: float
    floor_seconds: float | None
    ratio: float | None
    budget: float | None
    at_least: bool
    rounds: int
    extra: dict[str, Any]
    profile: list[Row] = field(default_factory=list)
    cpu_ratio: float | None = None

    @property
    def is_met(self) -> bool | None:
        """Whether the budget is kept; None where there is none."""
        if self.ratio is None or self.budget is None:
            return None
        return self.ratio >= self.budget if self.at_least else self.ratio <= self.budget


def clock(work: Work) -> float:
    """Return the seconds of one run."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def clock_with_cpu(work: Work) -> tuple[float, float]:
    """Return the seconds of one run, and the seconds of processor time of all threads in it."""
    began = time.process_time()
    seconds = clock(work)
    return seconds, time.process_time() - began


def compare(
    name: str,
    says: str,
    work: Work,
    *,
    floor: Work,
    floor_says: str,
    budget: float,
    at_least: bool = False,
    rounds: int = 3,
    before: Work = lambda: None,
    extra: dict[str, Any] | None = None,
) -> Figure:
    """Time work and floor in turn after one warm-up of each; `before` prepares each round of the work, untimed.

    The ratio is work to floor in seconds, with `at_least` floor to work: how near its speed comes to the floor's.
    The same of processor time stands beside it: other programs on the machine change it less.
    """
    before()
    clock(work)
    clock(floor)
    pairs = []
    for _ in range(rounds):
        before()
        pairs.append((clock_with_cpu(work), clock_with_cpu(floor)))
    figure = Figure(
        name=name,
        says=says,
        floor_says=floor_says,
        seconds=median(mine[0] for mine, _ in pairs),
        floor_seconds=median(least[0] for _, least in pairs),
        ratio=median(_ratio(mine[0], least[0], at_least) for mine, least in pairs),
        cpu_ratio=median(_ratio(mine[1], least[1], at_least) for mine, least in pairs),
        budget=budget,
        at_least=at_least,
        rounds=rounds,
        extra=extra or {},
    )
    if figure.is_met:
        return figure
    before()
    return replace(figure, profile=profile(work))


def _ratio(work: float, floor: float, at_least: bool) -> float:
    return floor / work if at_least else work / floor
