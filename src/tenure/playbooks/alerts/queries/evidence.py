"""The course of what a rule looked at, for one account, with the threshold it is held against."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tenure.health.queries import find_newest_day
from tenure.playbooks.alerts.queries.facts import load_facts
from tenure.playbooks.models import Alert
from tenure_engine.alerts import Rule, find, get_rule
from tenure_engine.measures import Unit
from tenure_engine.period import from_day, to_day

SHOWN_DAYS = 180
AFTER_DAYS = 30


@dataclass(frozen=True, slots=True)
class Course:
    """Values by day, None where not known; `threshold` is empty where the rule has none."""

    rule: Rule
    unit: Unit
    days: Sequence[date]
    values: Sequence[float | None]
    threshold: Sequence[float | None]
    holds: Sequence[bool]


def course_of(alert: Alert) -> Course:
    """Return what the alert's rule saw of its account over half a year, by what is known now.

    The days end 30 days after the alert did, at most with the newest day that is computed. The parameters are those
    the alert was raised with.
    """
    rule = get_rule(alert.rule)
    newest = find_newest_day(alert.workspace_id) or alert.looked_on
    last = newest if alert.ended_on is None else min(newest, alert.ended_on + timedelta(days=AFTER_DAYS))
    last = max(last, alert.opened_on)
    first = last - timedelta(days=SHOWN_DAYS - 1)
    parameters = rule.read({name: value for name, value in alert.parameters.items() if _has(rule, name)})
    reach = to_day(first) - rule.reach(parameters)
    facts = load_facts(alert.workspace_id, first=reach, last=to_day(last), account_ids=[alert.account_id])
    fired = find(rule, facts, to_day(first), to_day(last), parameters)
    values = fired.values[rule.charted][0]
    return Course(
        rule=rule,
        unit=rule.shown(rule.charted).unit,
        days=[from_day(day) for day in range(to_day(first), to_day(last) + 1)],
        values=_plain(values),
        threshold=_threshold(rule, parameters.get(rule.threshold), fired.values.get(rule.threshold), len(values)),
        holds=[bool(each) for each in fired.truth.holds[0]],
    )


def _has(rule: Rule, name: str) -> bool:
    return any(each.name == name for each in rule.parameters)


def _threshold(
    rule: Rule, parameter: object, series: NDArray[np.float64] | None, days: int
) -> Sequence[float | None]:
    if not rule.threshold:
        return []
    if isinstance(parameter, int | float):
        return [float(parameter)] * days
    return [] if series is None else _plain(series[0])


def _plain(values: NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(each) else round(float(each), 4) for each in values]
