"""Ticket storm."""

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source, day_of
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import said, sum_states, sum_window
from tenure_engine.words import N_

NORM_DAYS = 180


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return (opened in the window + 1) / (opened in a usual window + 1)."""
    table, grid, window = inputs.tickets, ask.grid(inputs), ask.window
    opened = day_of(table.opened)
    now = sum_window(inputs, table, grid, day=opened, window=window)
    start = opened + window
    earlier = sum_states(inputs, table, grid, starts=start, ends=start + NORM_DAYS)
    usual = earlier * window / NORM_DAYS
    return said(inputs, (Source.TICKETS,), (now + 1) / (usual + 1), grid)


MEASURE = Measure(
    name="ticket_storm",
    label=N_("Ticket storm"),
    meaning=N_("Whether more problems are reported than is usual for this customer."),
    formula=N_(
        "(tickets opened in the window + 1) / (tickets opened in the 180 days before it, scaled to the window, + 1)."
        " The ones keep a first ticket from being a storm."
    ),
    missing=N_("Unknown before the company's first ticket was received."),
    unit=Unit.TIMES,
    direction=Direction.LOWER,
    source=Source.TICKETS,
    function=compute,
    default_window=14,
    change=Change.DIFFERENCE,
    level=N_("new tickets: {value} times the usual in {window} days"),
    examples=(
        Example(
            says=N_("Five tickets in 14 days and none in the 180 days before: (5 + 1) / (0 + 1) = 6 times."),
            given={"tickets": tuple({"opened_at": f"2025-03-0{day}T09:00:00+00:00"} for day in range(1, 6))},
            as_of="2025-03-07",
            window=14,
            value=6.0,
        ),
    ),
)
