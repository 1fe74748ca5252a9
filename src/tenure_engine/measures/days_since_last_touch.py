"""Days since the last touch."""

import numpy as np

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.knowledge import FAR
from tenure_engine.windows.records import extreme_state, said
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return days from the last touchpoint, else from signing, to the date."""
    table, grid = inputs.touchpoints, ask.grid(inputs)
    ends = np.full(len(table.day), FAR, dtype=np.int64)
    latest = extreme_state(inputs, table, grid, starts=table.day, ends=ends, values=table.day, take="max")
    days = grid.numbers()[None, :]
    signed = np.where(inputs.accounts.signed < FAR, inputs.accounts.signed, np.nan)[:, None]
    since_signing = np.where(days >= signed, signed, np.nan)
    latest = np.where(np.isnan(latest), since_signing, latest)
    return said(inputs, (Source.TOUCHPOINTS,), days - latest, grid)


MEASURE = Measure(
    name="days_since_last_touch",
    label=N_("Days since last touch"),
    meaning=N_("How long nobody of us has been in contact with this customer."),
    formula=N_("Days from the last touchpoint to the date; from signing if there was none."),
    missing=N_(
        "Unknown before the company's first touchpoint was recorded, and for an account without any whose day of"
        " signing is not known."
    ),
    unit=Unit.DAYS,
    direction=Direction.LOWER,
    source=Source.TOUCHPOINTS,
    function=compute,
    windows=(),
    default_window=0,
    change=Change.DIFFERENCE,
    level=N_("no contact for {value} days"),
    examples=(
        Example(
            says=N_("The last call was on 10 February: 25 days before 7 March."),
            given={
                "touchpoints": (
                    {"kind": "visit", "occurred_at": "2024-10-01"},
                    {"kind": "call", "occurred_at": "2025-02-10"},
                )
            },
            as_of="2025-03-07",
            value=25.0,
        ),
        Example(
            says=N_("Signed on 1 March and never contacted, while other customers are: six days."),
            given={"account": ({"signed_on": "2025-03-01"},), "coverage": ({"source": "touchpoints"},)},
            as_of="2025-03-07",
            value=6.0,
        ),
    ),
)
