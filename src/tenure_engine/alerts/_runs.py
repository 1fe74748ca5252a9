"""From "it holds on these days" to alerts: when each opens, stays one, and ends.

An alert opens on the day on which the condition has held for n days in a row. It stays one alert until a day on
which the condition is known not to hold, and can open again only after that. A day on which it is not known
neither counts towards the n days nor ends anything.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenure_engine.alerts._truth import Truth
from tenure_engine.windows.inputs import Bool, Int64

NONE = -1


@dataclass(frozen=True, slots=True)
class Episodes:
    """One row an alert, by account number and then by day; days are columns of what was looked at.

    `opened` is NONE for one that was open before the first day, `ended` for one that is still open after the last.
    `since` is the first day of the days in a row with which it opened.
    """

    account: Int64
    since: Int64
    opened: Int64
    ended: Int64

    def __len__(self) -> int:
        return len(self.account)


def run_lengths(holds: Bool) -> Int64:
    """Return for each account and day for how many days in a row it has held, that day included."""
    days = np.arange(holds.shape[1], dtype=np.int64)
    last_miss = np.maximum.accumulate(np.where(holds, np.int64(NONE), days), axis=1)
    return np.asarray(days - last_miss)


def open_states(truth: Truth, held: Int64, hold_days: int, was_open: Bool) -> Bool:
    """Return on which days an alert is open. `was_open` tells for each account whether one was the day before."""
    marked = (held >= hold_days) | truth.fails
    days = np.arange(marked.shape[1], dtype=np.int64)
    last_mark = np.maximum.accumulate(np.where(marked, days, np.int64(NONE)), axis=1)
    found = np.take_along_axis(held >= hold_days, np.maximum(last_mark, 0), axis=1)
    return np.asarray(np.where(last_mark == NONE, was_open[:, None], found))


def find_episodes(truth: Truth, *, hold_days: int, first: int = 0, was_open: Bool | None = None) -> Episodes:
    """Return the alerts open on the days from column `first` on; earlier days only count towards the n days."""
    held = run_lengths(truth.holds)
    late = Truth(truth.holds[:, first:], truth.known[:, first:])
    before = np.zeros(truth.holds.shape[0], dtype=np.bool_) if was_open is None else was_open
    states = open_states(late, held[:, first:], hold_days, before)
    padded = np.concatenate([before[:, None], states], axis=1).astype(np.int8)
    edges = padded[:, 1:] - padded[:, :-1]
    row, opened = np.nonzero(edges == 1)
    carried = np.flatnonzero(before)
    account = np.concatenate([carried, row])
    opened = np.concatenate([np.full(len(carried), NONE, dtype=np.int64), opened + first])
    order = np.lexsort((opened, account))
    account, opened = account[order], opened[order]
    since = np.where(opened == NONE, NONE, opened - held[account, np.maximum(opened, 0)] + 1)
    return Episodes(account, since, opened, _ends(account, edges, states, first))


def _ends(account: Int64, edges: NDArray[np.int8], states: Bool, first: int) -> Int64:
    """Return the day each alert ends: an account's ends stand in the order of its alerts, the last may have none."""
    day = np.nonzero(edges == -1)[1]
    ended = np.full(len(account), NONE, dtype=np.int64)
    is_last = np.ones(len(account), dtype=np.bool_)
    is_last[:-1] = account[1:] != account[:-1]
    still_open = is_last & (states[account, -1] if states.shape[1] else np.ones(len(account), dtype=np.bool_))
    ended[~still_open] = day + first
    return ended
