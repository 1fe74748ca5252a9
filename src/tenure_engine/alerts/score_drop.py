"""The score fell fast."""

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
from tenure_engine.windows.kernels import Grid
from tenure_engine.words import N_


def condition(facts: Facts, grid: Grid, parameters: Parameters) -> Found:
    """Return where the score lies by so many points below what it was so many days before, as it was shown then."""
    score, before = facts.scores(grid), facts.scores(grid.earlier(parameters.whole("days")))
    drop = (before - score).round(2)
    truth = both(at_least(drop, parameters.number("points")), sure(facts.customers(grid)))
    return Found(truth, {"drop": drop, "score": score, "before": before})


RULE = Rule(
    name="score_drop",
    label=N_("Score fell fast"),
    meaning=N_("Something changed at this customer within weeks, whatever the level of the score still is."),
    condition=N_("The health score is at least {points} points below what it was {days} days before."),
    action=N_("Look at what moved the score, row by row, and ask the customer what changed."),
    clause=N_("health score fell by {drop} points in {days} days, to {score}"),
    kind=Kind.RISK,
    reason="health.falling",
    severity=Severity.MEDIUM,
    function=condition,
    parameters=(
        Parameter(name="points", label=N_("Fell by"), unit=Unit.POINTS, default=15.0, highest=100),
        Parameter(name="days", label=N_("Within"), unit=Unit.DAYS, default=30, highest=180),
        held_for(3),
    ),
    evidence=(
        Evidence("drop", N_("Fell by"), Unit.POINTS),
        Evidence("score", N_("Health score"), Unit.POINTS),
        Evidence("before", N_("Health score before"), Unit.POINTS),
    ),
    charted="drop",
    threshold="points",
    looks_back="days",
    examples=(
        Example(
            says=N_("From 80 to 60 on 5 March: the third day on which it is 20 points below."),
            given={"scores": ({"day": "2025-01-01", "score": 80}, {"day": "2025-03-05", "score": 60})},
            as_of="2025-03-07",
            fires=True,
            evidence={"drop": 20.0, "score": 60.0, "before": 80.0},
        ),
        Example(
            says=N_("It fell in January: a month later it is no fall any more."),
            given={"scores": ({"day": "2024-12-01", "score": 80}, {"day": "2025-01-20", "score": 60})},
            as_of="2025-03-07",
            fires=False,
        ),
    ),
)
