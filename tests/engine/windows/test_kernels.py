"""The kernels against the plain meaning of what they compute, on arbitrary input."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tenure_engine.windows.kernels import (
    Grid,
    cover_distinct,
    extreme_of_intervals,
    rolling_or,
    running_sum,
    sum_intervals,
)
from tenure_engine.windows.knowledge import FAR, Knowledge

GRID = Grid(3, 10, 29)
DAYS = st.integers(-5, 45)
INTERVALS = st.lists(st.tuples(st.integers(0, 2), DAYS, DAYS | st.just(FAR), st.integers(-9, 9)), max_size=25)


def columns(rows):
    return [np.array([row[i] for row in rows], dtype=np.int64) for i in range(4)]


@given(INTERVALS)
def test_a_sum_counts_the_intervals_over_each_day(rows) -> None:
    row, start, end, weight = columns(rows)
    ours = sum_intervals(GRID, row, start, end, weight)
    for account in range(3):
        for number, day in enumerate(range(10, 30)):
            expected = sum(w for r, s, e, w in rows if r == account and s <= day < e)
            assert ours[account, number] == expected


@given(INTERVALS)
def test_an_extreme_is_that_of_the_intervals_over_each_day(rows) -> None:
    row, start, end, value = columns(rows)
    for take, pick in (("max", max), ("min", min)):
        ours = extreme_of_intervals(GRID, row, start, end, value, take=take)
        for account in range(3):
            for number, day in enumerate(range(10, 30)):
                over = [w for r, s, e, w in rows if r == account and s <= day < e]
                assert ours[account, number] == pick(over) if over else np.isnan(ours[account, number])


@given(st.lists(st.tuples(st.integers(0, 2), DAYS, st.integers(0, 9)), max_size=25))
def test_a_running_sum_is_over_the_days_before(rows) -> None:
    row, day, amount = (np.array([each[i] for each in rows], dtype=np.int64) for i in range(3))
    ours = running_sum(GRID, row, day, amount)
    for account in range(3):
        for number in range(GRID.days + 1):
            assert ours[account, number] == sum(a for r, d, a in rows if r == account and 10 <= d < 10 + number)


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), DAYS, st.integers(0, 30)), max_size=30),
    st.integers(1, 12),
)
def test_covered_stretches_count_groups_whatever_arrived_late(rows, window) -> None:
    rows = sorted(rows)
    row = np.array([each[0] for each in rows], dtype=np.int64)
    group = np.array([each[0] * 10 + each[1] for each in rows], dtype=np.int64)
    day = np.array([each[2] for each in rows], dtype=np.int64)
    seen = day + np.array([each[3] for each in rows], dtype=np.int64)
    keep, ends = cover_distinct(group, seen, day + window)
    ours = sum_intervals(GRID, row[keep], seen[keep], ends[keep])
    for account in range(3):
        for number, today in enumerate(range(10, 30)):
            users = {
                user
                for a, user, d, late in rows
                if a == account and today - window < d <= today and d + late <= today
            }
            assert ours[account, number] == len(users)


@given(st.lists(st.integers(0, 2**40), min_size=1, max_size=40), st.integers(1, 60))
def test_a_rolling_or_joins_the_bits_of_the_last_days(words, window) -> None:
    bits = np.array([words], dtype=np.uint64)
    ours = rolling_or(bits, window)
    for number in range(len(words)):
        expected = 0
        for word in words[max(0, number - window + 1) : number + 1]:
            expected |= word
        assert int(ours[0, number]) == expected


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=20),
    st.integers(0, 60),
    st.integers(0, 10),
)
def test_a_version_is_believed_from_its_arrival_until_the_next(versions, day, lag) -> None:
    known = np.array([each[0] for each in versions], dtype=np.int64)
    until = known + np.array([each[1] for each in versions], dtype=np.int64)
    for knowledge in (Knowledge.then().lagged(lag), Knowledge.of_day(day), Knowledge.latest()):
        low, high = knowledge.believed(known, until)
        at = knowledge.at(day)
        assert list((low <= day) & (day < high)) == [bool(k <= at < u) for k, u in zip(known, until, strict=True)]
