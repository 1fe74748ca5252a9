"""Traces tell what changed; the days touched by changed events hold every day whose measures differ."""

import numpy as np
import pytest

from tenure_engine.health.values import Key, Use, evaluate
from tenure_engine.measures import all_measures
from tenure_engine.period import from_day
from tenure_engine.traces import NOTHING, Sums, add_by, changed, join, mix, of_texts
from tenure_engine.windows.inputs import Source
from tenure_engine.windows.kinds import API_NAMES, DATA_NAMES
from tenure_engine.windows.knowledge import Knowledge
from tenure_engine.windows.small import accounts_of, assemble, rollup_of
from tenure_engine.windows.touched import days_touched, reach_of

FIRST, LAST, ACCOUNTS = 100, 260, 4
NAMES = ("login", "report", "export", "api_call", "data_held")
FEATURE = "export"


def usage_keys():
    """Every measure of usage at two windows, with the windows before; states compared over a week."""
    found = []
    for name, measure in all_measures().items():
        if measure.source is not Source.EVENTS:
            continue
        of = FEATURE if measure.takes_event else ""
        for window in (0,) if measure.is_state else (7, 14):
            found.append(Key(name, window, Use.VALUE, of))
        found.append(Key(name, 7, Use.TREND, of))
    return found


def some_events(chance, count):
    return [
        {
            "account": int(chance.integers(1, ACCOUNTS + 1)),
            "user_id": ("", "ann", "bo")[int(chance.integers(3))],
            "day": int(chance.integers(FIRST - 20, LAST)),
            "name": NAMES[int(chance.integers(len(NAMES)))],
            "value": float(chance.integers(100)),
        }
        for _ in range(count)
    ]


def values_of(events, keys):
    users, kinds, _, _ = rollup_of([{**event, "day": from_day(event["day"]).isoformat()} for event in events])
    accounts = accounts_of((number, "", 0) for number in range(1, ACCOUNTS + 1))
    inputs = assemble(accounts, knowledge=Knowledge.latest(), versions={}, user_days=users, kind_days=kinds)
    return evaluate(inputs, keys, FIRST, LAST)


def courses_of(events, accounts):
    """The days of each account's events: of any, of named users, of the kinds that are measured apart."""
    sorts = (
        lambda event: True,
        lambda event: bool(event["user_id"]),
        lambda event: event["name"] in API_NAMES,
        lambda event: event["name"] in DATA_NAMES,
        lambda event: event["name"] == FEATURE,
    )
    for account in accounts:
        mine = [event for event in events if event["account"] == account]
        for fits in sorts:
            yield np.unique(np.array([event["day"] for event in mine if fits(event)], dtype=np.int64))


@pytest.mark.parametrize("seed", range(12))
def test_every_day_that_differs_is_touched(seed):
    chance = np.random.default_rng(seed)
    keys = usage_keys()
    before = some_events(chance, int(chance.integers(0, 60)))
    late = some_events(chance, int(chance.integers(1, 4)))
    gone = before[: int(chance.integers(0, 2))]
    after = [*before[len(gone) :], *late]
    old, new = values_of(before, keys), values_of(after, keys)
    differs = np.zeros(LAST - FIRST + 1, dtype=bool)
    for key in keys:
        same = (old[key] == new[key]) | (np.isnan(old[key]) & np.isnan(new[key]))
        differs |= ~same.all(axis=0)
    moved = [*late, *gone]
    days = np.unique(np.array([event["day"] for event in moved], dtype=np.int64))
    feed = {event["day"] for event in before} ^ {event["day"] for event in after}
    courses = courses_of(after, sorted({event["account"] for event in moved}))
    touched = days_touched(days, courses, reach=reach_of(keys), first=FIRST, last=LAST, feed=sorted(feed))
    assert not (differs & ~touched).any()
    assert not touched[: max(0, days[0] - FIRST)].any()


def test_a_day_in_the_middle_of_use_touches_its_windows_only():
    every = np.arange(80, 261)
    reach = reach_of([Key("log_ins", 30), Key("active_users", 30, Use.TREND), Key("user_retention", 14)])
    assert (reach.window, reach.compared, reach.state) == (60, 30, 0)
    touched = days_touched(np.array([150]), [every], reach=reach, first=FIRST, last=LAST)
    assert np.flatnonzero(touched).tolist() == list(range(50, 110))


def test_traces_do_not_depend_on_order_and_pieces():
    days, values = np.array([3, 1, 3, 2]), mix(np.array([7, 8, 9, 10]))
    whole = add_by(days, values)
    pieces = join([add_by(days[2:], values[2:]), NOTHING, add_by(days[:2], values[:2])])
    assert whole.keys.tolist() == pieces.keys.tolist() == [1, 2, 3]
    assert whole.traces.tolist() == pieces.traces.tolist()
    assert changed(whole, pieces).tolist() == []
    assert changed(whole, NOTHING).tolist() == [1, 2, 3]


def test_what_changed_is_named_by_its_key():
    before = add_by(np.array([1, 2, 3]), mix(np.array([1, 2, 3]), of_texts(["a", "b", "c"])))
    after = add_by(np.array([1, 2, 4]), mix(np.array([1, 2, 4]), of_texts(["a", "x", "d"])))
    assert changed(before, after).tolist() == [2, 3, 4]
    assert isinstance(before, Sums)
