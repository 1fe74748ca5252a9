"""How fresh what is known is: the last day on which something of an account happened, by source."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from tenure_engine.windows.inputs import Inputs, Source, Versions, day_of
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.knowledge import FAR
from tenure_engine.windows.records import extreme_state, grid_of
from tenure_engine.windows.usage import usage_of

Int64 = NDArray[np.int64]

DAYS: Mapping[Source, Callable[[Inputs], tuple[Versions, Int64]]] = {
    Source.TICKETS: lambda inputs: (inputs.tickets, day_of(inputs.tickets.opened)),
    Source.INVOICES: lambda inputs: (inputs.invoices, inputs.invoices.issued),
    Source.SURVEYS: lambda inputs: (inputs.surveys, inputs.surveys.day),
    Source.TOUCHPOINTS: lambda inputs: (inputs.touchpoints, inputs.touchpoints.day),
    Source.CONTRACTS: lambda inputs: (inputs.lines, inputs.lines.starts),
    Source.CONTACTS: lambda inputs: (inputs.contacts, inputs.contacts.since),
    Source.LOSSES: lambda inputs: (inputs.losses, inputs.losses.day),
    Source.DEVICES: lambda inputs: (inputs.devices, inputs.devices.installed),
}


def last_days(inputs: Inputs, source: Source, first: int, last: int) -> Float64:
    """Return per account and day the last day, not after it, with something of the source; NaN where none."""
    grid = grid_of(inputs, first, last)
    if source is Source.EVENTS:
        return usage_of(inputs).last_day(first, last)
    table, days = DAYS[source](inputs)
    ends = np.full(len(days), FAR, dtype=np.int64)
    return extreme_state(inputs, table, grid, starts=days, ends=ends, values=days, take="max")
