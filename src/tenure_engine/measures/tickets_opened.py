"""Requests for support."""

from tenure_engine.measures import Ask, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source, day_of
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import said, sum_window
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return tickets opened in the window."""
    table, grid = inputs.tickets, ask.grid(inputs)
    counts = sum_window(inputs, table, grid, day=day_of(table.opened), window=ask.window)
    return said(inputs, (Source.TICKETS,), counts, grid)


MEASURE = Measure(
    name="tickets_opened",
    label=N_("Requests for support"),
    meaning=N_("How often the customer asked for help. None at all can be as bad a sign as very many."),
    formula=N_("Tickets opened in the window."),
    missing=N_("Unknown before the company's first ticket was received."),
    unit=Unit.TICKETS,
    direction=Direction.LOWER,
    source=Source.TICKETS,
    function=compute,
    level=N_("requests for support: {value} in {window} days"),
    fell=N_("requests for support fell {percent} in {window} days"),
    rose=N_("requests for support rose {percent} in {window} days"),
    examples=(
        Example(
            says=N_("Two tickets were opened in the last seven days, one before: two."),
            given={
                "tickets": (
                    {"opened_at": "2025-02-20T09:00:00+00:00"},
                    {"opened_at": "2025-03-02T09:00:00+00:00", "resolved_at": "2025-03-02T10:00:00+00:00"},
                    {"opened_at": "2025-03-07T09:00:00+00:00"},
                )
            },
            as_of="2025-03-07",
            window=7,
            value=2.0,
        ),
    ),
)
