"""API calls."""

from tenure_engine.measures import Ask, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.kinds import API_NAMES, kinds_of, plain_name
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return calls of our interfaces in the window."""
    use = kinds_of(inputs)
    where = use.where(lambda name: plain_name(name) in API_NAMES)
    return use.total(where, ask.first, ask.last, ask.window)


MEASURE = Measure(
    name="api_calls",
    label=N_("API calls"),
    meaning=N_("How much the customer's own systems rely on the product; what is built in is not torn out lightly."),
    formula=N_("Sum of the counts of the events named api_call, api_request or api in the window."),
    missing=N_("Unknown before the account's first API call, and while no events of anybody arrive."),
    unit=Unit.EVENTS,
    direction=Direction.HIGHER,
    source=Source.EVENTS,
    function=compute,
    level=N_("API calls: {value} in {window} days"),
    fell=N_("API calls fell {percent} in {window} days"),
    rose=N_("API calls rose {percent} in {window} days"),
    examples=(
        Example(
            says=N_("An event may carry a count, and its name may be written API Call: 250."),
            given={
                "events": (
                    {"day": "2025-03-03", "name": "api_call", "count": 200},
                    {"day": "2025-03-04", "name": "API Call", "count": 50},
                    {"day": "2025-03-04", "name": "report"},
                )
            },
            as_of="2025-03-07",
            window=7,
            value=250.0,
        ),
    ),
)
