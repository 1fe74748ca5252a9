"""Overdue amount."""

import numpy as np

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import said, sum_states
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return what is overdue at the end of the day, unknown where it is in several currencies."""
    table, grid = inputs.invoices, ask.grid(inputs)
    total = np.zeros((grid.accounts, grid.days), dtype=np.int64)
    currencies = np.zeros_like(total)
    for code in range(len(table.currencies)):
        chosen = table.currency == code
        of_code = sum_states(
            inputs, table, grid, starts=table.due + 1, ends=table.paid, where=chosen, weights=table.amount
        )
        count = sum_states(inputs, table, grid, starts=table.due + 1, ends=table.paid, where=chosen)
        total += of_code
        currencies += count > 0
    out = total / 1_000_000
    out[currencies > 1] = np.nan
    return said(inputs, (Source.INVOICES,), out, grid)


MEASURE = Measure(
    name="overdue_amount",
    label=N_("Overdue amount"),
    meaning=N_("How much money the customer owes us beyond the due date."),
    formula=N_("Sum of the invoices due before the date and not paid by its end, in their own currency."),
    missing=N_("Unknown before the company's first invoice, and when what is overdue is in several currencies."),
    unit=Unit.MONEY,
    direction=Direction.LOWER,
    source=Source.INVOICES,
    function=compute,
    windows=(),
    default_window=0,
    change=Change.DIFFERENCE,
    level=N_("overdue: {value}"),
    examples=(
        Example(
            says=N_("One invoice is overdue, one is due today, one was paid, one is void: 120.50."),
            given={
                "invoices": (
                    {"issued_on": "2025-02-01", "due_on": "2025-03-01", "amount": "120.50", "currency": "EUR"},
                    {"issued_on": "2025-02-07", "due_on": "2025-03-07", "amount": "80", "currency": "EUR"},
                    {
                        "issued_on": "2025-01-01",
                        "due_on": "2025-02-01",
                        "paid_on": "2025-03-02",
                        "amount": "70",
                        "currency": "EUR",
                    },
                    {
                        "issued_on": "2025-01-01",
                        "due_on": "2025-02-01",
                        "amount": "60",
                        "currency": "EUR",
                        "status": "void",
                    },
                )
            },
            as_of="2025-03-07",
            value=120.5,
        ),
    ),
)
