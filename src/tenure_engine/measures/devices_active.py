"""Share of devices that are active."""

import numpy as np

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.knowledge import FAR
from tenure_engine.windows.records import mean, said, sum_states
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return active devices / installed devices at the date."""
    table, grid = inputs.devices, ask.grid(inputs)
    ends = np.full(len(table.row), FAR, dtype=np.int64)
    count = sum_states(inputs, table, grid, starts=table.installed, ends=ends)
    active = sum_states(inputs, table, grid, starts=table.installed, ends=ends, where=table.is_active)
    return said(inputs, (Source.DEVICES,), mean(active, count), grid)


MEASURE = Measure(
    name="devices_active",
    label=N_("Devices active"),
    meaning=N_("How much of the fleet that stands at the customer works."),
    formula=N_("Devices whose status is active, online, ok or running / devices installed by the date."),
    missing=N_("Unknown when the account has no devices on record."),
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    source=Source.DEVICES,
    function=compute,
    windows=(),
    default_window=0,
    change=Change.DIFFERENCE,
    level=N_("devices active: {value}"),
    fell=N_("devices active fell by {change} percentage points in {window} days"),
    rose=N_("devices active rose by {change} percentage points in {window} days"),
    examples=(
        Example(
            says=N_("Three of four devices are active; one without a status counts as active."),
            given={
                "devices": (
                    {"status": "active", "known": "2025-01-10"},
                    {"status": "online", "known": "2025-01-10"},
                    {"known": "2025-01-10"},
                    {"status": "broken", "known": "2025-01-10"},
                )
            },
            as_of="2025-03-07",
            value=0.75,
        ),
    ),
)
