"""Nobody knows who signs."""

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
    at_most,
    both,
    held_for,
    sure,
)
from tenure_engine.health.cards import Bound
from tenure_engine.measures import Unit
from tenure_engine.windows.inputs import Source
from tenure_engine.windows.kernels import Grid
from tenure_engine.windows.knowledge import FAR
from tenure_engine.windows.records import received
from tenure_engine.words import N_


def condition(facts: Facts, grid: Grid, parameters: Parameters) -> Found:
    """Return where no decision maker is on record, after signing (long ago if unknown) and before a renewal."""
    known = facts.measure("decision_maker_known", grid)
    signed = facts.inputs.accounts.signed[:, None]
    since = np.where(signed < FAR, (grid.numbers() - signed).astype(np.float64), np.nan)
    is_old = sure(np.asarray(np.isnan(since) | (since >= parameters.whole("days"))))
    left = facts.measure("days_to_renewal", grid)
    with np.errstate(invalid="ignore"):
        near = np.asarray(left <= parameters.whole("before"))
    decides = Truth(near, np.broadcast_to(received(facts.inputs, Source.CONTRACTS, grid), near.shape).copy())
    truth = both(at_most(known, 0.0), is_old, decides, sure(facts.customers(grid)))
    return Found(truth, {"known": known, "since": since, "left": left})


RULE = Rule(
    name="decision_maker_unknown",
    label=N_("Decision maker unknown"),
    meaning=N_("Whoever signs the renewal does not know us; everything said so far was said to somebody else."),
    condition=N_(
        "A term that nothing follows yet ends within {before} days, signing was {days} days ago or earlier, and no"
        " decision maker who has not left is among the contacts on record."
    ),
    action=N_("Ask your contact who signs, and be introduced."),
    clause=N_("no decision maker is known, and the renewal is in {left} days"),
    kind=Kind.ACTIVITY,
    reason="people.decision_maker",
    severity=Severity.LOW,
    function=condition,
    parameters=(
        Parameter(name="days", label=N_("After signing"), unit=Unit.DAYS, default=30, lowest=0),
        Parameter(name="before", label=N_("Renewal within"), unit=Unit.DAYS, default=180, highest=1100),
        held_for(7),
    ),
    evidence=(
        Evidence("known", N_("Decision maker known"), Unit.YES_NO),
        Evidence("since", N_("Days since signing"), Unit.DAYS),
        Evidence("left", N_("Days to the end of the term"), Unit.DAYS),
    ),
    charted="known",
    bound=Bound.AT_MOST,
    examples=(
        Example(
            says=N_("Only a liaison is known, two months after signing, and the term ends on 1 July."),
            given={
                "account": ({"signed_on": "2025-01-01"},),
                "contracts": ({"start_date": "2025-01-01", "end_date": "2025-07-01", "mrr": "50"},),
                "contacts": ({"role": "liaison", "known": "2025-01-10"},),
            },
            as_of="2025-03-07",
            fires=True,
            evidence={"known": 0.0, "since": 65.0, "left": 116.0},
        ),
        Example(
            says=N_("The one who signs was met on 1 February."),
            given={
                "account": ({"signed_on": "2025-01-01"},),
                "contracts": ({"start_date": "2025-01-01", "end_date": "2025-07-01", "mrr": "50"},),
                "contacts": (
                    {"role": "liaison", "known": "2025-01-10"},
                    {"role": "decision_maker", "known": "2025-02-01"},
                ),
            },
            as_of="2025-03-07",
            fires=False,
        ),
    ),
)
