"""A value does not depend on how many days or accounts are computed with it."""

from datetime import date

import numpy as np
import pytest

from tenure_engine.health import values
from tenure_engine.health.values import Key, Use, evaluate
from tenure_engine.measures import MeasureError, all_measures
from tenure_engine.period import to_day
from tenure_engine.windows.knowledge import Knowledge

FIRST = to_day(date(2025, 1, 1))
KEYS = [
    Key(name, measure.default_window or 30, use, "export" if measure.takes_event else "")
    for name, measure in all_measures().items()
    for use in Use
    if not (measure.is_state and use is Use.VALUE)
] + [Key(name) for name, measure in all_measures().items() if measure.is_state]


@pytest.mark.parametrize("knowledge", [Knowledge.then(), Knowledge.of_day(FIRST + 20)], ids=["then", "fixed"])
def test_a_day_alone_gives_the_same_bits_as_a_day_among_many(company, knowledge) -> None:
    inputs = company.inputs(knowledge)
    many = evaluate(inputs, KEYS, FIRST, FIRST + 40)
    for day in (FIRST, FIRST + 23, FIRST + 40):
        alone = evaluate(company.inputs(knowledge), KEYS, day, day)
        for key in KEYS:
            np.testing.assert_array_equal(alone[key][:, 0], many[key][:, day - FIRST], err_msg=str(key))


def test_a_replay_as_then_gives_each_day_what_its_own_evening_knew(company) -> None:
    replay = evaluate(company.inputs(Knowledge.then()), KEYS, FIRST, FIRST + 40)
    for day in (FIRST, FIRST + 23, FIRST + 40):
        alone = evaluate(company.inputs(Knowledge.of_day(day)), KEYS, day, day)
        for key in KEYS:
            np.testing.assert_array_equal(alone[key][:, 0], replay[key][:, day - FIRST], err_msg=str(key))


def test_chunks_of_accounts_give_the_same_bits(company, monkeypatch) -> None:
    whole = evaluate(company.inputs(Knowledge.then()), KEYS, FIRST, FIRST + 10)
    monkeypatch.setattr(values, "ACCOUNTS_A_CHUNK", 3)
    parts = evaluate(company.inputs(Knowledge.then()), KEYS, FIRST, FIRST + 10)
    for key in KEYS:
        np.testing.assert_array_equal(whole[key], parts[key], err_msg=str(key))


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_a_key_can_be_written_and_read(key: Key) -> None:
    assert Key.parse(str(key)) == key


@pytest.mark.parametrize("text", ["", "active users", "active_users.x", "active_users.30.growth", "a.b.c.d"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(MeasureError):
        Key.parse(text).measure()


def test_a_state_is_compared_only_over_a_window() -> None:
    with pytest.raises(MeasureError, match="a comparison goes back 7, 14, 30, 90, 180 days, not 0"):
        Key("open_tickets", 0, Use.TREND).measure()
