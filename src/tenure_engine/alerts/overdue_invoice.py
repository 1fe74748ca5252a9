"""An invoice is overdue."""

from tenure_engine.alerts import (
    Evidence,
    Example,
    Facts,
    Found,
    Kind,
    Parameter,
    Parameters,
    Rule,
    Severity,
    at_least,
    held_for,
)
from tenure_engine.measures import Unit
from tenure_engine.windows.kernels import Grid
from tenure_engine.words import N_


def condition(facts: Facts, grid: Grid, parameters: Parameters) -> Found:
    """Return where the oldest unpaid invoice is overdue for so many days, whether or not a contract still runs."""
    days = facts.measure("days_overdue", grid)
    amount = facts.measure("overdue_amount", grid)
    return Found(at_least(days, parameters.whole("days")), {"days_late": days, "amount": amount})


RULE = Rule(
    name="overdue_invoice",
    label=N_("Invoice overdue"),
    meaning=N_("Who does not pay has often decided already, or does not know whom to ask."),
    condition=N_("The oldest unpaid invoice is overdue for at least {days} days."),
    action=N_("Ask the liaison whether the invoice arrived, before anybody sends a reminder."),
    clause=N_("payment overdue for {days_late} days"),
    kind=Kind.RISK,
    reason="payment.overdue",
    severity=Severity.MEDIUM,
    function=condition,
    parameters=(
        Parameter(name="days", label=N_("Overdue for"), unit=Unit.DAYS, default=14),
        held_for(1),
    ),
    evidence=(
        Evidence("days_late", N_("Overdue for"), Unit.DAYS),
        Evidence("amount", N_("Overdue amount"), Unit.MONEY),
    ),
    charted="days_late",
    threshold="days",
    examples=(
        Example(
            says=N_("Due on 20 February and not paid: 15 days on 7 March."),
            given={
                "invoices": (
                    {"issued_on": "2025-02-01", "due_on": "2025-02-20", "amount": "120.5", "currency": "EUR"},
                )
            },
            as_of="2025-03-07",
            fires=True,
            evidence={"days_late": 15.0, "amount": 120.5},
        ),
        Example(
            says=N_("Paid on 6 March: nothing is overdue."),
            given={
                "invoices": (
                    {
                        "issued_on": "2025-02-01",
                        "due_on": "2025-02-20",
                        "paid_on": "2025-03-06",
                        "amount": "120.5",
                        "currency": "EUR",
                    },
                )
            },
            as_of="2025-03-07",
            fires=False,
            evidence={"days_late": 0.0},
        ),
    ),
)
