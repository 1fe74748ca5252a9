"""When an alert opens, stays one and ends: against a plain loop, against SQL, and by what must always be so."""

from itertools import pairwise

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure_engine.alerts import NONE, Truth, find_episodes, run_lengths

CELLS = st.sampled_from("yn?")
GRIDS = st.integers(1, 25).flatmap(
    lambda days: st.lists(st.lists(CELLS, min_size=days, max_size=days), min_size=1, max_size=5)
)


def truth_of(rows: list[list[str]]) -> Truth:
    cells = np.array(rows)
    return Truth(cells == "y", cells != "?")


def plain(
    rows: list[list[str]], hold: int, first: int = 0, was_open: list[bool] | None = None
) -> list[tuple[int, ...]]:
    """The same as a person would do it, day by day: (account, since, opened, ended)."""
    found = []
    for account, cells in enumerate(rows):
        held, is_open = 0, bool(was_open and was_open[account])
        current = (account, NONE, NONE)
        for day, cell in enumerate(cells):
            held = held + 1 if cell == "y" else 0
            if day < first:
                continue
            if is_open and cell == "n":
                found.append((*current, day))
                is_open = False
            elif not is_open and held >= hold:
                current = (account, day - held + 1, day)
                is_open = True
        if is_open:
            found.append((*current, NONE))
    return found


def ours(rows, hold, first=0, was_open=None) -> list[tuple[int, ...]]:
    opened = None if was_open is None else np.array(was_open, dtype=np.bool_)
    found = find_episodes(truth_of(rows), hold_days=hold, first=first, was_open=opened)
    columns = (found.account, found.since, found.opened, found.ended)
    return [tuple(int(each) for each in row) for row in zip(*columns, strict=True)]


@given(GRIDS, st.integers(1, 6), st.data())
def test_it_is_what_a_plain_loop_finds(rows, hold, data) -> None:
    first = data.draw(st.integers(0, len(rows[0]) - 1))
    was_open = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    assert ours(rows, hold, first, was_open) == plain(rows, hold, first, was_open)


ISLANDS = """
WITH cell AS (SELECT account, day, state FROM cells),
run AS (
    SELECT account, day, state, sum(CASE WHEN state = 'y' THEN 0 ELSE 1 END)
        OVER (PARTITION BY account ORDER BY day) AS island FROM cell
),
held AS (
    SELECT account, day, state, CASE WHEN state = 'y' THEN
        row_number() OVER (PARTITION BY account, island, state = 'y' ORDER BY day) ELSE 0 END AS n FROM run
),
mark AS (
    SELECT account, day, n, CASE WHEN n >= $hold THEN 1 WHEN state = 'n' THEN 0 END AS mark FROM held
),
state AS (
    SELECT account, day, n, coalesce(last_value(mark IGNORE NULLS) OVER (PARTITION BY account ORDER BY day), 0) AS s
    FROM mark
),
edge AS (
    SELECT account, day, n, s, lag(s, 1, 0) OVER (PARTITION BY account ORDER BY day) AS before FROM state
)
SELECT o.account, o.day - o.n + 1, o.day, coalesce(
    (SELECT min(e.day) FROM edge e WHERE e.account = o.account AND e.day > o.day AND e.s = 0 AND e.before = 1), -1)
FROM edge o WHERE o.s = 1 AND o.before = 0 ORDER BY 1, 3
"""


@settings(max_examples=40, deadline=None)
@given(GRIDS, st.integers(1, 6))
def test_it_is_what_gaps_and_islands_find_in_sql(rows, hold) -> None:
    cells = [(account, day, cell) for account, row in enumerate(rows) for day, cell in enumerate(row)]
    columns = dict(zip(("account", "day", "state"), map(list, zip(*cells, strict=True)), strict=True))
    with duckdb.connect() as db:
        db.register("cells", pa.table(columns))
        theirs = [tuple(row) for row in db.execute(ISLANDS, {"hold": hold}).fetchall()]
    assert ours(rows, hold) == theirs


@given(GRIDS, st.integers(1, 6), st.data())
def test_day_by_day_gives_the_same_as_all_days_at_once(rows, hold, data) -> None:
    """What a nightly job does with what it kept of the night before."""
    at_once = ours(rows, hold)
    step = data.draw(st.integers(1, len(rows[0])))
    is_open: dict[int, list[int]] = {}
    kept: list[list[int]] = []
    for begin in range(0, len(rows[0]), step):
        end = min(begin + step, len(rows[0]))
        part = [row[:end] for row in rows]
        was_open = [account in is_open for account in range(len(rows))]
        for account, since, opened, ended in ours(part, hold, begin, was_open):
            if opened != NONE:
                is_open[account] = [account, since, opened, NONE]
                kept.append(is_open[account])
            if ended != NONE:
                is_open.pop(account)[3] = ended
    assert sorted(tuple(each) for each in kept) == sorted(at_once)


@given(GRIDS, st.integers(1, 6))
def test_alerts_of_an_account_never_overlap_and_stand_on_n_days_that_held(rows, hold) -> None:
    found = ours(rows, hold)
    for account, since, opened, ended in found:
        assert rows[account][since : opened + 1] == ["y"] * (opened - since + 1)
        assert opened - since + 1 == hold
        if ended != NONE:
            assert rows[account][ended] == "n"
            assert "n" not in rows[account][opened:ended]
    for one, two in pairwise(found):
        if one[0] == two[0]:
            assert one[3] != NONE
            assert one[3] < two[1]


@given(GRIDS, st.integers(1, 5))
def test_a_longer_wait_never_opens_more_days(rows, hold) -> None:
    def open_days(found) -> set[tuple[int, int]]:
        last = len(rows[0])
        return {(a, day) for a, _, o, e in found for day in range(o, last if e == NONE else e)}

    assert open_days(ours(rows, hold + 1)) <= open_days(ours(rows, hold))


@pytest.mark.parametrize(
    ("cells", "hold", "found"),
    [
        ("yyynyyy", 3, [(0, 0, 2, 3), (0, 4, 6, NONE)]),
        ("yynyyny", 3, []),
        ("yyy???y", 3, [(0, 0, 2, NONE)]),  # not known ends nothing
        ("yy?yy", 3, []),  # and counts for nothing
        ("yyy?n", 3, [(0, 0, 2, 4)]),
        ("?y?", 1, [(0, 1, 1, NONE)]),
    ],
)
def test_small_cases_read_as_they_should(cells, hold, found) -> None:
    assert ours([list(cells)], hold) == found


def test_a_run_counts_the_day_itself() -> None:
    assert run_lengths(np.array([[True, True, False, True]])).tolist() == [[1, 2, 0, 1]]
