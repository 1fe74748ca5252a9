"""Champions who left."""

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import CONTACT_ROLES, Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import said, sum_states
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return the champions who left in the window."""
    table, grid = inputs.contacts, ask.grid(inputs)
    role = table.role == CONTACT_ROLES.index("champion")
    count = sum_states(inputs, table, grid, starts=table.left, ends=table.left + ask.window, where=role)
    return said(inputs, (Source.CONTACTS,), count, grid)


MEASURE = Measure(
    name="champions_left",
    label=N_("Champions who left"),
    meaning=N_("How many people who spoke for us are gone."),
    formula=N_("Contacts with the role champion whose day of leaving lies in the window."),
    missing=N_("Unknown before the company's first contact was recorded."),
    unit=Unit.PEOPLE,
    direction=Direction.LOWER,
    source=Source.CONTACTS,
    function=compute,
    default_window=90,
    change=Change.DIFFERENCE,
    level=N_("champions who left: {value} in {window} days"),
    examples=(
        Example(
            says=N_("One champion left last week, another long ago: one."),
            given={
                "contacts": (
                    {"role": "champion", "known": "2024-01-10", "left_on": "2025-03-01"},
                    {"role": "champion", "known": "2024-01-10", "left_on": "2024-05-01"},
                    {"role": "liaison", "known": "2024-01-10", "left_on": "2025-03-02"},
                )
            },
            as_of="2025-03-07",
            window=30,
            value=1.0,
        ),
    ),
)
