"""Somebody who spoke for us has left."""

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
from tenure_engine.windows.inputs import CONTACT_ROLES, Source
from tenure_engine.windows.kernels import Grid
from tenure_engine.windows.knowledge import FAR
from tenure_engine.windows.records import said, sum_states
from tenure_engine.words import N_


def condition(facts: Facts, grid: Grid, parameters: Parameters) -> Found:
    """Return where a champion left within so many days, whoever else is there."""
    inputs, table = facts.inputs, facts.inputs.contacts
    chosen = (table.role == CONTACT_ROLES.index("champion")) & (table.left < FAR)
    ends = table.left + parameters.whole("days")
    gone = sum_states(inputs, table, grid, starts=table.left, ends=ends, where=chosen)
    left = said(inputs, (Source.CONTACTS,), gone, grid)
    truth = both(at_least(left, 1.0), sure(facts.customers(grid)))
    return Found(truth, {"left": left, "present": facts.measure("champions_present", grid)})


RULE = Rule(
    name="champion_left",
    label=N_("Champion left"),
    meaning=N_("Who spoke for us inside is gone; whoever follows brings their own preferences."),
    condition=N_("A contact with the role champion left within the last {days} days."),
    action=N_("Meet the successor in the first weeks, and follow the champion to the new company."),
    clause=N_("champions who left: {left}; still there: {present}"),
    kind=Kind.RISK,
    reason="people.champion",
    severity=Severity.HIGH,
    function=condition,
    parameters=(
        Parameter(name="days", label=N_("Left within"), unit=Unit.DAYS, default=60),
        held_for(1),
    ),
    evidence=(
        Evidence("left", N_("Champions who left"), Unit.PEOPLE),
        Evidence("present", N_("Champions present"), Unit.PEOPLE),
    ),
    charted="present",
    examples=(
        Example(
            says=N_("Of two champions one left on 1 March."),
            given={
                "contacts": (
                    {"role": "champion", "known": "2025-01-10"},
                    {"role": "champion", "known": "2025-01-10", "left_on": "2025-03-01"},
                )
            },
            as_of="2025-03-07",
            fires=True,
            evidence={"left": 1.0, "present": 1.0},
        ),
        Example(
            says=N_("The champion left in the autumn: by now there is nothing to catch."),
            given={"contacts": ({"role": "champion", "known": "2024-01-10", "left_on": "2024-10-01"},)},
            as_of="2025-03-07",
            fires=False,
            evidence={"present": 0.0},
        ),
    ),
)
