"""Hours to resolution."""

import numpy as np

from tenure_engine.measures import Ask, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import NEVER, Inputs, Source, day_of
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import mean, said, sum_window
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return the mean hours from opening to resolution of the tickets resolved in the window."""
    table, grid = inputs.tickets, ask.grid(inputs)
    resolved = table.resolved < NEVER
    seconds = np.where(resolved, np.maximum(table.resolved - table.opened, 0) // 1_000_000, 0)
    day = day_of(table.resolved)
    count = sum_window(inputs, table, grid, day=day, window=ask.window, where=resolved)
    total = sum_window(inputs, table, grid, day=day, window=ask.window, where=resolved, weights=seconds)
    return said(inputs, (Source.TICKETS,), mean(total, count, per=3600.0), grid)


MEASURE = Measure(
    name="resolution_hours",
    label=N_("Hours to resolution"),
    meaning=N_("How long it takes until a reported problem is solved."),
    formula=N_("Mean hours from opening to resolution, over the tickets resolved in the window."),
    missing=N_("Unknown when no ticket was resolved in the window."),
    unit=Unit.HOURS,
    direction=Direction.LOWER,
    source=Source.TICKETS,
    function=compute,
    default_window=90,
    level=N_("problems solved after {value} hours on average"),
    rose=N_("the time to a solution rose {percent} in {window} days"),
    fell=N_("the time to a solution fell {percent} in {window} days"),
    examples=(
        Example(
            says=N_("Resolved after 10 and after 50 hours: 30 on average. The open one does not count."),
            given={
                "tickets": (
                    {"opened_at": "2025-03-01T00:00:00+00:00", "resolved_at": "2025-03-01T10:00:00+00:00"},
                    {"opened_at": "2025-03-02T00:00:00+00:00", "resolved_at": "2025-03-04T02:00:00+00:00"},
                    {"opened_at": "2025-03-02T00:00:00+00:00"},
                )
            },
            as_of="2025-03-07",
            window=7,
            value=30.0,
        ),
    ),
)
