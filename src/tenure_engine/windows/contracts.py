"""Contract terms per account and day: when does the next one end that nothing follows yet?"""

import numpy as np
from numpy.typing import NDArray

from tenure_engine.windows.inputs import Inputs, Lines
from tenure_engine.windows.kernels import Float64, Grid, cover_distinct, extreme_of_intervals, sum_intervals
from tenure_engine.windows.knowledge import FAR

Int64 = NDArray[np.int64]
GRACE_DAYS = 7
"""How far from a line's end one that follows it may begin (the default grace of retention)."""
NEAR_DAYS = 30


def next_end(inputs: Inputs, grid: Grid) -> Float64:
    """Return the day on which the earliest recurring line that is active and not yet followed ends, else NaN."""
    table = inputs.lines
    low, high = inputs.knowledge.believed(table.known, table.until)
    starts = np.maximum(table.starts, low)
    ends = np.minimum(table.ends, high)
    ends = np.where(table.is_recurring & (table.ends < FAR), ends, starts)
    line, from_, until = _unfollowed(inputs)
    return extreme_of_intervals(
        grid,
        table.row[line],
        np.maximum(starts[line], from_),
        np.minimum(ends[line], until),
        table.ends[line],
        take="min",
    )


def ended_unfollowed(inputs: Inputs, grid: Grid, within: int) -> Float64:
    """Return the day on which the earliest recurring line not followed ended within the last days, else NaN.

    A line that ends on day E is not active on E: on E it ended 0 days ago.
    """
    table = inputs.lines
    low, high = inputs.knowledge.believed(table.known, table.until)
    starts = np.maximum(table.ends, low)
    ends = np.where(table.is_recurring & (table.ends < FAR), np.minimum(table.ends + within, high), starts)
    line, from_, until = _unfollowed(inputs)
    return extreme_of_intervals(
        grid,
        table.row[line],
        np.maximum(starts[line], from_),
        np.minimum(ends[line], until),
        table.ends[line],
        take="min",
    )


def _unfollowed(inputs: Inputs) -> tuple[Int64, Int64, Int64]:
    """Return stretches (line version, from, until) of report days on which no signed line follows a line.

    A line counts as signed on its contract's day of signing, else when it starts. The stretches are the gaps
    between the days on which some follower is signed and believed.
    """
    table = inputs.lines
    low, high = inputs.knowledge.believed(table.known, table.until)
    begin = np.maximum(low, np.where(table.signed < FAR, table.signed, table.starts))
    pairs = (_named_pairs(table), _adjoining_pairs(table))
    line = np.concatenate([pair[0] for pair in pairs])
    follower = np.concatenate([pair[1] for pair in pairs])
    shown = begin[follower] < high[follower]
    line, follower = line[shown], follower[shown]
    # One pretended follower before all time opens each line's first gap.
    every = np.arange(len(table.row))
    line = np.concatenate([every, line])
    hides = np.concatenate([np.full(len(every), -FAR), begin[follower]])
    shows = np.concatenate([np.full(len(every), -FAR), high[follower]])
    order = np.lexsort((hides, line))
    line, hides, shows = line[order], hides[order], shows[order]
    lift = line * (4 * FAR)
    reached = np.maximum.accumulate(shows + lift) - lift
    last = np.ones(len(line), dtype=np.bool_)
    last[:-1] = line[1:] != line[:-1]
    following = np.where(last, FAR, np.concatenate([hides[1:], [FAR]]))
    return line, reached, following


def _named_pairs(table: Lines) -> tuple[Int64, Int64]:
    """Return pairs (version, version) where the second's line or contract says it renews the first's."""
    pairs = [
        _join(table.record, table.renews_line),
        _join(table.contract, table.renews),
    ]
    earlier = np.concatenate([pair[0] for pair in pairs])
    later = np.concatenate([pair[1] for pair in pairs])
    fits = (table.row[earlier] == table.row[later]) & table.is_recurring[later]
    return earlier[fits], later[fits]


def _adjoining_pairs(table: Lines) -> tuple[Int64, Int64]:
    """Return pairs where the second begins within the grace of the first's end and runs beyond it."""
    width = 4 * FAR
    order = np.argsort(table.row * width + table.starts, kind="stable")
    keys = (table.row * width + table.starts)[order]
    has_end = np.flatnonzero(table.ends < FAR)
    end_key = table.row[has_end] * width + table.ends[has_end]
    from_ = np.searchsorted(keys, end_key - GRACE_DAYS, "left")
    to = np.searchsorted(keys, end_key + GRACE_DAYS, "right")
    earlier, place = _spread(from_, to)
    earlier, later = has_end[earlier], order[place]
    fits = (
        (table.record[earlier] != table.record[later])
        & (table.starts[later] > table.starts[earlier])
        & (table.ends[later] > table.ends[earlier])
        & table.is_recurring[later]
    )
    return earlier[fits], later[fits]


def _join(left: Int64, right: Int64) -> tuple[Int64, Int64]:
    """Return the index pairs with left[i] == right[j], without the empty value -1."""
    order = np.argsort(left, kind="stable")
    keys = left[order]
    wanted = np.flatnonzero(right >= 0)
    from_ = np.searchsorted(keys, right[wanted], "left")
    to = np.searchsorted(keys, right[wanted], "right")
    which, place = _spread(from_, to)
    return order[place], wanted[which]


def _spread(from_: Int64, to: Int64) -> tuple[Int64, Int64]:
    """Return (i, k) for every k in range(from_[i], to[i])."""
    lengths = to - from_
    which = np.repeat(np.arange(len(lengths)), lengths)
    step = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return which, from_[which] + step


def touches_near_an_end(inputs: Inputs, grid: Grid, window: int) -> Int64:
    """Return how many touches of the window lie in the 30 days before the end of a recurring line."""
    touches, lines = inputs.touchpoints, inputs.lines
    counted = np.flatnonzero(lines.is_recurring & (lines.ends < FAR))
    width = 4 * FAR
    order = counted[np.argsort(lines.row[counted] * width + lines.ends[counted], kind="stable")]
    keys = lines.row[order] * width + lines.ends[order]
    at = touches.row * width + touches.day
    touch, place = _spread(np.searchsorted(keys, at, "right"), np.searchsorted(keys, at + NEAR_DAYS, "right"))
    line = order[place]
    touch_low, touch_high = inputs.knowledge.believed(touches.known, touches.until)
    line_low, line_high = inputs.knowledge.believed(lines.known, lines.until)
    starts = np.maximum(np.maximum(touches.day[touch], touch_low[touch]), line_low[line])
    ends = np.minimum(np.minimum(touches.day[touch] + window, touch_high[touch]), line_high[line])
    order = np.lexsort((ends, touch))
    touch, starts, ends = touch[order], starts[order], ends[order]
    keep, cut = cover_distinct(touch, starts, ends)
    return sum_intervals(grid, touches.row[touch[keep]], starts[keep], cut[keep])
