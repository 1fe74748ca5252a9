"""NumPy's level 1 and DuckDB's SQL give the same rollup, cell by cell."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure_engine.rollup.level1 import roll_up
from tenure_engine.rollup.merge import merge_kind_sums, merge_user_sums
from tenure_engine.rollup.sums import EventColumns

from .events import ask_duckdb, random_events


def flags(kinds: int, logins: list[int]) -> np.ndarray:
    return np.isin(np.arange(kinds), logins)


def assert_equal_cell_by_cell(sums, users, kinds) -> None:
    assert sums.users.account.tolist() == users["account"].to_pylist()
    assert sums.users.user.tolist() == users["user_id"].to_pylist()
    for name in ("day", "count", "logins", "seconds"):
        assert getattr(sums.users, name).tolist() == users[name].to_pylist(), name
    for word in range(sums.users.mask.shape[1]):
        assert sums.users.mask[:, word].tolist() == users[f"mask{word}"].to_pylist()
    for name in ("account", "day", "kind", "count", "whole", "millionths"):
        assert getattr(sums.kinds, name).tolist() == kinds[name].to_pylist(), name


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    rows=st.integers(1, 400),
    kinds=st.sampled_from([1, 5, 63, 64, 65, 130]),
    logins=st.lists(st.integers(0, 129), max_size=3),
)
def test_a_rollup_of_random_events_equals_duckdb_cell_by_cell(seed, rows, kinds, logins):
    events = random_events(seed=seed, rows=rows, kinds=kinds)
    sums = roll_up(events, kinds=kinds, logins=flags(kinds, logins))
    assert_equal_cell_by_cell(sums, *ask_duckdb(events, kinds=kinds, logins=logins))


@pytest.mark.parametrize("rows", [50_000, 200])
def test_dense_and_sparse_counting_give_the_same_cells(rows):
    events = random_events(seed=3, rows=rows, accounts=40, users=300, kinds=100)
    sums = roll_up(events, kinds=100, logins=flags(100, [2, 77]))
    assert_equal_cell_by_cell(sums, *ask_duckdb(events, kinds=100, logins=[2, 77]))


def test_events_that_all_count_once_need_no_counts():
    events = replace(random_events(seed=6, rows=5000), count=None)
    sums = roll_up(events, kinds=5, logins=flags(5, [3]))
    assert_equal_cell_by_cell(sums, *ask_duckdb(events, kinds=5, logins=[3]))


def test_unsorted_events_give_the_same_sums():
    events = random_events(seed=7, rows=70_000, users=400)
    order = np.random.default_rng(1).permutation(70_000)
    place = np.argsort(order)
    moved = np.sort(place[events.valued])
    shuffled = EventColumns(
        **{name: getattr(events, name)[order] for name in ("account", "user", "kind", "at", "count", "seconds")},
        valued=moved,
        value=events.value[np.argsort(place[events.valued])],
    )
    sums = roll_up(shuffled, kinds=5, logins=flags(5, [0]))
    assert_equal_cell_by_cell(sums, *ask_duckdb(events, kinds=5, logins=[0]))


def test_values_beyond_what_a_float_sums_exactly_are_still_exact():
    rows = 4_000
    events = random_events(seed=5, rows=rows, kinds=2)
    value = np.full(rows, 900_719_925_474_991.0)
    big = EventColumns(
        **{name: getattr(events, name) for name in ("account", "user", "kind", "at", "count", "seconds")},
        valued=np.arange(rows),
        value=value,
    )
    sums = roll_up(big, kinds=2, logins=flags(2, []))
    assert int(sums.kinds.whole.sum()) == rows * 900_719_925_474_991
    assert_equal_cell_by_cell(sums, *ask_duckdb(big, kinds=2, logins=[]))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), cuts=st.lists(st.integers(0, 300), max_size=6))
def test_the_order_and_the_cutting_of_the_events_do_not_matter(seed, cuts):
    events = random_events(seed=seed, rows=300, kinds=70)
    whole = roll_up(events, kinds=70, logins=flags(70, [1]))
    bounds = [0, *sorted(cuts), 300]
    parts = [roll_up(piece(events, low, high), kinds=70, logins=flags(70, [1])) for low, high in pairwise(bounds)]
    parts = [parts[i] for i in np.random.default_rng(seed).permutation(len(parts))]
    users = merge_user_sums([part.users for part in parts])
    kinds = merge_kind_sums([part.kinds for part in parts])
    for name in ("account", "user", "day", "count", "logins", "seconds", "mask"):
        assert np.array_equal(getattr(users, name), getattr(whole.users, name)), name
    for name in ("account", "day", "kind", "count", "whole", "millionths"):
        assert np.array_equal(getattr(kinds, name), getattr(whole.kinds, name)), name


def test_keys_too_wide_for_one_number_are_merged_all_the_same():
    events = random_events(seed=8, rows=500)
    wide = EventColumns(
        **{name: getattr(events, name) for name in ("user", "kind", "at", "count", "seconds", "valued", "value")},
        account=events.account * 200_000_000_000,
    )
    half = roll_up(wide, kinds=5, logins=flags(5, []))
    twice = merge_user_sums([half.users, half.users])
    assert np.array_equal(twice.account, half.users.account)
    assert np.array_equal(twice.count, 2 * half.users.count)


def test_no_events_give_no_rows():
    events = piece(random_events(seed=1, rows=5), 0, 0)
    sums = roll_up(events, kinds=3, logins=flags(3, []))
    assert len(sums.users.account) == len(sums.kinds.account) == 0
    assert len(merge_user_sums([sums.users]).account) == 0


def piece(events: EventColumns, low: int, high: int) -> EventColumns:
    inside = (events.valued >= low) & (events.valued < high)
    return EventColumns(
        **{name: getattr(events, name)[low:high] for name in ("account", "user", "kind", "at", "count", "seconds")},
        valued=events.valued[inside] - low,
        value=events.value[inside],
    )
