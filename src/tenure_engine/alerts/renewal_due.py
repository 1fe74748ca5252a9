"""A term ends soon and nothing follows it yet."""

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
from tenure_engine.health.cards import Bound
from tenure_engine.measures import Unit
from tenure_engine.windows.inputs import Source
from tenure_engine.windows.kernels import Grid
from tenure_engine.windows.records import received
from tenure_engine.words import N_


def condition(facts: Facts, grid: Grid, parameters: Parameters) -> Found:
    """Return where a term that nothing follows ends within so many days; none that ends is known to be none."""
    left = facts.measure("days_to_renewal", grid)
    with np.errstate(invalid="ignore"):
        holds = left <= parameters.whole("days")
    known = np.broadcast_to(received(facts.inputs, Source.CONTRACTS, grid), holds.shape)
    return Found(Truth(holds, known.copy()), {"left": left})


RULE = Rule(
    name="renewal_due",
    label=N_("Renewal due"),
    meaning=N_("A renewal that is prepared in time is a conversation; a late one is a negotiation."),
    condition=N_("A recurring contract line ends within {days} days, and no signed line follows it yet."),
    action=N_("Check that the promised outcome was reached, meet the decision maker, and make the offer."),
    clause=N_("renewal in {left} days"),
    kind=Kind.LIFECYCLE,
    reason="renewal.due",
    severity=Severity.MEDIUM,
    function=condition,
    parameters=(
        Parameter(name="days", label=N_("Before the end of the term"), unit=Unit.DAYS, default=90),
        held_for(1),
    ),
    evidence=(Evidence("left", N_("Days to the end of the term"), Unit.DAYS),),
    charted="left",
    threshold="days",
    bound=Bound.AT_MOST,
    examples=(
        Example(
            says=N_("The term ends on 1 June, in 86 days."),
            given={"contracts": ({"start_date": "2024-06-01", "end_date": "2025-06-01", "mrr": "50"},)},
            as_of="2025-03-07",
            fires=True,
            evidence={"left": 86.0},
        ),
        Example(
            says=N_("It was renewed on 5 March."),
            given={
                "contracts": (
                    {"start_date": "2024-06-01", "end_date": "2025-06-01", "mrr": "50"},
                    {
                        "start_date": "2025-06-01",
                        "end_date": "2026-06-01",
                        "mrr": "50",
                        "signed_on": "2025-03-05",
                        "known": "2025-03-05",
                    },
                )
            },
            as_of="2025-03-07",
            fires=False,
        ),
    ),
)
