"""Customer satisfaction."""

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import SURVEY_KINDS, Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import mean, said, sum_window
from tenure_engine.words import N_

SATISFIED = 4_000
"""The lowest score of a satisfied answer, in thousandths."""


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return the share of satisfied answers of the window."""
    table, grid = inputs.surveys, ask.grid(inputs)
    asked = table.kind == SURVEY_KINDS.index("csat")
    count = sum_window(inputs, table, grid, day=table.day, window=ask.window, where=asked)
    good = sum_window(inputs, table, grid, day=table.day, window=ask.window, where=asked & (table.score >= SATISFIED))
    return said(inputs, (Source.SURVEYS,), mean(good, count), grid)


MEASURE = Measure(
    name="csat",
    label=N_("Customer satisfaction"),
    meaning=N_("How many are satisfied with what we did for them."),
    formula=N_("Share of satisfaction answers that are 4 or 5 of 5, of the answers given in the window."),
    missing=N_("Unknown when nobody answered in the window."),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    source=Source.SURVEYS,
    function=compute,
    default_window=90,
    change=Change.DIFFERENCE,
    level=N_("satisfied answers: {value}"),
    fell=N_("satisfaction fell by {change} percentage points in {window} days"),
    rose=N_("satisfaction rose by {change} percentage points in {window} days"),
    examples=(
        Example(
            says=N_("Answers 5, 4 and 2: two of three are satisfied."),
            given={
                "surveys": (
                    {"kind": "csat", "score": "5", "answered_at": "2025-03-01"},
                    {"kind": "csat", "score": "4", "answered_at": "2025-03-02"},
                    {"kind": "csat", "score": "2", "answered_at": "2025-03-03"},
                )
            },
            as_of="2025-03-07",
            window=30,
            value=2 / 3,
        ),
    ),
)
