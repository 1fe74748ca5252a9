"""Share of touches near the renewal."""

import numpy as np

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.contracts import NEAR_DAYS, touches_near_an_end
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import said, sum_window
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return the share of the window's touches that lie in the 30 days before the end of a line."""
    table, grid = inputs.touchpoints, ask.grid(inputs)
    count = sum_window(inputs, table, grid, day=table.day, window=ask.window)
    near = touches_near_an_end(inputs, grid, ask.window)
    out = np.full(count.shape, np.nan)
    np.divide(near, count, out=out, where=count > 0)
    return said(inputs, (Source.TOUCHPOINTS, Source.CONTRACTS), out, grid)


assert NEAR_DAYS == 30  # as the formula says

MEASURE = Measure(
    name="touches_near_renewal",
    label=N_("Share of touches near renewal"),
    meaning=N_("Whether we only call when we want a signature."),
    formula=N_("Touches of the window in the 30 days before a recurring line ends / touches of the window."),
    missing=N_("Unknown when there were no touches in the window, or before the first contract was received."),
    unit=Unit.SHARE,
    direction=Direction.LOWER,
    source=Source.TOUCHPOINTS,
    function=compute,
    default_window=180,
    change=Change.DIFFERENCE,
    level=N_("touches in the month before the renewal: {value} of all in {window} days"),
    examples=(
        Example(
            says=N_("Of two touches one lies in the 30 days before the end on 15 March: one half."),
            given={
                "contracts": ({"start_date": "2024-03-15", "end_date": "2025-03-15", "mrr": "100"},),
                "touchpoints": (
                    {"kind": "call", "occurred_at": "2025-01-20"},
                    {"kind": "call", "occurred_at": "2025-03-01"},
                ),
            },
            as_of="2025-03-07",
            window=90,
            value=0.5,
        ),
    ),
)
