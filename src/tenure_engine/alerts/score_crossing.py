"""The score fell below a band."""

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

SCORE_BEFORE_DAYS = 30


def condition(facts: Facts, grid: Grid, parameters: Parameters) -> Found:
    """Return where the score is below the lower bound of the band above the one that is set."""
    score = facts.scores(grid)
    above = "amber" if parameters.word("band") == "red" else "green"
    bound = facts.lower_bound(above)[:, None] + 0.0 * score
    truth = both(below(score, bound), sure(facts.customers(grid)))
    return Found(truth, {"score": score, "bound": bound, "before": facts.scores(grid.earlier(SCORE_BEFORE_DAYS))})


RULE = Rule(
    name="score_crossing",
    label=N_("Score fell below a band"),
    meaning=N_("A customer's health has crossed a line of its scorecard: what keeps customers is no longer there."),
    condition=N_("The health score is below the line where the chosen band begins."),
    action=N_("Find out what costs most in the score, and talk to the customer about that one thing."),
    clause=N_("health score {score}, below {bound}"),
    kind=Kind.RISK,
    reason="health.below_band",
    severity=Severity.HIGH,
    function=condition,
    parameters=(
        Parameter(
            name="band",
            label=N_("Falls to"),
            unit=Unit.NUMBER,
            default="red",
            choices=(("red", N_("At risk")), ("amber", N_("Watch"))),
        ),
        held_for(3),
    ),
    evidence=(
        Evidence("score", N_("Health score"), Unit.POINTS),
        Evidence("bound", N_("Line of the scorecard"), Unit.POINTS),
        Evidence("before", N_("Health score 30 days before"), Unit.POINTS),
    ),
    charted="score",
    threshold="bound",
    bound=Bound.AT_MOST,
    examples=(
        Example(
            says=N_("Below 50 since 5 March: on 7 March that is the third day."),
            given={
                "bands": ({"amber": 50, "green": 70},),
                "scores": ({"day": "2025-01-01", "score": 62}, {"day": "2025-03-05", "score": 48.5}),
            },
            as_of="2025-03-07",
            fires=True,
            evidence={"score": 48.5, "bound": 50.0, "before": 62.0},
        ),
        Example(
            says=N_("A score of exactly 50 is still in the band."),
            given={"bands": ({"amber": 50, "green": 70},), "scores": ({"day": "2025-01-01", "score": 50},)},
            as_of="2025-03-07",
            fires=False,
        ),
        Example(
            says=N_("Without a score nothing is said."),
            given={"bands": ({"amber": 50, "green": 70},)},
            as_of="2025-03-07",
            fires=False,
        ),
    ),
)
