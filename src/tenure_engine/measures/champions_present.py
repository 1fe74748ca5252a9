"""Champions present."""

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import CONTACT_ROLES, Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import said, sum_states
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return the champions who have not left."""
    table, grid = inputs.contacts, ask.grid(inputs)
    role = table.role == CONTACT_ROLES.index("champion")
    count = sum_states(inputs, table, grid, starts=table.since, ends=table.left, where=role)
    return said(inputs, (Source.CONTACTS,), count, grid)


MEASURE = Measure(
    name="champions_present",
    label=N_("Champions present"),
    meaning=N_("How many people there speak for us."),
    formula=N_("Contacts with the role champion who have not left by the end of the date."),
    missing=N_("Unknown before the company's first contact was recorded."),
    unit=Unit.PEOPLE,
    direction=Direction.HIGHER,
    source=Source.CONTACTS,
    function=compute,
    windows=(),
    default_window=0,
    change=Change.DIFFERENCE,
    level=N_("champions present: {value}"),
    fell=N_("champions present: {change} fewer than {window} days ago"),
    examples=(
        Example(
            says=N_("Two champions, one of whom left on 1 March: one."),
            given={
                "contacts": (
                    {"role": "champion", "known": "2025-01-10"},
                    {"role": "champion", "known": "2025-01-10", "left_on": "2025-03-01"},
                )
            },
            as_of="2025-03-07",
            value=1.0,
        ),
    ),
)
