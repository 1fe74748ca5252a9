"""Data held."""

from tenure_engine.measures import Ask, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.kinds import DATA_NAMES, kinds_of, plain_name
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return the value reported on the last day with a report."""
    use = kinds_of(inputs)
    return use.latest_mean(use.where(lambda name: plain_name(name) in DATA_NAMES), ask.first, ask.last)


MEASURE = Measure(
    name="data_held",
    label=N_("Data held"),
    meaning=N_("How much of the customer's own data has settled in the product: what has settled renews."),
    formula=N_("Mean value of the events named data_held, records_held or storage on the last day that has any."),
    missing=N_("Unknown before the account's first such event."),
    unit=Unit.NUMBER,
    direction=Direction.HIGHER,
    source=Source.EVENTS,
    function=compute,
    windows=(),
    default_window=0,
    level=N_("data held: {value}"),
    fell=N_("data held fell {percent} in {window} days"),
    rose=N_("data held rose {percent} in {window} days"),
    examples=(
        Example(
            says=N_("1,000 records on 1 March, 1,200 on 5 March: 1,200 since then."),
            given={
                "events": (
                    {"day": "2025-03-01", "name": "records_held", "value": 1000},
                    {"day": "2025-03-05", "name": "records_held", "value": 1200},
                )
            },
            as_of="2025-03-07",
            value=1200.0,
        ),
    ),
)
