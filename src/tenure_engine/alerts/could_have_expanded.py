"""The seats are full and nobody offered more."""

import numpy as np

from tenure_engine.alerts import (
    Evidence,
    Example,
    Facts,
    Found,
    Kind,
    Parameter,
    Parameters,
    Rule,
    Severity,
    Truth,
    at_least,
    at_most,
    both,
    held_for,
    sure,
)
from tenure_engine.measures import Unit
from tenure_engine.windows.inputs import Source
from tenure_engine.windows.kernels import Float64, Grid
from tenure_engine.windows.records import received, sum_states
from tenure_engine.words import N_

WINDOW = 30


def seats(facts: Facts, grid: Grid) -> Float64:
    """Return the seats of the lines active on each day."""
    lines = facts.inputs.lines
    total = sum_states(
        facts.inputs, lines, grid, starts=lines.starts, ends=lines.ends, where=lines.is_seat, weights=lines.quantity
    )
    return total / 1_000_000


def condition(facts: Facts, grid: Grid, parameters: Parameters) -> Found:
    """Return where seats are used up, and their number has not grown in so many days; no seats are no chance."""
    used = facts.measure("seat_utilisation", grid, WINDOW)
    now, back = seats(facts, grid), parameters.whole("days")
    before = seats(facts.earlier(back), grid.earlier(back))
    known = ~np.isnan(used) | ((now == 0) & received(facts.inputs, Source.CONTRACTS, grid))
    full = Truth(at_least(used, parameters.number("share")).holds, known)
    truth = both(full, at_most(now - before, 0.0), sure(facts.customers(grid)))
    return Found(truth, {"used": used, "seats": now})


RULE = Rule(
    name="could_have_expanded",
    label=N_("Could have expanded"),
    meaning=N_("The customer has outgrown what it bought, and nobody has offered more."),
    condition=N_(
        "At least {share} of the seats were used within 30 days, and there are no more seats than {days} days before."
    ),
    action=N_("Show who works without a seat, and offer the next step."),
    clause=N_("{used} of the {seats} seats are used, and none were added in {days} days"),
    kind=Kind.OPPORTUNITY,
    reason="growth.seats",
    severity=Severity.MEDIUM,
    function=condition,
    parameters=(
        Parameter(name="share", label=N_("Seats used"), unit=Unit.SHARE, default=0.9, lowest=0.1, highest=2.0),
        Parameter(name="days", label=N_("No seats added for"), unit=Unit.DAYS, default=90),
        held_for(30),
    ),
    evidence=(
        Evidence("used", N_("Seats used"), Unit.SHARE),
        Evidence("seats", N_("Seats under contract"), Unit.NUMBER),
    ),
    charted="used",
    threshold="share",
    examples=(
        Example(
            says=N_("Both of two seats are used every week since January, and none were added."),
            given={
                "events": tuple(
                    {"user_id": user, "day": day, "name": "report"}
                    for user in ("ann", "bo")
                    for day in ("2025-01-10", "2025-01-24", "2025-02-07", "2025-02-21", "2025-03-05")
                ),
                "contracts": ({"start_date": "2024-10-01", "kind": "seat", "quantity": "2", "mrr": "40"},),
            },
            as_of="2025-03-07",
            fires=True,
            evidence={"used": 1.0, "seats": 2.0},
        ),
        Example(
            says=N_("A seat was added in February, and is used already."),
            given={
                "events": tuple(
                    {"user_id": user, "day": day, "name": "report"}
                    for user in ("ann", "bo")
                    for day in ("2025-01-10", "2025-01-24", "2025-02-07", "2025-02-21", "2025-03-05")
                ),
                "contracts": (
                    {"start_date": "2024-10-01", "kind": "seat", "quantity": "1", "mrr": "20"},
                    {"start_date": "2025-02-01", "kind": "seat", "quantity": "1", "mrr": "20"},
                ),
            },
            as_of="2025-03-07",
            fires=False,
            evidence={"used": 1.0, "seats": 2.0},
        ),
    ),
)
