"""User retention."""

import numpy as np

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.usage import usage_of
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return the share of the previous window's users who came back in this one.

    |both| = |this| + |previous| - |either|, and either is the window of twice the length.
    """
    window = ask.window
    usage = usage_of(inputs)
    this = usage.active_users(ask.first, ask.last, window)
    either = usage.active_users(ask.first, ask.last, 2 * window)
    earlier = usage_of(inputs.seen_with(inputs.knowledge.lagged(window)))
    previous = earlier.active_users(ask.first - window, ask.last - window, window)
    out = np.full(this.shape, np.nan)
    np.divide(this + previous - either, previous, out=out, where=previous > 0)
    return out


MEASURE = Measure(
    name="user_retention",
    label=N_("User retention"),
    meaning=N_("Whether the people who used the product come back."),
    formula=N_("Users active in the window and in the one before / users active in the one before."),
    missing=N_("Unknown when nobody was active in the window before."),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    source=Source.EVENTS,
    function=compute,
    change=Change.DIFFERENCE,
    spans=2,
    level=N_("users who came back: {value} in {window} days"),
    fell=N_("user retention fell by {change} percentage points in {window} days"),
    rose=N_("user retention rose by {change} percentage points in {window} days"),
    examples=(
        Example(
            says=N_("Of Ann and Bo, only Ann came back; Cy is new and does not count: one half."),
            given={
                "events": (
                    {"user_id": "ann", "day": "2025-02-25", "name": "report"},
                    {"user_id": "bo", "day": "2025-02-26", "name": "report"},
                    {"user_id": "ann", "day": "2025-03-03", "name": "report"},
                    {"user_id": "cy", "day": "2025-03-05", "name": "report"},
                )
            },
            as_of="2025-03-07",
            window=7,
            value=0.5,
        ),
    ),
)
