"""Open tickets."""

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source, day_of
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import said, sum_states
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return the tickets open at the end of the day."""
    table, grid = inputs.tickets, ask.grid(inputs)
    counts = sum_states(inputs, table, grid, starts=day_of(table.opened), ends=table.closed)
    return said(inputs, (Source.TICKETS,), counts, grid)


MEASURE = Measure(
    name="open_tickets",
    label=N_("Open tickets"),
    meaning=N_("How many requests for support wait for an answer or a solution."),
    formula=N_("Tickets opened on or before the date and not closed by its end."),
    missing=N_("Unknown before the company's first ticket was received."),
    unit=Unit.TICKETS,
    direction=Direction.LOWER,
    source=Source.TICKETS,
    function=compute,
    windows=(),
    default_window=0,
    change=Change.DIFFERENCE,
    level=N_("open tickets: {value}"),
    rose=N_("open tickets rose by {change} in {window} days"),
    fell=N_("open tickets fell by {change} in {window} days"),
    examples=(
        Example(
            says=N_("One is still open, one was resolved the day before, one opens tomorrow: one."),
            given={
                "tickets": (
                    {"opened_at": "2025-03-01T09:00:00+00:00"},
                    {"opened_at": "2025-03-02T09:00:00+00:00", "resolved_at": "2025-03-06T15:00:00+00:00"},
                    {"opened_at": "2025-03-08T09:00:00+00:00"},
                )
            },
            as_of="2025-03-07",
            value=1.0,
        ),
        Example(
            says=N_("The company has not received a single ticket yet: unknown, not zero."),
            given={},
            as_of="2025-03-07",
            value=None,
        ),
    ),
)
