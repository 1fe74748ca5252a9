"""Customer effort score."""

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import SURVEY_KINDS, Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import mean, said, sum_window
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return the mean of the effort answers of the window."""
    table, grid = inputs.surveys, ask.grid(inputs)
    asked = table.kind == SURVEY_KINDS.index("ces")
    count = sum_window(inputs, table, grid, day=table.day, window=ask.window, where=asked)
    total = sum_window(inputs, table, grid, day=table.day, window=ask.window, where=asked, weights=table.score)
    return said(inputs, (Source.SURVEYS,), mean(total, count, per=1000.0), grid)


MEASURE = Measure(
    name="ces",
    label=N_("Customer effort score"),
    meaning=N_("How easy it is to get something done with us, from 1 to 7 (7 is the least effort)."),
    formula=N_("Mean of the effort answers given in the window."),
    missing=N_("Unknown when nobody answered in the window."),
    unit=Unit.POINTS,
    direction=Direction.HIGHER,
    source=Source.SURVEYS,
    function=compute,
    default_window=90,
    change=Change.DIFFERENCE,
    level=N_("customer effort score {value} of 7"),
    fell=N_("customer effort score fell by {change} in {window} days"),
    rose=N_("customer effort score rose by {change} in {window} days"),
    examples=(
        Example(
            says=N_("Answers 6 and 3: 4.5."),
            given={
                "surveys": (
                    {"kind": "ces", "score": "6", "answered_at": "2025-03-01"},
                    {"kind": "ces", "score": "3", "answered_at": "2025-03-02"},
                )
            },
            as_of="2025-03-07",
            window=30,
            value=4.5,
        ),
    ),
)
