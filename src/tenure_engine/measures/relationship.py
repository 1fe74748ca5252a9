"""Warmth of the relationship."""

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import mean, said, sum_states
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return the mean warmth of the contacts who have not left, weighed by their influence."""
    table, grid = inputs.contacts, ask.grid(inputs)
    rated = table.warmth > 0
    weight = table.influence.clip(min=1)
    count = sum_states(inputs, table, grid, starts=table.since, ends=table.left, where=rated, weights=weight)
    total = sum_states(
        inputs, table, grid, starts=table.since, ends=table.left, where=rated, weights=weight * table.warmth
    )
    return said(inputs, (Source.CONTACTS,), mean(total, count), grid)


MEASURE = Measure(
    name="relationship",
    label=N_("Warmth of the relationship"),
    meaning=N_("How well we get on with the people there, from 1 to 5."),
    formula=N_("Mean warmth of the contacts who have not left, weighed by their influence (1 where not known)."),
    missing=N_("Unknown when nobody there has been rated."),
    unit=Unit.POINTS,
    direction=Direction.HIGHER,
    source=Source.CONTACTS,
    function=compute,
    windows=(),
    default_window=0,
    change=Change.DIFFERENCE,
    level=N_("warmth of the relationship: {value} of 5"),
    fell=N_("warmth of the relationship fell by {change} in {window} days"),
    rose=N_("warmth of the relationship rose by {change} in {window} days"),
    examples=(
        Example(
            says=N_("Warmth 2 with influence 5 and warmth 5 with influence 1: (10 + 5) / 6 = 2.5."),
            given={
                "contacts": (
                    {"role": "decision_maker", "known": "2025-01-10", "warmth": 2, "influence": 5},
                    {"role": "champion", "known": "2025-01-10", "warmth": 5, "influence": 1},
                    {"role": "liaison", "known": "2025-01-10", "warmth": 1, "left_on": "2025-02-01"},
                )
            },
            as_of="2025-03-07",
            value=2.5,
        ),
    ),
)
