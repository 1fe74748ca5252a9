"""Log-ins."""

from tenure_engine.measures import Ask, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.usage import usage_of
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return log-in events in the window."""
    return usage_of(inputs).total("logins", ask.first, ask.last, ask.window)


MEASURE = Measure(
    name="log_ins",
    label=N_("Log-ins"),
    meaning=N_("How often people came to the product."),
    formula=N_("Sum of the log-in events in the window."),
    missing=N_("Unknown before the account's first event, and while no events of anybody arrive."),
    unit=Unit.LOG_INS,
    direction=Direction.HIGHER,
    source=Source.EVENTS,
    function=compute,
    level=N_("log-ins: {value} in {window} days"),
    fell=N_("log-ins fell {percent} in {window} days"),
    rose=N_("log-ins rose {percent} in {window} days"),
    examples=(
        Example(
            says=N_("Three log-ins on two days; the report is no log-in: three."),
            given={
                "events": (
                    {"user_id": "ann", "day": "2025-03-01", "name": "login", "count": 2, "logins": 2},
                    {"user_id": "ann", "day": "2025-03-04", "name": "login", "logins": 1},
                    {"user_id": "ann", "day": "2025-03-04", "name": "report"},
                )
            },
            as_of="2025-03-07",
            window=7,
            value=3.0,
        ),
    ),
)
