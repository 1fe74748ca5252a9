"""Net promoter score."""

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import SURVEY_KINDS, Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import mean, said, sum_window
from tenure_engine.words import N_

PROMOTER, DETRACTOR = 9_000, 6_000
"""The lowest score of a promoter and the highest of a detractor, in thousandths."""


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return 100 x (promoters - detractors) / answers of the window."""
    table, grid = inputs.surveys, ask.grid(inputs)
    asked = table.kind == SURVEY_KINDS.index("nps")
    value = (table.score >= PROMOTER).astype("int64") - (table.score <= DETRACTOR).astype("int64")
    count = sum_window(inputs, table, grid, day=table.day, window=ask.window, where=asked)
    total = sum_window(inputs, table, grid, day=table.day, window=ask.window, where=asked, weights=value * 100)
    return said(inputs, (Source.SURVEYS,), mean(total, count), grid)


MEASURE = Measure(
    name="nps",
    label=N_("Net promoter score"),
    meaning=N_("Whether people there would recommend us, from -100 to 100."),
    formula=N_("Share of answers 9-10 minus share of answers 0-6, of the answers given in the window, times 100."),
    missing=N_("Unknown when nobody answered in the window."),
    unit=Unit.POINTS,
    direction=Direction.HIGHER,
    source=Source.SURVEYS,
    function=compute,
    default_window=180,
    change=Change.DIFFERENCE,
    level=N_("net promoter score {value}"),
    fell=N_("net promoter score fell by {change} in {window} days"),
    rose=N_("net promoter score rose by {change} in {window} days"),
    examples=(
        Example(
            says=N_("Answers 10, 9, 8 and 3: two promoters, one detractor of four: 25."),
            given={
                "surveys": (
                    {"kind": "nps", "score": "10", "answered_at": "2025-03-01"},
                    {"kind": "nps", "score": "9", "answered_at": "2025-03-02"},
                    {"kind": "nps", "score": "8", "answered_at": "2025-03-03"},
                    {"kind": "nps", "score": "3", "answered_at": "2025-03-04"},
                    {"kind": "csat", "score": "1", "answered_at": "2025-03-04"},
                )
            },
            as_of="2025-03-07",
            window=90,
            value=25.0,
        ),
    ),
)
