"""What holds for any lines under any policy."""

from dataclasses import asdict
from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure_engine.period import to_day
from tenure_engine.revenue import (
    FOREVER,
    LineTable,
    Policy,
    bridge,
    build_ledger,
    cohorts_by_month,
    counting_lines,
    movements_by_month,
    rates,
    retention,
)

BASE = to_day(date(1969, 9, 1))  # so that days are negative and positive
policies = st.builds(
    Policy,
    overlap=st.sampled_from(["sum", "latest"]),
    end=st.sampled_from(["exclusive", "inclusive"]),
    path=st.booleans(),
    grace_days=st.sampled_from([0, 1, 7, 30]),
)
windows = st.tuples(st.integers(-30, 400), st.integers(0, 300)).map(lambda w: (BASE + w[0], BASE + w[0] + w[1]))
rows = st.lists(
    st.tuples(
        st.integers(1, 5),
        st.integers(0, 400),
        st.one_of(st.none(), st.integers(-3, 120)),
        st.sampled_from([0, 1, 50_000_000, 75_000_000, 999_999_999]),
    ),
    max_size=30,
)


def table_of(given_rows, order=None) -> LineTable:
    order = list(range(len(given_rows))) if order is None else order
    picked = [given_rows[i] for i in order]
    return LineTable(
        line=np.array(order, dtype=np.int64),
        account=np.array([a for a, *_ in picked], dtype=np.int64),
        start=np.array([BASE + s for _, s, *_ in picked], dtype=np.int32),
        end=np.array([FOREVER if n is None else BASE + s + n for _, s, n, _ in picked], dtype=np.int32),
        mrr=np.array([m for *_, m in picked], dtype=np.int64),
    )


def figures(table: LineTable, policy: Policy, window: tuple[int, int]):
    """Everything that can be said about the lines, as comparable values."""
    ledger = build_ledger(table, policy)
    kept, moved = retention(ledger, *window), movements_by_month(ledger, *window)
    rated, cohorts = rates(ledger, *window, np.array([1, 2])), cohorts_by_month(ledger, *window)
    return (
        {name: value for name, value in asdict(kept).items() if name != "rows"},
        {name: column.tolist() for name, column in asdict(kept.rows).items()},
        moved.months,
        {name: column.tolist() for name, column in asdict(moved.rows).items()},
        rated.rates,
        rated.existing_revenue_share,
        rated.cs_result,
        cohorts.cohorts,
    )


@given(rows, policies, windows)
@settings(deadline=None)
def test_movements_add_up(given_rows, policy, window) -> None:
    ledger = build_ledger(table_of(given_rows), policy)
    result = movements_by_month(ledger, *window)
    mrr, customers = result.opening, result.opening_customers
    for month in result.months:
        mrr += month.new + month.reactivation + month.expansion - month.contraction - month.churn
        customers += month.new_n + month.reactivation_n - month.churn_n
        at = ledger.mrr_at(month.month_end)
        assert month.mrr == mrr == at.sum()
        assert month.customers == customers == (at > 0).sum()


@given(rows, policies, windows)
@settings(deadline=None)
def test_retention_adds_up_and_no_customer_keeps_more_than_all_in_grr(given_rows, policy, window) -> None:
    ledger = build_ledger(table_of(given_rows), policy)
    result = retention(ledger, *window)
    part = result.rows
    up, down = part.expansion + part.reactivation, part.contraction + part.churn
    assert (part.beginning + up - down == part.ending).all()
    assert ((part.beginning - down) / part.beginning <= 1).all()
    assert (np.stack([part.expansion, part.contraction, part.churn, part.reactivation]) >= 0).all()
    assert result.beginning + up.sum() - down.sum() == result.ending
    if not policy.path:
        assert result.reactivation == 0
        assert result.grr is None or 0 <= result.grr <= 1


@given(rows, policies, windows, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_rows_does_not_matter_and_the_same_input_gives_the_same(
    given_rows, policy, window, dice
) -> None:
    order = list(range(len(given_rows)))
    dice.shuffle(order)
    first = figures(table_of(given_rows), policy, window)
    assert figures(table_of(given_rows), policy, window) == first
    assert figures(table_of(given_rows, order), policy, window) == first


@given(rows, policies, windows)
@settings(deadline=None)
def test_renewed_is_never_more_than_due(given_rows, policy, window) -> None:
    result = rates(build_ledger(table_of(given_rows), policy), *window, np.zeros(0, dtype=np.int64))
    assert (result.renewals.group_renewed <= result.renewals.group_due).all()
    for rate in result.rates[:2]:
        assert 0 <= rate.numerator <= rate.denominator
    share = result.existing_revenue_share
    assert 0 <= share.numerator <= share.denominator


@given(rows, policies)
@settings(deadline=None)
def test_far_apart_account_ids_change_nothing(given_rows, policy) -> None:
    near = build_ledger(table_of(given_rows), policy)
    far_rows = [(account**5 * 2**48, *rest) for account, *rest in given_rows]
    far = build_ledger(table_of(far_rows), policy)
    assert near.day.tolist() == far.day.tolist()
    assert near.mrr.tolist() == far.mrr.tolist()
    assert [account**5 * 2**48 for account in near.accounts.tolist()] == far.accounts.tolist()


def test_movements_of_a_window_without_month_end_are_none() -> None:
    ledger = build_ledger(table_of([(1, 0, None, 5)]), Policy())
    assert movements_by_month(ledger, BASE, BASE + timedelta(days=20).days).months == ()


@given(rows, policies, windows)
@settings(deadline=None)
def test_the_bridge_reaches_the_mrr_of_the_second_date(given_rows, policy, window) -> None:
    ledger = build_ledger(table_of(given_rows), policy)
    way = bridge(ledger, retention(ledger, *window))
    up = way.new + way.reactivation + way.expansion
    assert way.opening == ledger.mrr_at(window[0]).sum()
    assert way.opening + up - way.contraction - way.churn == way.closing == ledger.mrr_at(window[1]).sum()


@given(rows, policies, st.integers(-30, 500))
@settings(deadline=None)
def test_the_lines_that_count_on_a_day_add_up_to_the_mrr_of_each_account(given_rows, policy, day) -> None:
    table = table_of(given_rows)
    ledger = build_ledger(table, policy)
    counts = counting_lines(ledger, BASE + day)
    mrr = {account: 0 for account in ledger.accounts.tolist()}
    for account, value in zip(table.account[counts].tolist(), table.mrr[counts].tolist(), strict=True):
        mrr[account] += value
    assert mrr == dict(zip(ledger.accounts.tolist(), ledger.mrr_at(BASE + day).tolist(), strict=True))


@given(rows, policies)
@settings(deadline=None)
def test_each_account_may_be_asked_for_its_own_day(given_rows, policy) -> None:
    ledger = build_ledger(table_of(given_rows), policy)
    days = ledger.day[ledger.first].astype(np.int64) + np.arange(len(ledger.accounts)) * 20
    each = [int(ledger.mrr_at(int(day))[number]) for number, day in enumerate(days)]
    assert ledger.mrr_at(days).tolist() == each
    counts = counting_lines(ledger, days)
    sums = [int(ledger.lines.mrr[counts & (ledger.lines.account == account)].sum()) for account in ledger.accounts]
    assert sums == each
