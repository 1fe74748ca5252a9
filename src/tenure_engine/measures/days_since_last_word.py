"""Days since the customer's last word."""

import numpy as np

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source, day_of
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.knowledge import FAR
from tenure_engine.windows.records import extreme_state, received
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return days from the last thing that came from the customer to the date."""
    grid = ask.grid(inputs)
    touches, tickets, surveys = inputs.touchpoints, inputs.tickets, inputs.surveys
    latest = np.full((grid.accounts, grid.days), np.nan)
    speaks = np.zeros(grid.days, dtype=np.bool_)
    for source, table, days, where in (
        (Source.TOUCHPOINTS, touches, touches.day, touches.inbound),
        (Source.TICKETS, tickets, day_of(tickets.opened), None),
        (Source.SURVEYS, surveys, surveys.day, None),
    ):
        ends = np.full(len(days), FAR, dtype=np.int64)
        last = extreme_state(inputs, table, grid, starts=days, ends=ends, values=days, take="max", where=where)
        heard = received(inputs, source, grid)
        speaks |= heard
        last[:, ~heard] = np.nan
        latest = np.fmax(latest, last)
    out: Float64 = grid.numbers() - latest
    out[:, ~speaks] = np.nan
    return out


MEASURE = Measure(
    name="days_since_last_word",
    label=N_("Days since the customer's last word"),
    meaning=N_("How long the customer has said nothing at all; it stands in for usage where that cannot be seen."),
    formula=N_("Days from the last ticket, survey answer or inbound touch of the account to the date."),
    missing=N_("Unknown when nothing ever came from the account."),
    unit=Unit.DAYS,
    direction=Direction.LOWER,
    source=Source.TOUCHPOINTS,
    function=compute,
    windows=(),
    default_window=0,
    change=Change.DIFFERENCE,
    level=N_("no word from the customer for {value} days"),
    examples=(
        Example(
            says=N_(
                "They wrote on 20 February and opened a ticket on 1 March; our call of 5 March is not theirs: six."
            ),
            given={
                "touchpoints": (
                    {"kind": "mail", "direction": "in", "occurred_at": "2025-02-20"},
                    {"kind": "call", "direction": "out", "occurred_at": "2025-03-05"},
                ),
                "tickets": ({"opened_at": "2025-03-01T09:00:00+00:00"},),
            },
            as_of="2025-03-07",
            value=6.0,
        ),
    ),
)
