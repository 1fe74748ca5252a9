"""An explanation's rows add up to its score, and scoring everything at once gives the same score."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure_engine.health.cards import FULL, Band, Scorecard
from tenure_engine.health.moves import why_moved
from tenure_engine.health.reading import read_card
from tenure_engine.health.scoring import UNKNOWN, Because, RowKind, State, explain, score_all
from tenure_engine.health.values import Key, Use

DAYS = Key("active_days", 30)
LOG_INS = Key("log_ins", 14, Use.TREND)
TICKETS = Key("open_tickets")
URGENT = Key("open_urgent_tickets")


NAMES = ("active_users", "log_ins", "events", "active_days", "touches", "nps", "csat")


@st.composite
def definitions(draw):
    """Definitions of cards: up to four groups, odd weights, all rules for missing data, caps."""
    groups = {}
    for number in range(draw(st.integers(1, 4))):
        names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
        groups[f"g{number}"] = {
            "weight": draw(st.integers(1, 97)),
            "measures": [
                {
                    "measure": name,
                    "window": 30,
                    "weight": draw(st.integers(1, 31)),
                    "points": [
                        [edge, draw(st.integers(0, 10000)) / 100]
                        for edge in sorted(draw(st.lists(st.integers(-50, 50), min_size=1, max_size=4, unique=True)))
                    ],
                    "missing": draw(st.sampled_from(["leave_out", "leave_out", "leave_out", "poor", "unknown"])),
                }
                for name in names
            ],
        }
    caps = [
        {
            "measure": draw(st.sampled_from(NAMES)),
            "window": 30,
            draw(st.sampled_from(["at_least", "at_most"])): draw(st.integers(-50, 50)),
            "limit": draw(st.integers(0, 100)),
        }
        for _ in range(draw(st.integers(0, 2)))
    ]
    return {
        "name": "random",
        "groups": groups,
        "caps": caps,
        "min_coverage": draw(st.sampled_from([0, 0, 30, 80])),
    }


VALUES = st.floats(-80, 80, allow_nan=False) | st.just(math.nan) | st.integers(-60, 60).map(float)


def whole(**changes: float) -> dict[Key, float]:
    values = {DAYS: 10.0, LOG_INS: -0.25, TICKETS: 2.0, URGENT: 0.0}
    return values | {
        key: changes[name]
        for name, key in (("days", DAYS), ("log_ins", LOG_INS), ("tickets", TICKETS), ("urgent", URGENT))
        if name in changes
    }


def test_a_score_is_the_weighted_mean_of_the_points(small: Scorecard) -> None:
    told = explain(small, whole())
    # effect 60: two thirds of 50 points and one third of 75; experience 40: 80 points
    assert [row.contribution for row in told.rows] == [2000, 1500, 3200]
    assert (told.score, told.band, told.coverage, told.total) == (6700, Band.AMBER, FULL, 6700)
    assert [row.lost for row in told.rows] == [2000, 500, 800]


def test_a_missing_measure_is_left_out_and_its_groups_others_carry_its_weight(small: Scorecard) -> None:
    told = explain(small, whole(log_ins=math.nan))
    left_out = told.rows[1]
    assert (left_out.state, left_out.value, left_out.contribution, left_out.effective) == (State.LEFT_OUT, None, 0, 0)
    assert told.rows[0].effective == 6000
    # 0.6 x 50 + 0.4 x 80 = 62; without re-weighing 20 + 32 = 52
    assert [(row.kind, row.contribution) for row in told.rows[3:]] == [(RowKind.REWEIGHING, 1000)]
    assert told.score == told.total == 6200
    assert told.coverage == 8000


def test_a_group_of_which_nothing_is_known_leaves_its_weight_to_the_others(small: Scorecard) -> None:
    told = explain(small, whole(tickets=math.nan))
    assert told.score == told.total == 5833
    assert told.coverage == 6000


def test_nothing_known_is_no_score(small: Scorecard) -> None:
    told = explain(small, {})
    assert (told.score, told.band, told.because, told.coverage) == (None, None, Because.NOTHING_KNOWN, 0)


def test_a_cap_is_a_row_that_takes_what_is_above_it(small: Scorecard) -> None:
    told = explain(small, whole(urgent=1.0))
    cap = told.rows[-1]
    assert (cap.kind, cap.contribution, cap.limit, cap.value) == (RowKind.CAP, -700, 6000, 1.0)
    assert told.score == told.total == 6000


def test_a_cap_that_is_met_but_takes_nothing_is_still_told(small: Scorecard) -> None:
    told = explain(small, whole(urgent=3.0, days=0.0))
    assert told.rows[-1].kind is RowKind.CAP
    assert told.rows[-1].contribution == 0


def test_a_cap_of_an_unknown_measure_is_not_met(small: Scorecard) -> None:
    assert explain(small, whole(urgent=math.nan)).score == 6700


@pytest.mark.parametrize(
    ("score", "band"), [(7000, Band.GREEN), (6999, Band.AMBER), (4500, Band.AMBER), (4499, Band.RED)]
)
def test_a_band_includes_its_lower_bound(small: Scorecard, score: int, band: Band) -> None:
    assert small.band(score) is band


@given(st.data())
def test_rows_add_up_and_both_ways_of_scoring_agree(data) -> None:
    card = read_card(data.draw(definitions()))
    cells = [{key: data.draw(VALUES) for key in card.needed_keys()} for _ in range(data.draw(st.integers(1, 5)))]
    scores = score_all(card, {key: np.array([[cell[key] for cell in cells]]) for key in card.needed_keys()})
    for number, cell in enumerate(cells):
        told = explain(card, cell)
        score, coverage = int(scores.score[0, number]), int(scores.coverage[0, number])
        assert told.coverage == coverage
        if told.score is None:
            assert score == UNKNOWN
        else:
            assert told.total == told.score == score
            assert 0 <= told.score <= FULL
            assert sum(row.share for row in told.rows) == pytest.approx(FULL, abs=len(told.rows))
            assert sum(row.effective for row in told.rows) == pytest.approx(FULL, abs=len(told.rows))


@given(st.data())
def test_a_rounding_row_is_never_more_than_half_a_hundredth_a_row(data) -> None:
    card = read_card(data.draw(definitions()))
    told = explain(card, {key: data.draw(VALUES) for key in card.needed_keys()})
    for row in told.rows:
        if row.kind is RowKind.ROUNDING:
            assert abs(row.contribution) <= (len(told.rows) + 1) / 2


@given(st.data())
def test_moves_add_up_to_the_difference_of_the_scores(data) -> None:
    card = read_card(data.draw(definitions()))
    before, after = (explain(card, {key: data.draw(VALUES) for key in card.needed_keys()}) for _ in range(2))
    moved = why_moved(before, after)
    if before.score is None or after.score is None:
        assert moved.delta is None
    else:
        assert moved.delta == after.score - before.score == sum(move.delta for move in moved.moves)


def test_moves_between_two_definitions_add_up_too(small: Scorecard) -> None:
    other = read_card(
        {
            "name": "other",
            "groups": {
                "effect": {
                    "weight": 1,
                    "measures": [{"measure": "touches", "window": 90, "weight": 1, "points": [[0, 0], [9, 100]]}],
                }
            },
        }
    )
    before, after = explain(small, whole(urgent=1.0)), explain(other, {Key("touches", 90): 3.0})
    moved = why_moved(before, after)
    assert moved.delta == 3333 - 6000 == sum(move.delta for move in moved.moves)
    assert {(move.before is None, move.after is None) for move in moved.moves} == {(True, False), (False, True)}


def test_the_largest_move_comes_first(small: Scorecard) -> None:
    moved = why_moved(explain(small, whole()), explain(small, whole(days=0.0, tickets=3.0)))
    assert [(str(move.row.key), move.delta) for move in moved.moves[:2]] == [
        ("active_days.30", -2000),
        ("open_tickets", -400),
    ]
