"""Nobody of us has been in contact."""

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
    """Return where the last touchpoint, else the signing, lies so many days back."""
    quiet = facts.measure("days_since_last_touch", grid)
    truth = both(at_least(quiet, parameters.whole("days")), sure(facts.customers(grid)))
    return Found(truth, {"quiet": quiet})


RULE = Rule(
    name="no_touch",
    label=N_("Nobody has been in touch"),
    meaning=N_("A customer nobody talks to is lost without anybody noticing."),
    condition=N_("No touchpoint of any kind for {days} days, counted from signing where there never was one."),
    action=N_("Call, with something to give: what others like them do with it."),
    clause=N_("no contact for {quiet} days"),
    kind=Kind.ACTIVITY,
    reason="contact.neglect",
    severity=Severity.MEDIUM,
    function=condition,
    parameters=(
        Parameter(name="days", label=N_("Without a touchpoint for"), unit=Unit.DAYS, default=60),
        held_for(1),
    ),
    evidence=(Evidence("quiet", N_("Since the last touchpoint"), Unit.DAYS),),
    charted="quiet",
    threshold="days",
    examples=(
        Example(
            says=N_("The last call was on 1 January: 65 days before 7 March."),
            given={"touchpoints": ({"kind": "call", "occurred_at": "2025-01-01"},)},
            as_of="2025-03-07",
            fires=True,
            evidence={"quiet": 65.0},
        ),
        Example(
            says=N_("The last call was on 7 January, 59 days before: one day short."),
            given={"touchpoints": ({"kind": "call", "occurred_at": "2025-01-07"},)},
            as_of="2025-03-07",
            fires=False,
            evidence={"quiet": 59.0},
        ),
    ),
)
