"""Decision maker known."""

import numpy as np

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import CONTACT_ROLES, Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import said, sum_states
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return 1 where a decision maker who has not left is known, else 0."""
    table, grid = inputs.contacts, ask.grid(inputs)
    role = table.role == CONTACT_ROLES.index("decision_maker")
    count = sum_states(inputs, table, grid, starts=table.since, ends=table.left, where=role)
    return said(inputs, (Source.CONTACTS,), (count > 0).astype(np.int64), grid)


MEASURE = Measure(
    name="decision_maker_known",
    label=N_("Decision maker known"),
    meaning=N_("Whether we know the person who signs."),
    formula=N_("1 when a contact with the role decision maker, who has not left, is on record; else 0."),
    missing=N_("Unknown before the company's first contact was recorded."),
    unit=Unit.YES_NO,
    direction=Direction.HIGHER,
    source=Source.CONTACTS,
    function=compute,
    windows=(),
    default_window=0,
    change=Change.DIFFERENCE,
    level=N_("no decision maker is known"),
    examples=(
        Example(
            says=N_("A decision maker is on record since January: yes."),
            given={"contacts": ({"role": "decision_maker", "known": "2025-01-10"},)},
            as_of="2025-03-07",
            value=1.0,
        ),
        Example(
            says=N_("The decision maker left in February, a champion remains: no."),
            given={
                "contacts": (
                    {"role": "decision_maker", "known": "2025-01-10", "left_on": "2025-02-01"},
                    {"role": "champion", "known": "2025-01-10"},
                )
            },
            as_of="2025-03-07",
            value=0.0,
        ),
    ),
)
