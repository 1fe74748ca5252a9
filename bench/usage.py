"""What the cases of measures share: the 37 series of usage, and the engine's inputs from the log's own rollup."""

from pathlib import Path

from bench.data import last_day
from bench.run import Bench
from tenure.events.log.pieces import PieceFolder
from tenure_engine.health.values import Key, Use
from tenure_engine.windows.inputs import Inputs
from tenure_engine.windows.knowledge import FAR, Knowledge
from tenure_engine.windows.small import accounts_of, assemble

NAMES = ("events", "log_ins", "active_users", "feature_breadth", "active_days", "usage_minutes")
WINDOWS = (7, 14, 30, 90, 180)
KEYS = [
    *(Key(name, window) for name in NAMES for window in WINDOWS),
    *(Key(name, 30, Use.PREVIOUS) for name in NAMES),
    Key("days_since_last_activity"),
]


def inputs_of(bench: Bench) -> Inputs:
    """Load the rollup and return the inputs of all accounts."""
    rollup = bench.log.rollup()
    return assemble(
        accounts_of((account, "", FAR) for account in range(1, bench.size.accounts + 1)),
        knowledge=Knowledge.latest(),
        versions={},
        user_days=rollup.user_days,
    )


def rollup_files(bench: Bench) -> list[Path]:
    """Return the files of the rollup per user and day."""
    pieces = PieceFolder(bench.log.folder.rollup)
    return [pieces.user_file(piece.name) for piece in pieces.read_manifest().pieces]


def last() -> int:
    """The day that is asked about."""
    return last_day()
