"""Modules in regular use."""

import numpy as np

from tenure_engine.measures import Ask, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.kinds import kinds_of
from tenure_engine.windows.usage import usage_of
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return the event kinds that occurred on at least one day a week of the window, on two at least."""
    needed = max(2, ask.window // 7)
    known = usage_of(inputs).active_days(ask.first, ask.last, ask.window)
    total = np.zeros(known.shape, dtype=np.int64)
    for days in kinds_of(inputs).days_used(ask.first, ask.last, ask.window):
        total += days >= needed
    return np.where(np.isnan(known), np.nan, total)


MEASURE = Measure(
    name="modules_in_regular_use",
    label=N_("Features in regular use"),
    meaning=N_("How many parts of the product have become a habit, not only been tried."),
    formula=N_("Event kinds that occurred, on average, on one day a week of the window, and on two days at least."),
    missing=N_("Unknown before the account's first event, and while no events of anybody arrive."),
    unit=Unit.KINDS,
    direction=Direction.HIGHER,
    source=Source.EVENTS,
    function=compute,
    level=N_("features in regular use: {value} in {window} days"),
    fell=N_("features in regular use fell {percent} in {window} days"),
    rose=N_("features in regular use rose {percent} in {window} days"),
    examples=(
        Example(
            says=N_("Reports on three days, one export with a large count: one is regular."),
            given={
                "events": (
                    {"user_id": "ann", "day": "2025-03-03", "name": "report"},
                    {"user_id": "ann", "day": "2025-03-04", "name": "report"},
                    {"user_id": "bo", "day": "2025-03-06", "name": "report"},
                    {"user_id": "bo", "day": "2025-03-06", "name": "export", "count": 90},
                )
            },
            as_of="2025-03-07",
            window=7,
            value=1.0,
        ),
    ),
)
