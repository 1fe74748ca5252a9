"""Open tickets of severity 1."""

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source, day_of
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import said, sum_states
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return the severity-1 tickets open at the end of the day."""
    table, grid = inputs.tickets, ask.grid(inputs)
    counts = sum_states(
        inputs, table, grid, starts=day_of(table.opened), ends=table.closed, where=table.severity == 1
    )
    return said(inputs, (Source.TICKETS,), counts, grid)


MEASURE = Measure(
    name="open_urgent_tickets",
    label=N_("Open tickets of severity 1"),
    meaning=N_("How many of the worst problems are not solved."),
    formula=N_("Open tickets whose severity is 1, the worst."),
    missing=N_("Unknown before the company's first ticket was received."),
    unit=Unit.TICKETS,
    direction=Direction.LOWER,
    source=Source.TICKETS,
    function=compute,
    windows=(),
    default_window=0,
    change=Change.DIFFERENCE,
    level=N_("open tickets of severity 1: {value}"),
    examples=(
        Example(
            says=N_("Two are open, one of them of severity 1; a ticket without severity does not count: one."),
            given={
                "tickets": (
                    {"opened_at": "2025-03-01T09:00:00+00:00", "severity": 1},
                    {"opened_at": "2025-03-02T09:00:00+00:00", "severity": 3},
                    {"opened_at": "2025-03-02T10:00:00+00:00"},
                )
            },
            as_of="2025-03-07",
            value=1.0,
        ),
    ),
)
