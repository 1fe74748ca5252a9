"""What the rollup was: traces of its pieces by day and by account, each piece traced once.

With these a later state is compared with an earlier one, and the days and accounts that differ are known, whatever
changed them: late events, an import undone, an erasure.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from tenure.events.log.folder import LogFolder
from tenure.events.log.kinds import read_kinds
from tenure.events.log.pieces import PieceFolder, read_kinds_of, read_users
from tenure.events.log.retrying import read_again
from tenure_engine.traces import Sums, UInt64, add_by, join, mix, of_texts

KINDS = 4096
_FOLDER = "traces"


@dataclass(frozen=True, slots=True)
class EventTraces:
    """Traces of events by day, by account, and by account and kind (key: account * KINDS + number of the kind)."""

    days: Sums
    accounts: Sums
    kinds: Sums


def trace_events(folder: LogFolder) -> EventTraces:
    """Return the traces of all events in the rollup; only pieces that are new since the last time are read."""
    return read_again(lambda: _trace_all(folder))


def forget_traces(folder: LogFolder) -> None:
    """Remove what is kept of the pieces; it is traced again when it is asked for."""
    shutil.rmtree(folder.rollup / _FOLDER, ignore_errors=True)


def _trace_all(folder: LogFolder) -> EventTraces:
    pieces = PieceFolder(folder.rollup)
    names = [piece.name for piece in pieces.read_manifest().pieces]
    where = folder.rollup / _FOLDER
    kinds: tuple[str, ...] | None = None
    parts = []
    for name in names:
        found = _read(where, name)
        if found is None:
            kinds = read_kinds(folder) if kinds is None else kinds
            found = _trace(pieces, name, kinds)
            _write(where, name, found)
        parts.append(found)
    _forget_others(where, names)
    return EventTraces(*(join([getattr(part, each) for part in parts]) for each in EventTraces.__slots__))


def _trace(pieces: PieceFolder, name: str, kinds: Sequence[str]) -> EventTraces:
    """Trace a piece. Traces are linear in what adds up, so that it does not matter which piece holds which part."""
    rows, names = read_users(pieces, name, None)
    who = mix(rows.account, np.take(of_texts(names.to_pylist()), rows.user), rows.day, 1)
    used = _weigh(who, rows.count, rows.logins, rows.seconds)
    sums = read_kinds_of(pieces, name, None, None)
    of_kind = mix(sums.account, np.take(of_texts(kinds), sums.kind), sums.day, 2)
    done = _weigh(of_kind, sums.count, sums.whole, sums.millionths)
    return EventTraces(
        days=join([add_by(rows.day, used), add_by(sums.day, done)]),
        accounts=join([add_by(rows.account, used), add_by(sums.account, done)]),
        kinds=add_by(sums.account * KINDS + sums.kind, done),
    )


def _weigh(of_row: UInt64, *amounts: NDArray[np.integer]) -> UInt64:
    """Return the sum of the amounts, each times an odd number of its own for the row."""
    total = np.zeros(len(of_row), dtype=np.uint64)
    with np.errstate(over="ignore"):
        for number, amount in enumerate(amounts):
            total += (mix(of_row, number) | np.uint64(1)) * amount.astype(np.uint64)
    return total


def _read(where: Path, name: str) -> EventTraces | None:
    try:
        with np.load(where / f"{name}.npz") as kept:
            parts = [Sums(kept[f"{each}_keys"], kept[f"{each}_traces"]) for each in EventTraces.__slots__]
    except (OSError, KeyError, ValueError):
        return None
    return EventTraces(*parts)


def _write(where: Path, name: str, traces: EventTraces) -> None:
    """Keep a piece's traces; what is lost or broken is traced again."""
    where.mkdir(parents=True, exist_ok=True)
    draft = where / f".{uuid4().hex}"
    columns = {}
    for each in EventTraces.__slots__:
        sums: Sums = getattr(traces, each)
        columns |= {f"{each}_keys": sums.keys, f"{each}_traces": sums.traces}
    with draft.open("wb") as file:
        np.savez(file, **columns)
    draft.rename(where / f"{name}.npz")


def _forget_others(where: Path, names: Sequence[str]) -> None:
    kept = {f"{name}.npz" for name in names}
    for path in where.glob("*") if where.is_dir() else ():
        if path.name not in kept:
            path.unlink(missing_ok=True)
