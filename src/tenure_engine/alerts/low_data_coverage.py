"""Too little is known to judge."""

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
    below,
    both,
    held_for,
    sure,
)
from tenure_engine.health.cards import Bound
from tenure_engine.measures import Unit
from tenure_engine.windows.kernels import Grid
from tenure_engine.words import N_


def condition(facts: Facts, grid: Grid, parameters: Parameters) -> Found:
    """Return where the known share of the scorecard's weights is below a share; here not knowing is the point."""
    coverage = facts.coverage(grid)
    truth = both(below(coverage, parameters.number("share")), sure(facts.customers(grid)))
    return Found(truth, {"coverage": coverage, "score": facts.scores(grid)})


RULE = Rule(
    name="low_data_coverage",
    label=N_("Too little data"),
    meaning=N_("A score from half of the facts calms nobody: this customer could be anything."),
    condition=N_("Less than {share} of the scorecard's weights are known."),
    action=N_("See which measures are not known, and connect or record them."),
    clause=N_("only {coverage} of the score's weights are known"),
    kind=Kind.ACTIVITY,
    reason="data.coverage",
    severity=Severity.LOW,
    function=condition,
    parameters=(
        Parameter(name="share", label=N_("Known less than"), unit=Unit.SHARE, default=0.6, lowest=0.01, highest=1.0),
        held_for(14),
    ),
    evidence=(
        Evidence("coverage", N_("Known share of the weights"), Unit.SHARE),
        Evidence("score", N_("Health score"), Unit.POINTS),
    ),
    charted="coverage",
    threshold="share",
    bound=Bound.AT_MOST,
    examples=(
        Example(
            says=N_("Since January only 45% of the weights are known; there is no score at all."),
            given={"scores": ({"day": "2025-01-01", "score": None, "coverage": 0.45},)},
            as_of="2025-03-07",
            fires=True,
            evidence={"coverage": 0.45},
        ),
        Example(
            says=N_("60% is not less than 60%."),
            given={"scores": ({"day": "2025-01-01", "score": 70, "coverage": 0.6},)},
            as_of="2025-03-07",
            fires=False,
        ),
    ),
)
