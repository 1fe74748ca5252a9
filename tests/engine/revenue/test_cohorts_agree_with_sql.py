"""Cohorts by first paid month are recomputed by independent SQL and agree exactly."""

import random
from datetime import date, timedelta

import pytest

from tenure_engine.period import from_day, month_ends, to_day
from tenure_engine.revenue import Policy, build_ledger, cohorts_by_month

FROM, TO = date(2022, 12, 31), date(2023, 12, 31)


@pytest.mark.parametrize("seed", range(6))
def test_random_lines(oracle, table, line, seed: int) -> None:
    dice = random.Random(seed)
    lines = []
    for number in range(60):
        start = date(2022, 11, 1) + timedelta(days=dice.randint(0, 400))
        end = None if dice.random() < 0.2 else start + timedelta(days=dice.randint(1, 150))
        lines.append(line(str(number), dice.randint(1, 20), start, end, dice.randint(1, 90) * 1_000_000))
    truth = oracle(lines, Policy(), FROM, TO)
    cells = truth.db.execute(
        """with first as (
            select account, min(day) as since, arg_min(mrr, day) as signed from daily where mrr > 0 group by account
        )
        select last_day(since) as month, d.day, count(*), sum(signed), count(*) filter (d.mrr > 0), sum(d.mrr)
        from first join daily d using (account)
        where since > $from_ and since <= $to and d.day = last_day(d.day) and d.day between last_day(since) and $to
        group by all""",
        {"from_": FROM, "to": TO},
    ).fetchall()
    expected = {(month, day): tuple(map(int, rest)) for month, day, *rest in cells}
    result = cohorts_by_month(build_ledger(table(lines), Policy()), to_day(FROM), to_day(TO))
    ends = month_ends(FROM, TO)
    found = {}
    for number, cohort in enumerate(result.cohorts):
        for age, day in enumerate(ends[number:]):
            if cohort.customers:
                left = cohort.customers_left[age], cohort.mrr_left[age]
                found[from_day(cohort.month_end), day] = (cohort.customers, cohort.mrr, *left)
                assert cohort.logo_retention(age) == left[0] / cohort.customers
                assert cohort.revenue_retention(age) == left[1] / cohort.mrr
    assert found == expected


def test_what_lies_ahead_is_not_known(table, line) -> None:
    lines = [line("1", 1, date(2023, 12, 5), None, 1_000_000)]
    last = cohorts_by_month(build_ledger(table(lines), Policy()), to_day(FROM), to_day(TO)).cohorts[-1]
    assert last.logo_retention(0) == 1
    assert last.logo_retention(1) is None
    assert last.revenue_retention(1) is None
