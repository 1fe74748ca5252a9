"""Parts of a sorted file are joined where they meet; every column keeps its type, whatever was added up."""

import dataclasses

import numpy as np

from tenure_engine.rollup.merge import merge_user_sums, settle_user_sums
from tenure_engine.rollup.sums import UserSums


def part(*rows):
    """Rows of (account, user, day, count, logins, seconds)."""
    account, user, day, count, logins, seconds = np.array(rows, dtype=np.int64).T
    return UserSums(
        account=account,
        user=user,
        day=day.astype(np.int32),
        count=count,
        logins=logins.astype(np.int32),
        seconds=seconds,
        mask=np.ones((len(rows), 1), np.uint64),
    )


def types(sums):
    return {each.name: getattr(sums, each.name).dtype for each in dataclasses.fields(sums)}


def rows(sums):
    columns = (sums.account, sums.user, sums.day, sums.count, sums.logins, sums.seconds)
    return [tuple(int(value) for value in row) for row in zip(*columns, strict=True)]


FIRST = part((1, 0, 10, 4, 1, 60), (2, 0, 10, 3, 1, 30))
SECOND = part((2, 0, 10, 2, 1, 15), (2, 1, 10, 1, 0, 5), (3, 0, 11, 7, 2, 90))


def test_a_day_of_a_user_that_two_parts_share_becomes_one_row():
    merged = merge_user_sums([FIRST, SECOND])
    assert rows(merged) == [(1, 0, 10, 4, 1, 60), (2, 0, 10, 5, 2, 45), (2, 1, 10, 1, 0, 5), (3, 0, 11, 7, 2, 90)]


def test_what_was_joined_has_the_types_of_what_was_not():
    settled = settle_user_sums([FIRST, SECOND])
    assert len(settled) == 3
    assert all(types(one) == types(FIRST) for one in settled)
