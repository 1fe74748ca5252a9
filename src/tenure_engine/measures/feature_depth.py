"""Depth of a named feature."""

import numpy as np

from tenure_engine.measures import Ask, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.kinds import kinds_of
from tenure_engine.windows.usage import usage_of
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return the events of one kind in the window / active users of the window."""
    use = kinds_of(inputs)
    events = use.total(use.where(lambda name: name == ask.of), ask.first, ask.last, ask.window)
    users = usage_of(inputs).active_users(ask.first, ask.last, ask.window)
    out = np.full(users.shape, np.nan)
    np.divide(events, users, out=out, where=users > 0)
    return out


MEASURE = Measure(
    name="feature_depth",
    label=N_("Depth of a feature"),
    meaning=N_("How much those who use the product use one named feature."),
    formula=N_("Events of the named kind in the window / active users of the window."),
    missing=N_("Unknown before the account's first event of that kind, and when nobody was active in the window."),
    unit=Unit.NUMBER,
    direction=Direction.HIGHER,
    source=Source.EVENTS,
    function=compute,
    takes_event=True,
    level=N_("uses of the feature by each user: {value} in {window} days"),
    fell=N_("use of the feature by each user fell {percent} in {window} days"),
    rose=N_("use of the feature by each user rose {percent} in {window} days"),
    examples=(
        Example(
            says=N_("Six exports by two active users: three each."),
            given={
                "events": (
                    {"user_id": "ann", "day": "2025-03-03", "name": "export", "count": 6},
                    {"user_id": "bo", "day": "2025-03-05", "name": "report"},
                )
            },
            as_of="2025-03-07",
            window=7,
            of="export",
            value=3.0,
        ),
    ),
)
