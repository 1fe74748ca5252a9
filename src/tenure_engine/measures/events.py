"""Usage volume."""

from tenure_engine.measures import Ask, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.usage import usage_of
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return events in the window."""
    return usage_of(inputs).total("count", ask.first, ask.last, ask.window)


MEASURE = Measure(
    name="events",
    label=N_("Usage volume"),
    meaning=N_("How much the product was used, by number of events."),
    formula=N_("Sum of the counts of all events in the window, with or without a user."),
    missing=N_("Unknown before the account's first event, and while no events of anybody arrive."),
    unit=Unit.EVENTS,
    direction=Direction.HIGHER,
    source=Source.EVENTS,
    function=compute,
    level=N_("events: {value} in {window} days"),
    fell=N_("usage fell {percent} in {window} days"),
    rose=N_("usage rose {percent} in {window} days"),
    examples=(
        Example(
            says=N_("An event may carry a count: 5 + 1 = 6; the one of eight days ago is outside."),
            given={
                "events": (
                    {"user_id": "ann", "day": "2025-02-27", "name": "report", "count": 40},
                    {"user_id": "ann", "day": "2025-03-02", "name": "report", "count": 5},
                    {"user_id": "", "day": "2025-03-07", "name": "sync"},
                )
            },
            as_of="2025-03-07",
            window=7,
            value=6.0,
        ),
        Example(
            says=N_("Used before, but not in the window, while others were active: zero."),
            given={
                "events": ({"user_id": "ann", "day": "2025-02-01", "name": "report"},),
                "feed": ({"day": "2025-03-05"},),
            },
            as_of="2025-03-07",
            window=7,
            value=0.0,
        ),
        Example(
            says=N_("No events of anybody in the window: the feed is silent, so the value is unknown."),
            given={"events": ({"user_id": "ann", "day": "2025-02-01", "name": "report"},)},
            as_of="2025-03-07",
            window=7,
            value=None,
        ),
    ),
)
