"""Rules on scores against a plain loop; where accounts stand; and watching chunk by chunk and night by night."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from tenure_engine.alerts import HOLD, NONE, Facts, Order, Standing, all_rules, find, find_episodes, stand, watch
from tenure_engine.alerts import _watch as watching
from tenure_engine.health.cards import CardMeasure as OnCard
from tenure_engine.health.cards import Curve, Group, Scorecard
from tenure_engine.health.scoring import UNKNOWN, explain
from tenure_engine.health.values import Key, evaluate
from tenure_engine.windows.kernels import Grid
from tenure_engine.windows.knowledge import Knowledge

from .companies import random_company

FIRST, DAYS = 20_000, 70
LAST = FIRST + DAYS - 1


def random_facts(seed: int, accounts: int = 9) -> Facts:
    """Accounts without records, whose scores wander, in two segments, some without a scorecard."""
    random = np.random.default_rng(seed)
    company = random_company(seed, accounts)
    inputs = replace(company, events=[], versions={}).inputs(Knowledge.latest())
    steps = random.integers(-600, 600, (accounts, DAYS)).cumsum(axis=1) + 5500
    score = np.where(random.random((accounts, DAYS)) < 0.06, UNKNOWN, np.clip(steps, 0, 10_000)).astype(np.int16)
    has_card = np.arange(accounts) != 3
    score[~has_card] = UNKNOWN
    segment = (np.arange(accounts) % 2).astype(np.int64)
    return Facts(
        inputs,
        Standing(
            first=FIRST,
            score=score,
            coverage=random.integers(3000, 10_001, (accounts, DAYS)).astype(np.int16),
            green=np.where(has_card, 7000, -1),
            amber=np.where(has_card, 5000, -1),
            segment=segment,
            average=random.integers(4000, 9000, (2, DAYS)).astype(np.float64),
            customers=random.integers(2, 9, (2, DAYS)),
        ),
    )


def plain(name: str, facts: Facts, account: int, day: int) -> bool | None:
    """What the rule means, for one cell: yes, no, not known."""
    at = facts.standing
    score = int(at.score[account, day])
    if name == "below_segment_average" and at.customers[account % 2, day] < 5:
        return False
    if name == "low_data_coverage":
        return None if at.green[account] < 0 else int(at.coverage[account, day]) < 6000
    if score == UNKNOWN or at.green[account] < 0:
        return None
    if name == "score_crossing":
        return score < 5000
    if name == "score_drop":
        before = UNKNOWN if day < 10 else int(at.score[account, day - 10])
        return None if before == UNKNOWN else before - score >= 800
    return bool(score <= at.average[account % 2, day] - 1500)


GIVEN = {
    "score_crossing": {HOLD: 1},
    "score_drop": {"points": 8, "days": 10, HOLD: 1},
    "below_segment_average": {"points": 15, "customers": 5, HOLD: 1},
    "low_data_coverage": {"share": 0.6, HOLD: 1},
}


@pytest.mark.parametrize("name", GIVEN)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_rule_on_scores_is_what_it_means(name, seed) -> None:
    facts, rule = random_facts(seed), all_rules()[name]
    fired = find(rule, facts, FIRST, LAST, rule.read(GIVEN[name]))
    expected = [[plain(name, facts, account, day) for day in range(DAYS)] for account in range(len(facts))]
    ours = np.where(fired.truth.known, fired.truth.holds, None).tolist()
    assert ours == expected
    assert {True, False, None} <= {cell for row in expected for cell in row}


def card() -> Scorecard:
    curve = Curve((0.0, 60.0), (10_000, 0))
    group = Group("effect", {"": "Effect"}, 1, (OnCard(Key("days_since_last_touch"), 1, curve),))
    return Scorecard("plain", {"": "Plain"}, {"": ""}, (), (group,), (), 7000, 5000, 5000)


def test_accounts_stand_where_an_explanation_puts_them() -> None:
    company = random_company(5)
    company.accounts[:] = [
        (pk, "SMB" if number % 2 else "", day) for number, (pk, _, day) in enumerate(company.accounts)
    ]
    inputs, judge = company.inputs(Knowledge.then()), card()
    first, last = 20_120, 20_150
    cards = [None if number == 2 else judge for number in range(len(inputs.accounts))]
    standing = stand(inputs, cards, first, last)
    values = evaluate(inputs, judge.needed_keys(), first, last)
    customers = Facts(inputs, standing).customers(Grid(len(inputs.accounts), first, last))
    for account in range(len(inputs.accounts)):
        for day in range(last - first + 1):
            cell = {key: float(column[account, day]) for key, column in values.items()}
            told = explain(judge, cell)
            expected = UNKNOWN if cards[account] is None or told.score is None else told.score
            assert standing.score[account, day] == expected
            assert standing.coverage[account, day] == (told.coverage if cards[account] else 0)
    for number, name in enumerate(("", "SMB")):
        there = [place for place, segment in enumerate(inputs.accounts.segment) if segment == name]
        for day in range(last - first + 1):
            counted = [
                int(standing.score[a, day]) for a in there if standing.score[a, day] >= 0 and customers[a, day]
            ]
            assert standing.customers[number, day] == len(counted)
            if counted:
                assert standing.average[number, day] == pytest.approx(sum(counted) / len(counted))
    assert standing.green.tolist()[:3] == [7000, 7000, -1]


def watched(facts: Facts, name: str, first: int, last: int, was_open: np.ndarray, **given):
    rule = all_rules()[name]
    [seen] = watch(facts, [Order(rule, rule.read(given), first, last, was_open)])
    return seen


def rows_of(seen) -> list[tuple[int, ...]]:
    each = seen.episodes
    columns = (each.account, each.since, each.opened, each.ended)
    return [tuple(int(cell) for cell in row) for row in zip(*columns, strict=True)]


NOBODY = np.zeros(9, dtype=np.bool_)


@pytest.mark.parametrize("name", GIVEN)
def test_a_chunk_of_accounts_at_a_time_changes_nothing(name, monkeypatch) -> None:
    facts = random_facts(3)
    given = {**GIVEN[name], HOLD: 1}
    whole = watched(facts, name, FIRST + 30, LAST, NOBODY, **given)
    monkeypatch.setattr(watching, "ACCOUNTS_A_CHUNK", 4)
    parts = watched(facts, name, FIRST + 30, LAST, NOBODY, **given)
    assert rows_of(whole) == rows_of(parts)
    assert len(whole.episodes)
    for evidence in whole.values:
        np.testing.assert_array_equal(whole.values[evidence], parts.values[evidence])
        np.testing.assert_array_equal(whole.latest[evidence], parts.latest[evidence])


def test_evidence_is_that_of_the_day_it_opened_and_of_its_last_day() -> None:
    facts = random_facts(6)
    seen = watched(facts, "score_crossing", FIRST + 30, LAST, NOBODY, **{HOLD: 2})
    assert {row[3] == NONE for row in rows_of(seen)} == {True, False}
    for number, (account, since, opened, ended) in enumerate(rows_of(seen)):
        score = facts.standing.score[account] / 100
        assert opened == since + 1 or opened == FIRST + 30
        assert seen.values["score"][number] == score[opened - FIRST]
        last = LAST if ended == NONE else ended - 1
        expected = score[last - FIRST]
        assert seen.latest["score"][number] == expected or (np.isnan(seen.latest["score"][number]) and expected < 0)


@pytest.mark.parametrize("step", [1, 3, 11])
@pytest.mark.parametrize("name", GIVEN)
def test_night_by_night_is_the_same_as_the_whole_time_at_once(name, step) -> None:
    """With what was open the night before, each night finds what a replay of all of them finds."""
    facts, given = random_facts(6), {**GIVEN[name], HOLD: 3}
    at_once = rows_of(watched(facts, name, FIRST + 35, LAST, NOBODY, **given))
    is_open: dict[int, list[int]] = {}
    kept: list[list[int]] = []
    for first in range(FIRST + 35, LAST + 1, step):
        was_open = np.array([account in is_open for account in range(9)])
        night = watched(facts, name, first, min(first + step - 1, LAST), was_open, **given)
        for account, since, opened, ended in rows_of(night):
            if opened != NONE:
                is_open[account] = [account, since, opened, NONE]
                kept.append(is_open[account])
            if ended != NONE:
                is_open.pop(account)[3] = ended
    assert sorted(tuple(row) for row in kept) == sorted(at_once)
    assert len(at_once) > 3


def test_nobody_at_all_is_watched_without_complaint() -> None:
    facts = random_facts(7).chunk(0, 0)
    for rule in all_rules().values():
        [seen] = watch(facts, [Order(rule, rule.defaults(), FIRST, LAST, NOBODY[:0])])
        assert rows_of(seen) == []
        assert set(seen.values) == {each.name for each in rule.evidence}


def test_progress_is_told_and_ends_with_everybody() -> None:
    facts, said = random_facts(8), []
    rule = all_rules()["score_drop"]
    watch(facts, [Order(rule, rule.defaults(), FIRST, LAST, NOBODY)], lambda done, total: said.append((done, total)))
    assert said == [(0, 9), (9, 9)]


def test_episodes_of_no_days_are_those_that_were_open() -> None:
    random = Random(1)
    facts = random_facts(9)
    fired = find(all_rules()["score_crossing"], facts, FIRST, LAST, all_rules()["score_crossing"].defaults())
    was_open = np.array([random.random() < 0.5 for _ in range(9)])
    found = find_episodes(fired.truth, hold_days=3, first=DAYS, was_open=was_open)
    assert found.account.tolist() == np.flatnonzero(was_open).tolist()
    assert set(found.opened.tolist()) | set(found.ended.tolist()) == {NONE}
