"""Days overdue."""

import numpy as np

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import extreme_state, said
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return the days by which the oldest unpaid invoice is overdue, 0 when none is."""
    table, grid = inputs.invoices, ask.grid(inputs)
    oldest = extreme_state(inputs, table, grid, starts=table.due + 1, ends=table.paid, values=table.due, take="min")
    overdue = grid.numbers() - oldest
    return said(inputs, (Source.INVOICES,), np.where(np.isnan(overdue), 0.0, overdue), grid)


MEASURE = Measure(
    name="days_overdue",
    label=N_("Days overdue"),
    meaning=N_("How late the customer is with paying."),
    formula=N_("Days since the due date of the oldest invoice not paid by the end of the date; 0 when none is due."),
    missing=N_("Unknown before the company's first invoice was received."),
    unit=Unit.DAYS,
    direction=Direction.LOWER,
    source=Source.INVOICES,
    function=compute,
    windows=(),
    default_window=0,
    change=Change.DIFFERENCE,
    level=N_("payment overdue for {value} days"),
    examples=(
        Example(
            says=N_("Due on 1 and on 4 March, neither paid: the older is six days overdue."),
            given={
                "invoices": (
                    {"issued_on": "2025-02-01", "due_on": "2025-03-01", "amount": "10", "currency": "EUR"},
                    {"issued_on": "2025-02-04", "due_on": "2025-03-04", "amount": "10", "currency": "USD"},
                )
            },
            as_of="2025-03-07",
            value=6.0,
        ),
        Example(
            says=N_("Paid on the date itself: nothing is overdue."),
            given={
                "invoices": (
                    {
                        "issued_on": "2025-02-01",
                        "due_on": "2025-03-01",
                        "paid_on": "2025-03-07",
                        "amount": "10",
                        "currency": "EUR",
                    },
                )
            },
            as_of="2025-03-07",
            value=0.0,
        ),
    ),
)
