"""We only come when the renewal is due."""

import numpy as np

from tenure_engine.alerts import (
    Evidence,
    Example,
    Facts,
    Found,
    Kind,
    Parameter,
    Parameters,
    Rule,
    Severity,
    at_least,
    at_most,
    both,
    held_for,
    sure,
)
from tenure_engine.measures import Unit
from tenure_engine.windows.inputs import Int64, Source
from tenure_engine.windows.kernels import Float64, Grid, cover_distinct, sum_intervals
from tenure_engine.windows.knowledge import FAR
from tenure_engine.windows.records import believed_in, said, sum_window
from tenure_engine.words import N_

AFTER_DAYS = 14
"""So many days after a term's end a touchpoint still belongs to its renewal."""


def _pairs(facts: Facts, near: int) -> tuple[Int64, Int64]:
    """Return pairs (version of a touchpoint, version of a line) where the first lies close to the second's end."""
    touches, lines = facts.inputs.touchpoints, facts.inputs.lines
    ending = np.flatnonzero(lines.is_recurring & (lines.ends < FAR))
    width = 4 * FAR
    keys = lines.row[ending] * width + lines.ends[ending]
    order = np.argsort(keys, kind="stable")
    ending, keys = ending[order], keys[order]
    base = touches.row * width + touches.day
    begin = np.searchsorted(keys, base - AFTER_DAYS, "left")
    end = np.searchsorted(keys, base + near, "right")
    lengths = end - begin
    touch = np.repeat(np.arange(len(base)), lengths)
    step = np.arange(len(touch)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return touch, ending[np.repeat(begin, lengths) + step]


def touches_at_renewal(facts: Facts, grid: Grid, *, window: int, near: int) -> Int64:
    """Return how many touchpoints of the window lie close to the end of a term, both as believed on the day."""
    inputs = facts.inputs
    touch, line = _pairs(facts, near)
    starts, ends = believed_in(inputs, inputs.touchpoints, inputs.touchpoints.day, inputs.touchpoints.day + window)
    low, high = inputs.knowledge.believed(inputs.lines.known, inputs.lines.until)
    from_, until = np.maximum(starts[touch], low[line]), np.minimum(ends[touch], high[line])
    kept = from_ < until
    touch, from_, until = touch[kept], from_[kept], until[kept]
    order = np.lexsort((until, touch))
    touch, from_, until = touch[order], from_[order], until[order]
    distinct, cut = cover_distinct(touch, from_, until)
    row = inputs.touchpoints.row[touch]
    return sum_intervals(grid, row[distinct], from_[distinct], cut[distinct])


def condition(facts: Facts, grid: Grid, parameters: Parameters) -> Found:
    """Return where there were touchpoints in the window, and every one of them close to the end of a term."""
    inputs, window = facts.inputs, parameters.whole("window")
    counted = sum_window(inputs, inputs.touchpoints, grid, day=inputs.touchpoints.day, window=window)
    close = touches_at_renewal(facts, grid, window=window, near=parameters.whole("near"))
    # Records must reach back over the whole window, or what lies before them looks like neglect.
    sources = (Source.TOUCHPOINTS, Source.CONTRACTS)
    reaches = said(facts.earlier(window).inputs, sources, np.zeros(counted.shape), grid.earlier(window))
    touches: Float64 = counted + reaches
    away = touches - close
    signed = inputs.accounts.signed[:, None]
    is_old = sure(np.asarray((signed >= FAR) | (signed <= grid.numbers() - window)))
    truth = both(at_least(touches, 1.0), at_most(away, 0.0), is_old, sure(facts.customers(grid)))
    return Found(truth, {"touches": touches, "away": away})


RULE = Rule(
    name="only_touched_at_renewal",
    label=N_("Only contacted at renewal"),
    meaning=N_("Who hears from us only when we want something learns that we want only that."),
    condition=N_(
        "There were touchpoints within {window} days, and every one of them lay within {near} days before the end of"
        " a term or 14 days after it. Only customers of at least {window} days."
    ),
    action=N_("Get in touch now, while nothing is for sale."),
    clause=N_("all {touches} contacts in {window} days were about the renewal"),
    kind=Kind.ACTIVITY,
    reason="contact.neglect",
    severity=Severity.LOW,
    function=condition,
    parameters=(
        Parameter(name="window", label=N_("Looking back over"), unit=Unit.DAYS, default=365, lowest=90),
        Parameter(name="near", label=N_("Before the end of a term"), unit=Unit.DAYS, default=60, highest=180),
        held_for(7),
    ),
    evidence=(
        Evidence("touches", N_("Touchpoints in that time"), Unit.TOUCHES),
        Evidence("away", N_("Of these, at other times"), Unit.TOUCHES),
    ),
    charted="away",
    examples=(
        Example(
            says=N_("Two calls within a year, both in December before the term ended on 31 December."),
            given={
                "account": ({"signed_on": "2023-01-01"},),
                "contracts": (
                    {"start_date": "2024-01-01", "end_date": "2024-12-31", "mrr": "100"},
                    {"start_date": "2025-01-01", "end_date": "2025-12-31", "mrr": "100", "known": "2024-12-20"},
                ),
                "touchpoints": (
                    {"kind": "call", "occurred_at": "2024-12-02"},
                    {"kind": "call", "occurred_at": "2024-12-18"},
                ),
                "coverage": ({"source": "touchpoints"},),
            },
            as_of="2025-03-07",
            fires=True,
            evidence={"touches": 2.0, "away": 0.0},
        ),
        Example(
            says=N_("One of the calls was in June: somebody cared."),
            given={
                "account": ({"signed_on": "2023-01-01"},),
                "contracts": (
                    {"start_date": "2024-01-01", "end_date": "2024-12-31", "mrr": "100"},
                    {"start_date": "2025-01-01", "end_date": "2025-12-31", "mrr": "100", "known": "2024-12-20"},
                ),
                "touchpoints": (
                    {"kind": "call", "occurred_at": "2024-06-02"},
                    {"kind": "call", "occurred_at": "2024-12-18"},
                ),
                "coverage": ({"source": "touchpoints"},),
            },
            as_of="2025-03-07",
            fires=False,
            evidence={"touches": 2.0, "away": 1.0},
        ),
    ),
)
