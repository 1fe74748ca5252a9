"""Satisfaction with support."""

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import NEVER, Inputs, Source, day_of
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import mean, said, sum_window
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return the share of resolved tickets of the window rated 4 or 5."""
    table, grid = inputs.tickets, ask.grid(inputs)
    rated = (table.resolved < NEVER) & (table.satisfaction > 0)
    day = day_of(table.resolved)
    count = sum_window(inputs, table, grid, day=day, window=ask.window, where=rated)
    good = sum_window(inputs, table, grid, day=day, window=ask.window, where=rated & (table.satisfaction >= 4))
    return said(inputs, (Source.TICKETS,), mean(good, count), grid)


MEASURE = Measure(
    name="ticket_satisfaction",
    label=N_("Satisfaction with support"),
    meaning=N_("How many are satisfied with the way their problem was solved."),
    formula=N_("Share of the tickets resolved in the window that were rated 4 or 5 of 5, of those rated at all."),
    missing=N_("Unknown when no ticket resolved in the window was rated."),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    source=Source.TICKETS,
    function=compute,
    default_window=90,
    change=Change.DIFFERENCE,
    level=N_("satisfied with support: {value}"),
    fell=N_("satisfaction with support fell by {change} percentage points in {window} days"),
    rose=N_("satisfaction with support rose by {change} percentage points in {window} days"),
    examples=(
        Example(
            says=N_("Rated 5 and 2, and one not rated: one half."),
            given={
                "tickets": (
                    {
                        "opened_at": "2025-03-01T09:00:00+00:00",
                        "resolved_at": "2025-03-02T09:00:00+00:00",
                        "satisfaction": 5,
                    },
                    {
                        "opened_at": "2025-03-01T09:00:00+00:00",
                        "resolved_at": "2025-03-03T09:00:00+00:00",
                        "satisfaction": 2,
                    },
                    {"opened_at": "2025-03-01T09:00:00+00:00", "resolved_at": "2025-03-04T09:00:00+00:00"},
                )
            },
            as_of="2025-03-07",
            window=30,
            value=0.5,
        ),
    ),
)
