"""Seat utilisation."""

import numpy as np

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import said, sum_states
from tenure_engine.windows.usage import usage_of
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return active users of the window / seats under contract at the date."""
    table, grid = inputs.lines, ask.grid(inputs)
    users = usage_of(inputs).active_users(ask.first, ask.last, ask.window)
    seats = sum_states(
        inputs, table, grid, starts=table.starts, ends=table.ends, where=table.is_seat, weights=table.quantity
    )
    out = np.full(users.shape, np.nan)
    np.divide(users * 1_000_000, seats, out=out, where=seats > 0)
    return said(inputs, (Source.CONTRACTS,), out, grid)


MEASURE = Measure(
    name="seat_utilisation",
    label=N_("Seat utilisation"),
    meaning=N_("How much of what was bought is used; unused seats are not renewed."),
    formula=N_("Active users in the window / seats of the contract lines active at the date."),
    missing=N_("Unknown when there is no active line with seats, or no usage data."),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    source=Source.EVENTS,
    function=compute,
    level=N_("seats used: {value}"),
    change=Change.DIFFERENCE,
    fell=N_("seat utilisation fell by {change} percentage points in {window} days"),
    rose=N_("seat utilisation rose by {change} percentage points in {window} days"),
    examples=(
        Example(
            says=N_("Two of four seats were used: one half."),
            given={
                "events": (
                    {"user_id": "ann", "day": "2025-03-03", "name": "report"},
                    {"user_id": "bo", "day": "2025-03-05", "name": "report"},
                ),
                "contracts": ({"start_date": "2025-01-01", "kind": "seat", "quantity": "4", "mrr": "40"},),
            },
            as_of="2025-03-07",
            window=7,
            value=0.5,
        ),
    ),
)
