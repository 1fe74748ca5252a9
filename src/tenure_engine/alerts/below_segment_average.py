"""The score lies below the average of the customer's own segment."""

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
    at_most,
    both,
    held_for,
    sure,
)
from tenure_engine.health.cards import Bound
from tenure_engine.measures import Unit
from tenure_engine.windows.kernels import Grid
from tenure_engine.words import N_


def condition(facts: Facts, grid: Grid, parameters: Parameters) -> Found:
    """Return where the score lies so many points below the mean of the segment's customers, itself included."""
    score, average, peers = facts.scores(grid), facts.averages(grid), facts.peers(grid)
    # Down to the hundredths in which scores are kept, so that the bound shown is the one that decides.
    bound = np.floor(np.round((average - parameters.number("points")) * 100, 6)) / 100
    enough = at_least(peers, parameters.whole("customers"))
    truth = both(at_most(score, bound), enough, sure(facts.customers(grid)))
    return Found(truth, {"score": score, "average": average.round(2), "bound": bound, "peers": peers})


RULE = Rule(
    name="below_segment_average",
    label=N_("Well below its segment"),
    meaning=N_("Others of the same kind do much better: what is missing here is possible elsewhere."),
    condition=N_(
        "The health score is at least {points} points below the mean of its segment, of which at least {customers}"
        " customers have a score."
    ),
    action=N_("Compare with a customer of the segment that does well, and offer what worked there."),
    clause=N_("health score {score}, while its segment has {average} on average"),
    kind=Kind.RISK,
    reason="health.falling",
    severity=Severity.LOW,
    function=condition,
    parameters=(
        Parameter(name="points", label=N_("Below the average by"), unit=Unit.POINTS, default=20.0, highest=100),
        Parameter(
            name="customers", label=N_("Segment has at least"), unit=Unit.NUMBER, default=5, lowest=2, highest=1000
        ),
        held_for(14),
    ),
    evidence=(
        Evidence("score", N_("Health score"), Unit.POINTS),
        Evidence("average", N_("Average of its segment"), Unit.POINTS),
        Evidence("bound", N_("Average less the distance"), Unit.POINTS),
        Evidence("peers", N_("Customers with a score in its segment"), Unit.NUMBER),
    ),
    charted="score",
    threshold="bound",
    bound=Bound.AT_MOST,
    examples=(
        Example(
            says=N_("The segment's mean is 72.5 and the score 50 for weeks: 22.5 points below."),
            given={
                "scores": ({"day": "2025-01-01", "score": 50},),
                "segment": ({"day": "2025-01-01", "average": 72.5, "customers": 9},),
            },
            as_of="2025-03-07",
            fires=True,
            evidence={"average": 72.5, "bound": 52.5},
        ),
        Example(
            says=N_("Four customers are too few to be compared with."),
            given={
                "scores": ({"day": "2025-01-01", "score": 50},),
                "segment": ({"day": "2025-01-01", "average": 72.5, "customers": 4},),
            },
            as_of="2025-03-07",
            fires=False,
        ),
    ),
)
