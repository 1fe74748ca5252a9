"""Nobody there uses the product any more."""

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
from tenure_engine.windows.kernels import Float64, Grid
from tenure_engine.windows.usage import FEED_SILENT_AFTER, speaking_days, usage_of
from tenure_engine.words import N_


def never_used(facts: Facts, grid: Grid) -> Float64:
    """Return days since signing where nothing was ever seen though others' events arrive, else NaN."""
    inputs, days = facts.inputs, grid.numbers()[None, :]
    signed = inputs.accounts.signed[:, None]
    unseen = np.isnan(usage_of(inputs).last_day(grid.first, grid.last))
    waits = (signed <= days) & unseen & speaking_days(inputs, grid, FEED_SILENT_AFTER)
    return np.where(waits, (days - signed).astype(np.float64), np.nan)


def condition(facts: Facts, grid: Grid, parameters: Parameters) -> Found:
    """Return where no named user was seen for so many days; where none was ever named, no event at all."""
    anything = facts.measure("days_since_last_activity", grid)
    anybody = facts.measure("days_since_last_user", grid)
    quiet = np.where(np.isnan(anybody), anything, anybody)
    if parameters["never_used"]:
        quiet = np.where(np.isnan(quiet), never_used(facts, grid), quiet)
    truth = both(at_least(quiet, parameters.whole("days")), sure(facts.customers(grid)))
    return Found(truth, {"quiet": quiet, "anybody": anybody, "anything": anything})


RULE = Rule(
    name="silence",
    label=N_("Silence"),
    meaning=N_("A customer who stopped using the product says nothing, and leaves at the end of the term."),
    condition=N_(
        "No user of the account was seen for {days} days; where events name no users, nothing at all happened."
        " What machines send by themselves breaks no silence. While nobody's events arrive the feed is silent, not"
        " the customer."
    ),
    action=N_("Ask whether they are content without logging in, or gone; one question decides."),
    clause=N_("nobody has used it for {quiet} days"),
    kind=Kind.RISK,
    reason="usage.silence",
    severity=Severity.HIGH,
    function=condition,
    parameters=(
        Parameter(name="days", label=N_("Silent for"), unit=Unit.DAYS, default=14),
        Parameter(
            name="never_used",
            label=N_("Also who has never used it since signing"),
            unit=Unit.YES_NO,
            default=False,
        ),
        held_for(1),
    ),
    evidence=(
        Evidence("quiet", N_("Silent for"), Unit.DAYS),
        Evidence("anybody", N_("Since a user was last seen"), Unit.DAYS),
        Evidence("anything", N_("Since any event"), Unit.DAYS),
    ),
    charted="quiet",
    threshold="days",
    examples=(
        Example(
            says=N_("Ann was last seen on 20 February, 15 days before; the nightly synchronisation goes on."),
            given={
                "events": (
                    {"user_id": "ann", "day": "2025-02-20", "name": "report"},
                    {"user_id": "", "day": "2025-03-07", "name": "sync"},
                )
            },
            as_of="2025-03-07",
            fires=True,
            evidence={"quiet": 15.0, "anything": 0.0},
        ),
        Example(
            says=N_("A robot whose events name nobody is silent when nothing comes at all."),
            given={
                "events": ({"user_id": "", "day": "2025-02-20", "name": "woken"},),
                "feed": ({"day": "2025-03-06"},),
            },
            as_of="2025-03-07",
            fires=True,
            evidence={"quiet": 15.0},
        ),
        Example(
            says=N_("Signed on 1 February and never seen while others are: silent only if that is asked for."),
            given={"account": ({"signed_on": "2025-02-01"},), "feed": ({"day": "2025-03-06"},)},
            as_of="2025-03-07",
            fires=True,
            evidence={"quiet": 34.0},
            parameters={"never_used": True},
        ),
        Example(
            says=N_("Never seen: nothing is known of its use, so nothing is said."),
            given={"account": ({"signed_on": "2025-02-01"},), "feed": ({"day": "2025-03-06"},)},
            as_of="2025-03-07",
            fires=False,
        ),
    ),
)
