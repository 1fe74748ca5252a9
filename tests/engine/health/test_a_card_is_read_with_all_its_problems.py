"""Every problem of a definition is found at once, each with its place."""

import copy

import numpy as np
import pytest

from tenure_engine.health.cards import Missing
from tenure_engine.health.reading import CardError, read_card
from tenure_engine.health.values import Key, Use


def card(**changes):
    made = {
        "name": "mine",
        "groups": {
            "effect": {
                "weight": 1,
                "measures": [{"measure": "log_ins", "window": 30, "weight": 1, "points": [[0, 0], [9, 100]]}],
            }
        },
    }
    return copy.deepcopy(made) | changes


def problems(definition) -> dict[str, str]:
    with pytest.raises(CardError) as caught:
        read_card(definition)
    return {problem.place: problem.text for problem in caught.value.problems}


def test_a_good_card_is_read() -> None:
    read = read_card(card(label={"en": "Mine", "zh-hans": "我的"}))
    assert read.label == {"": "Mine", "en": "Mine", "zh-hans": "我的"}
    assert read.groups[0].label == {"": "Effect"}
    assert read.groups[0].measures[0].missing is Missing.LEAVE_OUT
    assert read.needed_keys() == (Key("log_ins", 30),)
    assert (read.green, read.amber) == (7000, 4500)


def test_the_values_one_window_before_are_told_too() -> None:
    definition = card()
    definition["groups"]["effect"]["measures"][0]["use"] = "trend"
    assert read_card(definition).told_keys() == (
        Key("log_ins", 30, Use.TREND),
        Key("log_ins", 30),
        Key("log_ins", 30, Use.PREVIOUS),
    )


def test_all_problems_are_named_together_with_their_places() -> None:
    found = problems(
        {
            "name": "My card",
            "colour": "blue",
            "bands": {"green": 40, "amber": 45},
            "min_coverage": 120,
            "segments": "SMB",
            "groups": {
                "effect": {
                    "weight": 0,
                    "measures": [
                        {"measure": "log_in", "window": 30, "weight": 1, "points": [[0, 0]]},
                        {"measure": "log_ins", "window": 31, "weight": 1.5, "points": [[3, 0], [1, 100]]},
                        {"measure": "open_tickets", "use": "growth", "weight": 1, "points": [], "missing": "zero"},
                    ],
                },
                "experience": {"weight": 1, "measures": []},
            },
            "caps": [{"measure": "open_tickets", "limit": 60, "at_least": 1, "at_most": 2}],
        }
    )
    assert found["name"].startswith("must be lower-case letters")
    assert found["card.colour"].startswith("is not a field here; there are: name, label")
    assert found["bands"] == "amber must begin below green"
    assert found["min_coverage"] == "must be from 0 to 100 with at most two decimals, not 120"
    assert found["segments"] == "must be a list of names of segments"
    assert found["groups.effect.weight"] == "must be a whole number from 1 to 1000, not 0"
    assert found["groups.effect.measures[0].measure"].startswith(
        "there is no measure 'log_in'; there are: active_days"
    )
    assert found["groups.effect.measures[1]"] == "log_ins takes a window of 7, 14, 30, 90, 180 days, not 31"
    assert found["groups.effect.measures[1].weight"].endswith("not 1.5")
    assert found["groups.effect.measures[1].points"] == "the values must rise from each corner to the next"
    assert found["groups.effect.measures[2].use"] == "must be value or trend, not 'growth'"
    assert found["groups.effect.measures[2].missing"] == "must be one of leave_out, poor, unknown, not 'zero'"
    assert found["groups.effect.measures[2].points"].startswith("must be a list of [value, points]")
    assert found["groups.experience.measures"] == "must be a list of at least one measure"
    assert found["caps[0]"] == "must have either at_least or at_most"


@pytest.mark.parametrize(
    "definition", [None, [], "saas", {}, {"name": "a", "groups": []}, {"name": "a", "groups": {"x": 1}}]
)
def test_what_is_no_card_at_all_is_refused_without_a_crash(definition) -> None:
    assert problems(definition)


def test_the_same_measure_twice_in_a_group_is_refused() -> None:
    definition = card()
    definition["groups"]["effect"]["measures"] *= 2
    assert problems(definition) == {"groups.effect.measures[1]": "log_ins.30 is already in this group"}


def test_weights_too_fine_to_add_up_exactly_are_refused() -> None:
    group = {
        "weight": 1000,
        "measures": [
            {"measure": name, "window": 30, "weight": 1000, "points": [[0, 0]]}
            for name in ("log_ins", "events", "touches")
        ],
    }
    found = problems(card(groups={f"g{number}": group for number in range(5)}))
    assert found == {"groups": "the weights are too fine to be added up exactly; use smaller whole numbers"}


def test_a_curve_is_straight_between_its_corners_and_level_beyond_them() -> None:
    definition = card()
    definition["groups"]["effect"]["measures"][0]["points"] = [[0, 10], [4, 50], [8, 40.25]]
    curve = read_card(definition).groups[0].measures[0].curve
    values = np.array([-9.0, 0.0, 1.0, 4.0, 6.0, 8.0, 99.0, np.nan])
    assert list(curve(values)) == [1000, 1000, 2000, 5000, 4512, 4025, 4025, 0]


def test_a_curve_of_one_corner_is_level() -> None:
    definition = card()
    definition["groups"]["effect"]["measures"][0]["points"] = [[5, 33.33]]
    assert list(read_card(definition).groups[0].measures[0].curve(np.array([0.0, 9.0]))) == [3333, 3333]
