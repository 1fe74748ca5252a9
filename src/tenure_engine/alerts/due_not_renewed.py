"""A term has ended and nothing followed."""

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
    Truth,
    held_for,
)
from tenure_engine.measures import Unit
from tenure_engine.windows.contracts import ended_unfollowed
from tenure_engine.windows.inputs import Source
from tenure_engine.windows.kernels import Grid
from tenure_engine.windows.records import received, sum_states
from tenure_engine.words import N_


def condition(facts: Facts, grid: Grid, parameters: Parameters) -> Found:
    """Return where a term ended, some days ago but not too many, unless the customer is recorded as lost since."""
    inputs, until = facts.inputs, parameters.whole("until")
    past = grid.numbers() - ended_unfollowed(inputs, grid, until + 1)
    losses = inputs.losses
    is_lost = sum_states(inputs, losses, grid, starts=losses.day, ends=losses.day + until + 1) > 0
    with np.errstate(invalid="ignore"):
        holds = (past >= parameters.whole("days")) & ~is_lost
    known = np.broadcast_to(received(inputs, Source.CONTRACTS, grid), holds.shape)
    return Found(Truth(holds, known.copy()), {"past": past})


RULE = Rule(
    name="due_not_renewed",
    label=N_("Due and not renewed"),
    meaning=N_("The contract is over, the customer still there: nobody has said what happens now."),
    condition=N_(
        "A recurring contract line ended {days} to {until} days ago, no signed line follows it, and no loss of the"
        " customer is recorded."
    ),
    action=N_("Get a decision: renew, or record the loss with its reason."),
    clause=N_("the term ended {past} days ago and nothing renews it"),
    kind=Kind.RISK,
    reason="renewal.overdue",
    severity=Severity.HIGH,
    function=condition,
    parameters=(
        Parameter(name="days", label=N_("Ended at least"), unit=Unit.DAYS, default=7, lowest=0, highest=90),
        Parameter(name="until", label=N_("And at most"), unit=Unit.DAYS, default=90),
        held_for(1),
    ),
    evidence=(Evidence("past", N_("Days since the end of the term"), Unit.DAYS),),
    charted="past",
    threshold="days",
    examples=(
        Example(
            says=N_("The term ended on 20 February, 15 days ago."),
            given={"contracts": ({"start_date": "2024-02-20", "end_date": "2025-02-20", "mrr": "50"},)},
            as_of="2025-03-07",
            fires=True,
            evidence={"past": 15.0},
        ),
        Example(
            says=N_("The loss was recorded on 1 March: everybody knows."),
            given={
                "contracts": ({"start_date": "2024-02-20", "end_date": "2025-02-20", "mrr": "50"},),
                "losses": ({"lost_on": "2025-03-01"},),
            },
            as_of="2025-03-07",
            fires=False,
        ),
        Example(
            says=N_("A new line began on the day the old one ended."),
            given={
                "contracts": (
                    {"start_date": "2024-02-20", "end_date": "2025-02-20", "mrr": "50"},
                    {"start_date": "2025-02-20", "end_date": "2026-02-20", "mrr": "50", "known": "2025-02-01"},
                ),
            },
            as_of="2025-03-07",
            fires=False,
        ),
    ),
)
