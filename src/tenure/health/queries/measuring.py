"""Values of any measure for one account on one day, computed when asked."""

from collections.abc import Iterable
from datetime import date

from tenure.accounts.models import Account
from tenure.health.queries.inputs import load_inputs
from tenure_engine.health.values import Key, Use, evaluate
from tenure_engine.measures import all_measures
from tenure_engine.period import to_day


def usual_keys(window: int | None = None) -> list[Key]:
    """Return every measure at a window (else its usual one), with the window before and the change."""
    keys = []
    for name, measure in all_measures().items():
        if measure.takes_event:
            continue
        if measure.is_state:
            keys.append(Key(name))
            continue
        asked = window or measure.default_window
        keys += [Key(name, asked, use) for use in Use]
    return keys


def measure_account(
    *, account: Account, day: date, keys: Iterable[Key], known_on: date | None = None
) -> dict[Key, float]:
    """Return the values of an account at the end of a day, NaN where unknown. Raises MeasureError."""
    inputs = load_inputs(account.workspace_id, known_on=known_on, account_ids=[account.pk])
    found = evaluate(inputs, keys, to_day(day), to_day(day))
    return {key: float(values[0, 0]) for key, values in found.items()}
