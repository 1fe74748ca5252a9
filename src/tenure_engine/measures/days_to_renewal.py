"""Days to renewal."""

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.contracts import next_end
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.records import said
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return days from the date to the next end of a recurring line that nothing follows yet."""
    grid = ask.grid(inputs)
    return said(inputs, (Source.CONTRACTS,), next_end(inputs, grid) - grid.numbers(), grid)


MEASURE = Measure(
    name="days_to_renewal",
    label=N_("Days to renewal"),
    meaning=N_("How soon the customer decides whether to stay."),
    formula=N_(
        "Days to the earliest end of an active recurring contract line. A line that a signed one follows (it names"
        " it, or begins within 7 days of its end and runs beyond it) is renewed and does not count."
    ),
    missing=N_("Unknown when no active recurring line has an end date that is still open."),
    unit=Unit.DAYS,
    direction=Direction.HIGHER,
    source=Source.CONTRACTS,
    function=compute,
    windows=(),
    default_window=0,
    change=Change.DIFFERENCE,
    level=N_("renewal in {value} days"),
    examples=(
        Example(
            says=N_("Two active lines end on 1 April and 1 June; the earlier counts: 25 days."),
            given={
                "contracts": (
                    {"start_date": "2024-04-01", "end_date": "2025-04-01", "mrr": "100"},
                    {"start_date": "2024-06-01", "end_date": "2025-06-01", "mrr": "50"},
                )
            },
            as_of="2025-03-07",
            value=25.0,
        ),
        Example(
            says=N_("The line of 1 April is renewed by one that was signed on 5 March: the next end counts."),
            given={
                "contracts": (
                    {"start_date": "2024-04-01", "end_date": "2025-04-01", "mrr": "100"},
                    {
                        "start_date": "2025-04-01",
                        "end_date": "2026-04-01",
                        "mrr": "110",
                        "signed_on": "2025-03-05",
                        "known": "2025-03-05",
                    },
                    {"start_date": "2024-06-01", "end_date": "2025-06-01", "mrr": "50"},
                )
            },
            as_of="2025-03-07",
            value=86.0,
        ),
    ),
)
