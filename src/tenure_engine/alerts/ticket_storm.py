"""Far more problems are reported than is usual."""

import numpy as np

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
    both,
    held_for,
    sure,
)
from tenure_engine.measures import Unit
from tenure_engine.windows.inputs import Source, day_of
from tenure_engine.windows.kernels import Grid
from tenure_engine.windows.records import said, sum_window
from tenure_engine.words import N_


def condition(facts: Facts, grid: Grid, parameters: Parameters) -> Found:
    """Return where the measure of storms reaches a level, and there are tickets enough to speak of one."""
    inputs, window = facts.inputs, parameters.whole("window")
    times = facts.measure("ticket_storm", grid, window)
    opened = sum_window(inputs, inputs.tickets, grid, day=day_of(inputs.tickets.opened), window=window)
    tickets = said(inputs, (Source.TICKETS,), opened, grid)
    truth = both(
        at_least(times, parameters.number("times")),
        at_least(tickets, parameters.whole("tickets")),
        sure(facts.customers(grid)),
    )
    return Found(truth, {"ratio": np.round(times, 2), "opened": tickets})


RULE = Rule(
    name="ticket_storm",
    label=N_("Ticket storm"),
    meaning=N_("Something is broken for this customer, and they are telling us many times."),
    condition=N_(
        "At least {tickets} tickets were opened within {window} days, and at least {times} times as many as is usual"
        " for this customer (see the measure of the same name)."
    ),
    action=N_("Find the one cause behind the tickets, name one person for it, and tell the customer both."),
    clause=N_("{opened} new tickets in {window} days, {ratio} times the usual"),
    kind=Kind.RISK,
    reason="support.storm",
    severity=Severity.HIGH,
    function=condition,
    parameters=(
        Parameter(name="times", label=N_("Times the usual"), unit=Unit.TIMES, default=3.0, lowest=1.1, highest=100),
        Parameter(name="tickets", label=N_("At least"), unit=Unit.TICKETS, default=4, highest=1000),
        Parameter(
            name="window",
            label=N_("Within"),
            unit=Unit.DAYS,
            default=14,
            choices=((7, ""), (14, ""), (30, ""), (90, "")),
        ),
        held_for(1),
    ),
    evidence=(
        Evidence("ratio", N_("Times the usual"), Unit.TIMES),
        Evidence("opened", N_("New tickets"), Unit.TICKETS),
    ),
    charted="ratio",
    threshold="times",
    examples=(
        Example(
            says=N_("Five tickets in 14 days and none in the 180 days before: six times the usual."),
            given={"tickets": tuple({"opened_at": f"2025-03-0{day}T09:00:00+00:00"} for day in range(1, 6))},
            as_of="2025-03-07",
            fires=True,
            evidence={"ratio": 6.0, "opened": 5.0},
        ),
        Example(
            says=N_("Three tickets are no storm, however quiet it was before."),
            given={"tickets": tuple({"opened_at": f"2025-03-0{day}T09:00:00+00:00"} for day in range(1, 4))},
            as_of="2025-03-07",
            fires=False,
            evidence={"ratio": 4.0},
        ),
    ),
)
