"""Columns of contributions, and reasons made from columns, equal those of each account's own explanation."""

import numpy as np
import pytest

from tenure_engine.health.adding import add_all
from tenure_engine.health.moves import main_moves, why_moved
from tenure_engine.health.reading import read_card
from tenure_engine.health.reasoning import reasons_all
from tenure_engine.health.reasons import reasons
from tenure_engine.health.scoring import RowKind, explain


def accounts_of(card, count: int, seed: int):
    """Values of many accounts, a fifth of them unknown."""
    chance = np.random.default_rng(seed)
    values = {}
    for key in card.told_keys():
        column = chance.uniform(-2, 40, count)
        values[key] = np.where(chance.random(count) < 0.2, np.nan, column)
    return values


def test_every_column_holds_what_the_explanation_says(small):
    values = accounts_of(small, 300, seed=5)
    added = add_all(small, values)
    compared = 0
    for place in range(300):
        told = explain(small, {key: float(column[place]) for key, column in values.items()})
        if told.score is None:
            continue
        compared += 1
        caps = sum(row.contribution for row in told.rows if row.kind is RowKind.CAP)
        rest = sum(row.contribution for row in told.rows if row.kind in (RowKind.REWEIGHING, RowKind.ROUNDING))
        assert (caps, rest) == (added.caps[place], added.rest[place])
        for row in told.rows:
            if row.kind is RowKind.MEASURE:
                assert row.contribution == added.measures[row.key][place]
        assert told.score == sum(c[place] for c in added.measures.values()) + caps + rest
    assert compared > 100


def test_main_moves_go_the_way_of_the_score_and_the_largest_comes_first(small):
    values = accounts_of(small, 400, seed=8)
    told = [explain(small, {key: float(column[n]) for key, column in values.items()}) for n in range(400)]
    checked = 0
    for before, after in zip(told[::2], told[1::2], strict=True):
        movement = why_moved(before, after)
        chosen = main_moves(movement, limit=3)
        if not movement.delta:
            assert chosen == []
            continue
        checked += len(chosen)
        assert all(move.delta * movement.delta > 0 and abs(move.delta) >= 50 for move in chosen)
        assert [abs(move.delta) for move in chosen] == sorted((abs(move.delta) for move in chosen), reverse=True)
        assert len(chosen) <= 3
    assert checked > 50


def odd_card(missing: str, coverage: int):
    """A card with weights that share badly, two groups about the same measure, and caps that bind one another."""
    touches = {"measure": "touches", "window": 30, "weight": 7, "points": [[0, 0], [30, 100]]}
    return read_card(
        {
            "name": "odd",
            "min_coverage": coverage,
            "groups": {
                "effect": {
                    "weight": 31,
                    "measures": [
                        {
                            "measure": "nps",
                            "window": 90,
                            "weight": 3,
                            "points": [[0, 0], [30, 100]],
                            "missing": missing,
                        },
                        {
                            "measure": "log_ins",
                            "window": 14,
                            "use": "trend",
                            "weight": 11,
                            "points": [[-1, 0], [9, 100]],
                        },
                        touches,
                    ],
                },
                "experience": {
                    "weight": 17,
                    "measures": [
                        {**touches, "window": 90, "missing": missing},
                        {"measure": "csat", "window": 30, "weight": 13, "points": [[0, 100], [25, 10]]},
                    ],
                },
            },
            "caps": [
                {"measure": "csat", "window": 30, "at_least": 30, "limit": 40},
                {"measure": "open_tickets", "at_least": 20, "limit": 15},
                {"measure": "nps", "window": 90, "at_most": 5, "limit": 40},
            ],
        }
    )


@pytest.mark.parametrize("missing", ["leave_out", "poor", "unknown"])
@pytest.mark.parametrize("limit", [1, 2, 9])
def test_the_reasons_of_many_accounts_are_those_of_each(missing, limit):
    for coverage in (0, 80):
        card = odd_card(missing, coverage)
        values = accounts_of(card, 300, seed=7)
        told = reasons_all(card, values, limit)
        for place in range(300):
            alone = explain(card, {key: float(column[place]) for key, column in values.items()})
            assert told[place] == reasons(alone, limit)


def test_a_column_that_is_not_given_is_unknown(small):
    values = accounts_of(small, 50, seed=3)
    [key, *_rest] = small.needed_keys()
    del values[key]
    told = reasons_all(small, values)
    for place in range(50):
        alone = explain(small, {key: float(column[place]) for key, column in values.items()})
        assert told[place] == reasons(alone)
