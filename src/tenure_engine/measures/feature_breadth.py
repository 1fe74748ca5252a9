"""Feature breadth."""

from tenure_engine.measures import Ask, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.usage import usage_of
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return different event kinds in the window."""
    return usage_of(inputs).kinds_used(ask.first, ask.last, ask.window)


MEASURE = Measure(
    name="feature_breadth",
    label=N_("Feature breadth"),
    meaning=N_("How many different things people do with the product."),
    formula=N_("Different kinds of event in the window."),
    missing=N_("Unknown before the account's first event, and while no events of anybody arrive."),
    unit=Unit.KINDS,
    direction=Direction.HIGHER,
    source=Source.EVENTS,
    function=compute,
    level=N_("features used: {value} in {window} days"),
    fell=N_("the number of features used fell {percent} in {window} days"),
    rose=N_("the number of features used rose {percent} in {window} days"),
    examples=(
        Example(
            says=N_("Reports on two days and one export: two kinds."),
            given={
                "events": (
                    {"user_id": "ann", "day": "2025-03-03", "name": "report"},
                    {"user_id": "bo", "day": "2025-03-05", "name": "report"},
                    {"user_id": "bo", "day": "2025-03-05", "name": "export"},
                )
            },
            as_of="2025-03-07",
            window=7,
            value=2.0,
        ),
    ),
)
