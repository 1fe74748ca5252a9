"""Active days."""

from tenure_engine.measures import Ask, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.usage import usage_of
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return days with an event in the window."""
    return usage_of(inputs).active_days(ask.first, ask.last, ask.window)


MEASURE = Measure(
    name="active_days",
    label=N_("Active days"),
    meaning=N_("On how many days the product was used at all: habit rather than volume."),
    formula=N_("Days in the window with at least one event of the account."),
    missing=N_("Unknown before the account's first event, and while no events of anybody arrive."),
    unit=Unit.DAYS,
    direction=Direction.HIGHER,
    source=Source.EVENTS,
    function=compute,
    level=N_("active on {value} of {window} days"),
    fell=N_("active days fell {percent} in {window} days"),
    rose=N_("active days rose {percent} in {window} days"),
    examples=(
        Example(
            says=N_("Two people on one day and one on another: two days."),
            given={
                "events": (
                    {"user_id": "ann", "day": "2025-03-03", "name": "report"},
                    {"user_id": "bo", "day": "2025-03-03", "name": "report", "count": 9},
                    {"user_id": "bo", "day": "2025-03-06", "name": "report"},
                )
            },
            as_of="2025-03-07",
            window=7,
            value=2.0,
        ),
    ),
)
