"""The six rates are counted again, line by line in plain Python, and agree exactly."""

import random
from datetime import date, timedelta

import numpy as np
import pytest

from tenure_engine.period import to_day
from tenure_engine.revenue import NONE, Policy, Rates, build_ledger, rates

FROM, TO = date(2023, 6, 30), date(2024, 6, 30)


def parts(result: Rates) -> dict[str, tuple[int, int]]:
    return {rate.name: (rate.numerator, rate.denominator) for rate in result.rates}


def random_lines(line, seed: int):
    dice = random.Random(seed)
    lines = []
    for number in range(dice.randint(5, 90)):
        start = date(2023, 1, 1) + timedelta(days=dice.choice(range(0, 480, 5)))
        end = None if dice.random() < 0.2 else start + timedelta(days=dice.choice([0, 5, 30, 60, 90, 180]))
        renews = dice.randrange(number) if number and dice.random() < 0.3 else NONE
        amount = dice.choice([0, 10, 25, 25, 99]) * 1_000_000
        lines.append(line(str(number), dice.randint(1, 8), start, end, amount, dice.choice([NONE, 1, 2]), renews))
    return lines


def count_renewals(lines, policy: Policy) -> dict[str, tuple[int, int]]:
    """Count what came due and what was renewed."""
    grace = timedelta(days=policy.grace_days)
    extra = timedelta(days=1 if policy.end == "inclusive" else 0)
    gone = [None if line.end is None else line.end + extra for line in lines]
    paid = [i for i, line in enumerate(lines) if line.mrr and (gone[i] is None or gone[i] > line.start)]
    due = [i for i in paid if gone[i] is not None and FROM < gone[i] <= TO]

    def follows(i: int, j: int) -> bool:
        earlier, later = lines[i], lines[j]
        if i == j or earlier.account != later.account:
            return False
        if later.renews == i and later.start <= gone[i] + grace:
            return True
        same = later.product == earlier.product or NONE in (later.product, earlier.product)
        near = abs(later.start - gone[i]) <= grace and later.start >= earlier.start
        return same and near and (gone[j] is None or gone[j] > gone[i])

    heirs = {i: {j for j in paid if follows(i, j)} for i in due}
    renewed, waiting = 0, set(due)
    while waiting:
        family, successors = {waiting.pop()}, set()
        while True:
            successors = set().union(*(heirs[i] for i in family))
            more = {i for i in waiting if heirs[i] & successors}
            if not more:
                break
            family |= more
            waiting -= more
        renewed += min(sum(lines[i].mrr for i in family), sum(lines[j].mrr for j in successors))
    accounts = {lines[i].account for i in due}
    return {
        "renewal_rate_count": (len({lines[i].account for i in due if heirs[i]}), len(accounts)),
        "renewal_rate_amount": (renewed, sum(lines[i].mrr for i in due)),
    }


@pytest.mark.parametrize("seed", range(40))
def test_renewals(table, line, seed: int) -> None:
    dice = random.Random(seed)
    policy = Policy(end=dice.choice(["exclusive", "inclusive"]), grace_days=dice.choice([0, 7, 30]))
    lines = random_lines(line, seed)
    result = rates(build_ledger(table(lines), policy), to_day(FROM), to_day(TO), np.array([1]))
    found = parts(result)
    for name, value in count_renewals(lines, policy).items():
        assert found[name] == value, name


@pytest.mark.parametrize("seed", range(8))
def test_expansion_and_referral(oracle, table, line, seed: int) -> None:
    lines, policy = random_lines(line, seed), Policy()
    truth = oracle(lines, policy, FROM, TO)
    found = parts(rates(build_ledger(table(lines), policy), to_day(FROM), to_day(TO), np.array([1, 3, 5, 7])))
    more_n, more, customers, mrr = truth.one(
        """select count(*) filter (e.mrr > b.mrr), coalesce(sum(greatest(e.mrr - b.mrr, 0)), 0), count(*),
            coalesce(sum(b.mrr), 0)
        from daily b join daily e using (account) where b.day = $from_ and e.day = $to and b.mrr > 0""",
        from_=FROM,
        to=TO,
    )
    come_n, come = truth.one(
        """select count(*), coalesce(sum(mrr), 0) from (
            select account, arg_min(mrr, day) as mrr, min(day) as since from daily where mrr > 0 group by account
        ) where since > $from_ and since <= $to and account in (1, 3, 5, 7)""",
        from_=FROM,
        to=TO,
    )
    assert found["expansion_rate_count"] == (more_n, customers)
    assert found["expansion_rate_amount"] == (more, mrr)
    assert found["referral_rate_count"] == (come_n, customers)
    assert found["referral_rate_amount"] == (come, mrr)


def test_two_terms_replaced_by_one_smaller_line_are_renewed_by_its_amount_only(table, line) -> None:
    lines = [
        line("1", 1, date(2023, 1, 1), date(2024, 1, 1), 50_000_000),
        line("2", 1, date(2023, 1, 1), date(2024, 1, 1), 50_000_000),
        line("3", 1, date(2024, 1, 1), None, 80_000_000),
    ]
    result = rates(build_ledger(table(lines), Policy()), to_day(FROM), to_day(TO), np.zeros(0, dtype=np.int64))
    assert parts(result)["renewal_rate_amount"] == (80_000_000, 100_000_000)
    assert parts(result)["renewal_rate_count"] == (1, 1)


def test_growth_at_renewal_does_not_hide_another_term_that_was_lost(table, line) -> None:
    lines = [
        line("1", 1, date(2023, 1, 1), date(2024, 1, 1), 50_000_000),
        line("2", 1, date(2024, 1, 1), None, 100_000_000),
        line("3", 1, date(2023, 1, 1), date(2024, 4, 1), 50_000_000),
    ]
    result = rates(build_ledger(table(lines), Policy()), to_day(FROM), to_day(TO), np.zeros(0, dtype=np.int64))
    assert parts(result)["renewal_rate_amount"] == (50_000_000, 100_000_000)


def test_a_renewal_signed_long_after_the_grace_renews_nothing(table, line) -> None:
    lines = [
        line("1", 1, date(2023, 1, 1), date(2024, 1, 1), 50_000_000),
        line("2", 1, date(2024, 3, 1), None, 50_000_000, renews=0),
    ]
    result = rates(build_ledger(table(lines), Policy()), to_day(FROM), to_day(TO), np.zeros(0, dtype=np.int64))
    assert parts(result)["renewal_rate_count"] == (0, 1)


def test_renewed_early_by_name_counts(table, line) -> None:
    lines = [
        line("1", 1, date(2023, 1, 1), date(2024, 1, 1), 50_000_000),
        line("2", 1, date(2023, 10, 1), date(2025, 1, 1), 60_000_000, renews=0),
    ]
    result = rates(build_ledger(table(lines), Policy()), to_day(FROM), to_day(TO), np.zeros(0, dtype=np.int64))
    assert parts(result)["renewal_rate_amount"] == (50_000_000, 50_000_000)
    assert result.cs_result.result == result.cs_result.renewed + result.cs_result.expanded
