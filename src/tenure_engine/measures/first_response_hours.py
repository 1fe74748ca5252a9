"""Hours to the first response."""

import numpy as np

from tenure_engine.measures import Ask, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import NEVER, Inputs, Source, day_of
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import mean, said, sum_window
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return the mean hours from opening to first response of the tickets first answered in the window."""
    table, grid = inputs.tickets, ask.grid(inputs)
    answered = table.responded < NEVER
    seconds = np.where(answered, np.maximum(table.responded - table.opened, 0) // 1_000_000, 0)
    day = day_of(table.responded)
    count = sum_window(inputs, table, grid, day=day, window=ask.window, where=answered)
    total = sum_window(inputs, table, grid, day=day, window=ask.window, where=answered, weights=seconds)
    return said(inputs, (Source.TICKETS,), mean(total, count, per=3600.0), grid)


MEASURE = Measure(
    name="first_response_hours",
    label=N_("Hours to first response"),
    meaning=N_("How long customers wait until one of us answers."),
    formula=N_("Mean hours from opening to first response, over the tickets first answered in the window."),
    missing=N_("Unknown when no ticket was first answered in the window."),
    unit=Unit.HOURS,
    direction=Direction.LOWER,
    source=Source.TICKETS,
    function=compute,
    default_window=90,
    level=N_("first response after {value} hours on average"),
    rose=N_("the time to a first response rose {percent} in {window} days"),
    fell=N_("the time to a first response fell {percent} in {window} days"),
    examples=(
        Example(
            says=N_("Answered after two and after four hours: three on average."),
            given={
                "tickets": (
                    {"opened_at": "2025-03-01T09:00:00+00:00", "first_response_at": "2025-03-01T11:00:00+00:00"},
                    {"opened_at": "2025-03-02T09:00:00+00:00", "first_response_at": "2025-03-02T13:00:00+00:00"},
                    {"opened_at": "2025-03-03T09:00:00+00:00"},
                )
            },
            as_of="2025-03-07",
            window=7,
            value=3.0,
        ),
    ),
)
