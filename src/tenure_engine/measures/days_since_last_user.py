"""Days since anybody used the product."""

from tenure_engine.measures import Ask, Change, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.usage import usage_of
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return days from the last event of a named user to the date."""
    return usage_of(inputs).days_since(ask.first, ask.last, of_users=True)


MEASURE = Measure(
    name="days_since_last_user",
    label=N_("Days since anybody used it"),
    meaning=N_("How long no person there has used the product; what machines send by themselves does not count."),
    formula=N_("Days from the account's last event that names a user to the date."),
    missing=N_(
        "Unknown before the account's first event that names a user, and when nobody's events have arrived for 30"
        " days."
    ),
    unit=Unit.DAYS,
    direction=Direction.LOWER,
    source=Source.EVENTS,
    function=compute,
    windows=(),
    default_window=0,
    change=Change.DIFFERENCE,
    level=N_("nobody has used it for {value} days"),
    examples=(
        Example(
            says=N_("Ann was there on 1 March; the nightly synchronisation since then names nobody: six days."),
            given={
                "events": (
                    {"user_id": "ann", "day": "2025-03-01", "name": "report"},
                    {"user_id": "", "day": "2025-03-03", "name": "sync"},
                    {"user_id": "", "day": "2025-03-07", "name": "sync"},
                )
            },
            as_of="2025-03-07",
            value=6.0,
        ),
    ),
)
