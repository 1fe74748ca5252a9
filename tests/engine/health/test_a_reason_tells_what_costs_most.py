"""Reasons are whole clauses with their numbers, the costliest first."""

from tenure_engine.health.reading import read_card
from tenure_engine.health.reasons import Form, reasons
from tenure_engine.health.scoring import explain
from tenure_engine.health.values import Key, Use
from tenure_engine.measures import Unit

CARD = read_card(
    {
        "name": "mine",
        "groups": {
            "effect": {
                "weight": 1,
                "measures": [
                    {"measure": "log_ins", "window": 14, "use": "trend", "weight": 3, "points": [[-1, 0], [0, 100]]},
                    {"measure": "active_days", "window": 30, "weight": 2, "points": [[0, 0], [20, 100]]},
                    {"measure": "nps", "window": 90, "weight": 1, "points": [[0, 0], [50, 100]], "missing": "poor"},
                    {"measure": "days_since_last_touch", "weight": 1, "points": [[10, 100], [90, 0]]},
                ],
            }
        },
        "caps": [{"measure": "open_urgent_tickets", "at_least": 1, "limit": 20}],
    }
)
VALUES = {
    Key("log_ins", 14, Use.TREND): -0.62,
    Key("log_ins", 14): 38.0,
    Key("log_ins", 14, Use.PREVIOUS): 100.0,
    Key("active_days", 30): 5.0,
    Key("active_days", 30, Use.PREVIOUS): 5.0,
    Key("days_since_last_touch"): 30.0,
    Key("open_urgent_tickets"): 0.0,
}


def test_the_costliest_comes_first_and_each_clause_is_whole() -> None:
    told = reasons(explain(CARD, VALUES))
    assert [clause.text for clause in told] == [
        "log-ins fell {percent} in {window} days",
        "active on {value} of {window} days",
        "nothing is known about: {measure}",
    ]
    assert told[0].numbers == {"percent": (0.62, Form.PERCENT), "window": (14.0, Form.DAYS)}
    assert told[1].numbers == {"value": (5.0, Unit.DAYS), "window": (30.0, Form.DAYS)}
    assert told[2].numbers == {"measure": ("Net promoter score", Form.LABEL)}


def test_a_value_that_fell_much_is_told_as_a_fall() -> None:
    told = reasons(explain(CARD, VALUES | {Key("active_days", 30, Use.PREVIOUS): 10.0}))
    assert told[1].text == "active days fell {percent} in {window} days"


def test_a_value_that_improved_is_told_as_it_is() -> None:
    told = reasons(explain(CARD, VALUES | {Key("active_days", 30, Use.PREVIOUS): 2.0}))
    assert told[1].text == "active on {value} of {window} days"


def test_a_cap_that_binds_is_told_first() -> None:
    told = reasons(explain(CARD, VALUES | {Key("open_urgent_tickets"): 2.0}))
    assert told[0].text == "open tickets of severity 1: {value}"
    assert told[0].numbers == {"value": (2.0, Unit.TICKETS)}


def test_a_full_score_has_no_reasons() -> None:
    best = {
        Key("log_ins", 14, Use.TREND): 0.5,
        Key("active_days", 30): 30.0,
        Key("nps", 90): 80.0,
        Key("days_since_last_touch"): 1.0,
    }
    told = explain(CARD, best)
    assert told.score == 10_000
    assert reasons(told) == []


def test_every_clause_names_only_numbers_that_are_given() -> None:
    from tenure_engine.measures import all_measures

    for measure in all_measures().values():
        window = "" if measure.is_state else "14"
        assert measure.level.format(value="1", window=window or "{window}").count("{window}") == 0
        for text in (measure.fell, measure.rose):
            text.format(percent="1", change="1", window="14")
