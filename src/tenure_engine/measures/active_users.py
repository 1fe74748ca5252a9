"""Active users."""

from tenure_engine.measures import Ask, Direction, Example, Measure, Unit
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.usage import usage_of
from tenure_engine.words import N_


def compute(inputs: Inputs, ask: Ask) -> Float64:
    """Return different named users with an event in the window."""
    return usage_of(inputs).active_users(ask.first, ask.last, ask.window)


MEASURE = Measure(
    name="active_users",
    label=N_("Active users"),
    meaning=N_("How many different people used the product."),
    formula=N_("Different users with at least one event in the window. Events without a user do not count."),
    missing=N_("Unknown before the account's first event that names a user, and while no events of anybody arrive."),
    unit=Unit.USERS,
    direction=Direction.HIGHER,
    source=Source.EVENTS,
    function=compute,
    level=N_("active users: {value} in {window} days"),
    fell=N_("active users fell {percent} in {window} days"),
    rose=N_("active users rose {percent} in {window} days"),
    examples=(
        Example(
            says=N_("Ann was active on two days, Bo on one: two users."),
            given={
                "events": (
                    {"user_id": "ann", "day": "2025-03-01", "name": "report"},
                    {"user_id": "ann", "day": "2025-03-02", "name": "report"},
                    {"user_id": "bo", "day": "2025-03-02", "name": "export"},
                )
            },
            as_of="2025-03-07",
            window=7,
            value=2.0,
        ),
        Example(
            says=N_("Bo's last event lies just outside the window: one user."),
            given={
                "events": (
                    {"user_id": "bo", "day": "2025-02-28", "name": "report"},
                    {"user_id": "ann", "day": "2025-03-01", "name": "report"},
                )
            },
            as_of="2025-03-07",
            window=7,
            value=1.0,
        ),
        Example(
            says=N_("Nothing was ever received about this account: unknown, not zero."),
            given={},
            as_of="2025-03-07",
            window=7,
            value=None,
        ),
    ),
)
