"""Retention and movements are recomputed by independent SQL and agree exactly."""

import random
from dataclasses import asdict, replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from tenure_engine.period import from_day, to_day
from tenure_engine.revenue import Movements, Policy, Retention, build_ledger, movements_by_month, retention

POLICIES = [
    Policy(overlap=overlap, end=end, grace_days=grace)  # type: ignore[arg-type]
    for overlap, end, grace in product(("sum", "latest"), ("exclusive", "inclusive"), (0, 7, 45))
]
FIGURES = (
    "customers_beginning",
    "customers_ending",
    "beginning",
    "expansion",
    "contraction",
    "churn",
    "reactivation",
    "ending",
)


def of_engine(result: Retention) -> dict[str, int]:
    return {name: getattr(result, name) for name in FIGURES}


def months_of(result: Movements) -> list[dict[str, Any]]:
    return [{**asdict(month), "month_end": from_day(month.month_end)} for month in result.months]


def check(oracle, table, lines, policy: Policy, from_: date, to: date) -> None:
    """Compare point-to-point and path retention, and the movements between the two dates."""
    truth = oracle(lines, policy, from_, to)
    window = to_day(from_), to_day(to)
    ledger = build_ledger(table(lines), policy)
    assert of_engine(retention(ledger, *window)) == truth.retention(from_, to)
    followed = build_ledger(table(lines), replace(policy, path=True))
    assert of_engine(retention(followed, *window)) == truth.path_retention(from_, to)
    assert months_of(movements_by_month(ledger, *window)) == truth.movements(from_, to)


@pytest.mark.real_data
@pytest.mark.parametrize("policy", POLICIES, ids=str)
def test_ravenstack_in_2024(oracle, table, ravenstack, policy: Policy) -> None:
    check(oracle, table, ravenstack, policy, date(2023, 12, 31), date(2024, 12, 31))


@pytest.mark.real_data
@pytest.mark.parametrize("policy", POLICIES, ids=str)
def test_mrr_playbook_over_all_its_years(oracle, table, mrr_playbook, policy: Policy) -> None:
    check(oracle, table, mrr_playbook, policy, date(2017, 8, 31), date(2020, 3, 31))


@pytest.mark.real_data
def test_ravenstack_counts_the_lines_it_ignores(table, ravenstack) -> None:
    definition = build_ledger(table(ravenstack), Policy()).define("retention", 0, 1)
    zero_length = sum(1 for line in ravenstack if line.end is not None and line.end <= line.start)
    assert definition.lines == len(ravenstack) == 4222
    assert definition.ignored_lines == zero_length > 0


def random_lines(line, seed: int) -> list[Any]:
    """Return crowded, ragged lines: short gaps, ties, zero-length, reversed, free and open lines."""
    dice = random.Random(seed)
    base = date(2023, 1, 1)
    lines = []
    for number in range(dice.randint(1, 120)):
        start = base + timedelta(days=dice.randint(0, 400))
        days = dice.choice([-5, 0, 1, 3, 20, 31, 60, 200])
        end = None if dice.random() < 0.15 else start + timedelta(days=days)
        mrr = dice.choice([0, 1, 10_000_000, 10_000_000, 49_990_000, dice.randint(1, 10**9)])
        lines.append(line(str(dice.randint(1, 30) * 7 + number), dice.randint(1, 9) * 1000, start, end, mrr))
    return lines


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("policy", POLICIES, ids=str)
def test_random_lines(oracle, table, line, policy: Policy, seed: int) -> None:
    lines = random_lines(line, seed)
    dice = random.Random(-seed)
    from_ = date(2023, 1, 1) + timedelta(days=dice.randint(-20, 300))
    check(oracle, table, lines, policy, from_, from_ + timedelta(days=dice.randint(0, 250)))
