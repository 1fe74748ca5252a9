"""Parts one after another are what merging them gives, whether their days follow one another or not."""

import dataclasses

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure_engine.rollup.chaining import chain_kind_sums
from tenure_engine.rollup.merge import merge_kind_sums
from tenure_engine.rollup.sums import KindSums, no_kind_sums

CELLS = st.sets(st.tuples(st.integers(1, 6), st.integers(0, 40), st.integers(0, 3)), max_size=40)


def part(cells, shift=0):
    """Rows of (account, day, kind), each once, in order; what is added up is told from the cell."""
    account, day, kind = np.array(sorted(cells), dtype=np.int64).reshape(-1, 3).T
    count = account * 100 + day * 10 + kind + 1
    return KindSums(
        account, (day + shift).astype(np.int32), kind.astype(np.int32), count, count * 7, np.full(len(count), 250_000)
    )


def rows(sums):
    columns = [getattr(sums, each.name).tolist() for each in dataclasses.fields(sums)]
    return list(zip(*columns, strict=True))


@settings(max_examples=150, deadline=None)
@given(cells=st.lists(CELLS, max_size=5), is_apart=st.booleans(), order=st.randoms())
def test_they_are_what_merging_gives(cells, is_apart, order):
    parts = [part(each, shift=50 * number * is_apart) for number, each in enumerate(cells)]
    order.shuffle(parts)
    chained = chain_kind_sums(parts)
    assert rows(chained) == rows(merge_kind_sums(parts))
    none = no_kind_sums()
    assert [getattr(chained, each.name).dtype for each in dataclasses.fields(none)] == [
        getattr(none, each.name).dtype for each in dataclasses.fields(none)
    ]


def test_months_that_follow_one_another_are_not_sorted(monkeypatch):
    january, february = part({(1, 3, 0), (1, 3, 2), (4, 1, 1)}), part({(1, 2, 0), (2, 9, 1)}, shift=31)
    monkeypatch.setattr("tenure_engine.rollup.chaining.merge_kind_sums", None)
    found = rows(chain_kind_sums([february, january]))
    assert [row[:3] for row in found] == [(1, 3, 0), (1, 3, 2), (1, 33, 0), (2, 40, 1), (4, 1, 1)]
