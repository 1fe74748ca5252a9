"""The catalogue of alert rules: one file each, found here. An alert is what a rule found about an account."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tenure_engine.alerts._declared import (
    HOLD,
    AlertError,
    Evidence,
    Example,
    Found,
    Kind,
    Parameter,
    Parameters,
    Rule,
    Severity,
    Value,
    held_for,
)
from tenure_engine.alerts._facts import Facts, Standing, customers_of, stand
from tenure_engine.alerts._runs import NONE, Episodes, find_episodes, run_lengths
from tenure_engine.alerts._truth import Truth, at_least, at_most, below, both, sure
from tenure_engine.alerts._watch import SINCE_DAYS, Order, Seen, watch
from tenure_engine.registry import find_declarations
from tenure_engine.windows.inputs import Bool, Int64
from tenure_engine.windows.kernels import Float64, Grid

__all__ = [
    "HOLD",
    "NONE",
    "SINCE_DAYS",
    "AlertError",
    "Episodes",
    "Evidence",
    "Example",
    "Facts",
    "Fired",
    "Found",
    "Kind",
    "Order",
    "Parameter",
    "Parameters",
    "Rule",
    "Seen",
    "Severity",
    "Standing",
    "Truth",
    "Value",
    "all_rules",
    "at_least",
    "at_most",
    "below",
    "both",
    "customers_of",
    "find",
    "find_episodes",
    "get_rule",
    "held_for",
    "stand",
    "sure",
    "watch",
]


@cache
def all_rules() -> Mapping[str, Rule]:
    """Return every alert rule by name."""
    return find_declarations("tenure_engine.alerts", "RULE", Rule)


def get_rule(name: str) -> Rule:
    """Return the rule of a name. Raises AlertError, naming what there is."""
    found = all_rules().get(name)
    if found is None:
        raise AlertError(f"there is no alert rule {name!r}; there are: {', '.join(all_rules())}")
    return found


@dataclass(frozen=True, slots=True)
class Fired:
    """What a rule says of each account on each day from `first` on: whether its condition holds, for how many days
    in a row it has (`held`), whether these are as many as it must (`fires`), and the evidence.
    """

    first: int
    truth: Truth
    held: Int64
    fires: Bool
    values: Mapping[str, Float64]


def find(rule: Rule, facts: Facts, first_day: int, last_day: int, parameters: Parameters) -> Fired:
    """Return what a rule says of all accounts from the first to the last day, both included."""
    back = parameters.whole(HOLD) - 1
    found = rule.function(facts, Grid(len(facts), first_day - back, last_day), parameters)
    held = run_lengths(found.truth.holds)[:, back:]
    truth = Truth(found.truth.holds[:, back:], found.truth.known[:, back:])
    values = {name: each[:, back:] for name, each in found.values.items()}
    return Fired(first_day, truth, held, held >= parameters.whole(HOLD), values)
