"""What the kept days were computed from, so that it is seen later what has changed since: `<workspace>/mark.npz`."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np

from tenure.events.log.durable import write_durably
from tenure_engine.traces import Sums

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Mark:
    """Traces of all that measures read: events by day, account, and account and kind; facts of records by day; the
    segments by account.
    """

    event_days: Sums
    event_accounts: Sums
    event_kinds: Sums
    facts: Sums
    segments: Sums


def read_mark(root: Path) -> Mark | None:
    """Return the mark of a workspace's history, None where there is none or it is broken."""
    try:
        with np.load(_path(root)) as kept:
            if int(kept["format"]) != FORMAT:
                return None
            parts = {name: Sums(kept[f"{name}_keys"], kept[f"{name}_traces"]) for name in Mark.__slots__}
    except (OSError, KeyError, ValueError):
        return None
    return Mark(**parts)


def write_mark(root: Path, mark: Mark) -> None:
    """Keep a mark, durably, in place of an older one."""
    columns = {"format": np.array(FORMAT)}
    for name in Mark.__slots__:
        sums: Sums = getattr(mark, name)
        columns |= {f"{name}_keys": sums.keys, f"{name}_traces": sums.traces}
    content = BytesIO()
    np.savez(content, **columns)  # type: ignore[arg-type]
    write_durably(_path(root), content.getvalue())


def drop_mark(root: Path) -> None:
    """Forget what a history was computed from, as the history itself is gone."""
    _path(root).unlink(missing_ok=True)


def _path(root: Path) -> Path:
    return root / "mark.npz"
