"""Which report days a change of events touches: those whose windows can see it, and no earlier ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenure_engine.health.values import Key, Use
from tenure_engine.windows.inputs import Source
from tenure_engine.windows.usage import FEED_SILENT_AFTER

Bool = NDArray[np.bool_]
Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reach:
    """How many report days, its own included, see an event in a window; how many days later the measures of usage,
    and of them those that describe a date, still look at a day to compare with it.
    """

    window: int
    compared: int
    state: int


def reach_of(keys: Iterable[Key]) -> Reach:
    """Return the reach of the measures of usage among the keys."""
    window = compared = state = 0
    for key in keys:
        measure = key.measure()
        if measure.source is not Source.EVENTS:
            continue
        if measure.is_state:
            state = max(state, key.window)
            continue
        windows = measure.spans if key.use is Use.VALUE else measure.spans + 1
        window = max(window, key.window * windows)
        compared = max(compared, key.window * (windows - 1))
    return Reach(window, max(compared, state), state)


def days_touched(
    changed: Int64, courses: Iterable[Int64], *, reach: Reach, first: int, last: int, feed: Sequence[int] = ()
) -> Bool:
    """Return for each report day from `first` to `last` whether events of the changed days touch it.

    `courses` are the days (sorted) on which one account has events of one sort, as it is now: any event, events of
    named users, API calls, ... `feed` are the days on which the whole company began or ceased to have events.

    An event is seen by the windows of its day and the days after; days since the last event change until the next
    one, which did not change; and what was unknown before the first event becomes known, or the other way round.
    """
    steps = np.zeros(last - first + 2, dtype=np.int64)
    for course in courses:
        same = np.setdiff1d(course, changed, assume_unique=True)
        place = np.searchsorted(same, changed)
        following = np.append(same, last + 1)[place]
        later = np.where(place > 0, reach.state, reach.compared)
        _add(steps, changed, np.maximum(changed + reach.window - 1, following - 1 + later), first, last)
    silent = np.array(sorted(feed), dtype=np.int64)
    _add(steps, silent, silent + max(reach.window, FEED_SILENT_AFTER + reach.state) - 1, first, last)
    return np.cumsum(steps[:-1]) > 0


def _add(steps: Int64, begins: Int64, ends: Int64, first: int, last: int) -> None:
    """Add the intervals [begin, end] to a difference array of the days from first to last."""
    inside = (ends >= first) & (begins <= last)
    np.add.at(steps, np.maximum(begins[inside], first) - first, 1)
    np.add.at(steps, np.minimum(ends[inside], last) - first + 1, -1)
