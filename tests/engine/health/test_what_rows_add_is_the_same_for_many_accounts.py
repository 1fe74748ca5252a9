"""Columns of contributions equal the rows of each account's own explanation."""

import numpy as np

from tenure_engine.health.adding import add_all
from tenure_engine.health.moves import main_moves, why_moved
from tenure_engine.health.scoring import RowKind, explain


def accounts_of(card, count: int, seed: int):
    """Values of many accounts, a fifth of them unknown."""
    chance = np.random.default_rng(seed)
    values = {}
    for key in card.needed_keys():
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
