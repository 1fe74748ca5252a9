"""Worked examples by hand, and the same formula put in another way."""

import math
from random import Random

import pytest

from tenure_engine.relations import WEIGHTS, Touch, warmth_of


def call(age, kind="call", is_incoming=False):
    return Touch(kind, is_incoming, age)


@pytest.mark.parametrize(
    ("touches", "points", "level"),
    [
        ([], 0, 1),
        ([call(0), call(0)], 4, 3),
        ([call(60), call(60), call(60), call(60)], 4, 3),
        ([call(0, "visit", is_incoming=True), call(0, "visit"), call(0, "mail", is_incoming=True)], 9, 4.159104),
        ([call(120, "meeting")], 0.75, 1.487496),
        ([call(0, "carrier pigeon")], 1, 1.636414),
        ([call(180), call(400), call(-1)], 0, 1),
    ],
)
def test_worked_examples(touches, points, level):
    found = warmth_of(touches)
    assert found.points == pytest.approx(points)
    assert found.level == pytest.approx(level, abs=1e-6)


def test_the_shares_add_up_and_agree_with_natural_logarithms():
    rng = Random(7)
    for _round in range(50):
        touches = [
            call(rng.randrange(200), rng.choice([*WEIGHTS]), rng.random() < 0.3) for _ in range(rng.randrange(12))
        ]
        rate = math.log(2) / 60
        expected = sum(
            WEIGHTS[one.kind] * (3 if one.is_incoming else 2) / 2 * math.exp(-rate * one.age_days)
            for one in touches
            if one.age_days <= 179
        )
        found = warmth_of(touches)
        assert sum(share.points for share in found.shares) == pytest.approx(expected)
        assert found.level == pytest.approx(5 - 4 * math.exp(-math.log(2) * expected / 4))
        assert 1 <= found.level < 5


def test_another_touch_never_cools_a_relationship():
    touches = []
    level = 1.0
    for age in range(170, 0, -17):
        touches.append(call(age))
        warmer = warmth_of(touches).level
        assert warmer > level
        level = warmer
