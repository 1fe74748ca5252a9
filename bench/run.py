"""What a case is given, and running them all."""

import importlib
import os
import pkgutil
import platform
import time
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from bench import cases
from bench.data import Size, contract_lines, open_log
from bench.timing import Figure
from tenure.events.log.log import EventLog
from tenure_engine.revenue import LineTable


@dataclass(slots=False)
class Bench:
    """The data of a size and where it is kept."""

    size: Size
    folder: Path
    thorough: bool = False
    _opened: dict[str, Any] = field(default_factory=dict)

    @property
    def log(self) -> EventLog:
        """The event log, made by its own writer."""
        return self._log_and_making[0]

    @property
    def made(self) -> dict[str, Any]:
        """How the making of the log went."""
        return self._log_and_making[1]

    @cached_property
    def _log_and_making(self) -> tuple[EventLog, dict[str, Any]]:
        return open_log(self.folder, self.size)

    @cached_property
    def lines(self) -> LineTable:
        """The contract lines."""
        return contract_lines(self.size)


def run_all(bench: Bench, only: set[str]) -> dict[str, Any]:
    """Run the cases and return the report."""
    started = time.time()
    figures: list[Figure] = []
    loads: dict[str, float] = {}
    for entry in sorted(pkgutil.iter_modules(cases.__path__), key=lambda entry: entry.name):
        if only and entry.name not in only:
            continue
        case = importlib.import_module(f"bench.cases.{entry.name}")
        for figure in case.run(bench):
            print(line_of(figure), flush=True)
            figures.append(figure)
            loads[figure.name] = round(os.getloadavg()[0], 1)
    _compare_with_full_run({figure.name: figure for figure in figures})
    return {
        "size": asdict(bench.size),
        "machine": machine(),
        "made": bench.made,
        "minutes": round((time.time() - started) / 60, 1),
        "figures": [{**asdict(figure), "is_met": figure.is_met, "load": loads[figure.name]} for figure in figures],
    }


def _compare_with_full_run(figures: dict[str, Figure]) -> None:
    """Say how much faster a new day is than all days from the raw events: the rollup and the replay of a year."""
    if {"new_day", "rollup", "replay"} <= set(figures):
        full = figures["rollup"].seconds + figures["replay"].seconds
        figures["new_day"].extra["full_run_takes_times_as_long"] = round(full / figures["new_day"].seconds, 1)


def line_of(figure: Figure) -> str:
    """Return one figure as a line of text."""
    mark = {True: "ok  ", False: "OVER", None: "    "}[figure.is_met]
    ratio = f"{figure.ratio:6.2f}x of {figure.budget}" if figure.ratio is not None else ""
    floor = f" / floor {figure.floor_seconds:.4f} s" if figure.floor_seconds is not None else ""
    return f"{mark} {figure.name:22} {figure.seconds:9.4f} s{floor} {ratio}  {figure.extra or ''}"


def machine() -> dict[str, Any]:
    """Return what was measured on, without naming the machine."""
    import duckdb
    import numpy
    import pyarrow

    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(memory),
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "pyarrow": pyarrow.__version__,
        "duckdb": duckdb.__version__,
    }
