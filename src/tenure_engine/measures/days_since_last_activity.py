"""Days since the last activity."""

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.usage import usage_of
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return days from the account's last event to the date."""
    return usage_of(inputs).days_since(ask.first, ask.last)


MEASURE = Measure(
    name="days_since_last_activity",
    label=N_("Days since last activity"),
    meaning=N_("How long nobody there has used the product."),
    formula=N_("Days from the account's last event, of any kind, to the date."),
    missing=N_("Unknown before the account's first event, and when nobody's events have arrived for 30 days."),
    unit=Unit.DAYS,
    direction=Direction.LOWER,
    source=Source.EVENTS,
    function=compute,
    windows=(),
    default_window=0,
    change=Change.DIFFERENCE,
    level=N_("no activity for {value} days"),
    examples=(
        Example(
            says=N_("The last event was on 3 March: four days before 7 March."),
            given={
                "events": (
                    {"user_id": "ann", "day": "2025-03-01", "name": "report"},
                    {"user_id": "", "day": "2025-03-03", "name": "sync"},
                )
            },
            as_of="2025-03-07",
            value=4.0,
        ),
    ),
)
