"""Touches."""

from tenure_engine.measures import Ask, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import said, sum_window
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return touchpoints in the window."""
    table, grid = inputs.touchpoints, ask.grid(inputs)
    counts = sum_window(inputs, table, grid, day=table.day, window=ask.window)
    return said(inputs, (Source.TOUCHPOINTS,), counts, grid)


MEASURE = Measure(
    name="touches",
    label=N_("Touches"),
    meaning=N_("How often we and the customer were in contact."),
    formula=N_("Touchpoints of any kind in the window, from either side."),
    missing=N_("Unknown before the company's first touchpoint was recorded."),
    unit=Unit.TOUCHES,
    direction=Direction.HIGHER,
    source=Source.TOUCHPOINTS,
    function=compute,
    default_window=90,
    level=N_("touches: {value} in {window} days"),
    fell=N_("touches fell {percent} in {window} days"),
    rose=N_("touches rose {percent} in {window} days"),
    examples=(
        Example(
            says=N_("A call and an e-mail in the window, a visit long before: two."),
            given={
                "touchpoints": (
                    {"kind": "visit", "occurred_at": "2024-10-01"},
                    {"kind": "call", "occurred_at": "2025-02-10"},
                    {"kind": "mail", "occurred_at": "2025-03-03"},
                )
            },
            as_of="2025-03-07",
            window=90,
            value=2.0,
        ),
    ),
)
