"""Age of the last survey answer."""

import numpy as np

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.knowledge import FAR
from tenure_engine.windows.records import extreme_state, said
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return days from the last answer of any survey to the date."""
    table, grid = inputs.surveys, ask.grid(inputs)
    ends = np.full(len(table.day), FAR, dtype=np.int64)
    latest = extreme_state(inputs, table, grid, starts=table.day, ends=ends, values=table.day, take="max")
    return said(inputs, (Source.SURVEYS,), grid.numbers() - latest, grid)


MEASURE = Measure(
    name="days_since_last_answer",
    label=N_("Days since last survey answer"),
    meaning=N_("How old what we know about their opinion is."),
    formula=N_("Days from the account's last answer to any survey to the date."),
    missing=N_("Unknown when the account never answered."),
    unit=Unit.DAYS,
    direction=Direction.LOWER,
    source=Source.SURVEYS,
    function=compute,
    windows=(),
    default_window=0,
    change=Change.DIFFERENCE,
    level=N_("no survey answered for {value} days"),
    examples=(
        Example(
            says=N_("The last of two answers was six days ago."),
            given={
                "surveys": (
                    {"kind": "csat", "score": "5", "answered_at": "2025-02-01"},
                    {"kind": "nps", "score": "7", "answered_at": "2025-03-01"},
                )
            },
            as_of="2025-03-07",
            value=6.0,
        ),
    ),
)
