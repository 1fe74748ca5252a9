"""Minutes of use."""

from tenure_engine.measures import Ask, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.usage import usage_of
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return the seconds of all events in the window, in minutes."""
    return usage_of(inputs).total("seconds", ask.first, ask.last, ask.window) / 60.0


MEASURE = Measure(
    name="usage_minutes",
    label=N_("Minutes of use"),
    meaning=N_("How long the product was used."),
    formula=N_("Sum of the durations that events carry in the window, in minutes."),
    missing=N_("Unknown before the account's first event, and while no events of anybody arrive."),
    unit=Unit.MINUTES,
    direction=Direction.HIGHER,
    source=Source.EVENTS,
    function=compute,
    level=N_("minutes of use: {value} in {window} days"),
    fell=N_("minutes of use fell {percent} in {window} days"),
    rose=N_("minutes of use rose {percent} in {window} days"),
    examples=(
        Example(
            says=N_("600 and 900 seconds are 25 minutes."),
            given={
                "events": (
                    {"user_id": "ann", "day": "2025-03-03", "name": "session", "seconds": 600},
                    {"user_id": "bo", "day": "2025-03-04", "name": "session", "seconds": 900},
                )
            },
            as_of="2025-03-07",
            window=7,
            value=25.0,
        ),
    ),
)
