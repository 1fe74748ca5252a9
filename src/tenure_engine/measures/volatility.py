"""Volatility."""

import numpy as np

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.usage import usage_of
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return the coefficient of variation of the daily events: sqrt(w * sum of squares - sum^2) / sum."""
    usage = usage_of(inputs)
    total = usage.total("count", ask.first, ask.last, ask.window)
    squares = usage.squares(ask.first, ask.last, ask.window)
    out = np.full(total.shape, np.nan)
    np.divide(np.sqrt(ask.window * squares - total * total), total, out=out, where=total > 0)
    return out


MEASURE = Measure(
    name="volatility",
    label=N_("Volatility"),
    meaning=N_(
        "How unevenly the product is used from day to day; use that swings is often use that nobody relies on."
    ),
    formula=N_("Standard deviation of the events a day in the window / their mean (days without events count)."),
    missing=N_("Unknown when there were no events in the window."),
    unit=Unit.TIMES,
    direction=Direction.LOWER,
    source=Source.EVENTS,
    function=compute,
    change=Change.DIFFERENCE,
    level=N_("daily use swings {value} times its mean in {window} days"),
    examples=(
        Example(
            says=N_("Seven events a day, every day: no swing."),
            given={
                "events": tuple(
                    {"user_id": "ann", "day": f"2025-03-0{day}", "name": "report", "count": 7} for day in range(1, 8)
                )
            },
            as_of="2025-03-07",
            window=7,
            value=0.0,
        ),
        Example(
            says=N_("All seven events on one day of seven: mean 1, standard deviation √6."),
            given={"events": ({"user_id": "ann", "day": "2025-03-02", "name": "report", "count": 7},)},
            as_of="2025-03-07",
            window=7,
            value=6.0**0.5,
        ),
    ),
)
