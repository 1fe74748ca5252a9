"""Trainings."""

from tenure_engine.measures import Ask, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import TOUCH_KINDS, Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import said, sum_window
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return trainings in the window."""
    table, grid = inputs.touchpoints, ask.grid(inputs)
    where = table.kind == TOUCH_KINDS.index("training")
    counts = sum_window(inputs, table, grid, day=table.day, window=ask.window, where=where)
    return said(inputs, (Source.TOUCHPOINTS,), counts, grid)


MEASURE = Measure(
    name="trainings",
    label=N_("Trainings"),
    meaning=N_("How often their people were trained; who is trained goes on using it."),
    formula=N_("Touchpoints of the kind training in the window."),
    missing=N_("Unknown before the company's first touchpoint was recorded."),
    unit=Unit.TOUCHES,
    direction=Direction.HIGHER,
    source=Source.TOUCHPOINTS,
    function=compute,
    default_window=180,
    level=N_("trainings: {value} in {window} days"),
    fell=N_("trainings fell {percent} in {window} days"),
    rose=N_("trainings rose {percent} in {window} days"),
    examples=(
        Example(
            says=N_("One training and one call: one."),
            given={
                "touchpoints": (
                    {"kind": "training", "occurred_at": "2025-02-10"},
                    {"kind": "call", "occurred_at": "2025-02-11"},
                )
            },
            as_of="2025-03-07",
            window=90,
            value=1.0,
        ),
    ),
)
