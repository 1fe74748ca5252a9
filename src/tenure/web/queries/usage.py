"""Use of the product in the last 90 days, by week, for many accounts at once."""

from collections.abc import Collection
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tenure.events.queries import get_rollup
from tenure_engine.period import to_day
from tenure_engine.runs import run_begins

WEEKS = 13
WEEK_DAYS = 7


def weekly_users(*, workspace_id: int, accounts: Collection[int], day: date) -> dict[int, list[float]]:
    """Return the distinct named users of each of the last 13 weeks (the last one ends on `day`), oldest first.

    Accounts without any event up to `day` are left out: nothing is known of them, which is not the same as no use.
    """
    if not accounts:
        return {}
    ids, weeks = weekly_matrix(workspace_id=workspace_id, accounts=accounts, day=day)
    return dict(zip(ids.tolist(), weeks.tolist(), strict=True))


def weekly_matrix(
    *, workspace_id: int, accounts: Collection[int] | None, day: date
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the ids of the accounts with any event up to `day`, sorted, and their users a week (accounts x 13).

    Of some accounts or, with None, of all.
    """
    last, rollup = to_day(day), get_rollup(workspace_id, accounts=accounts)
    if accounts is None:
        every, users = rollup.weekly_users(last, WEEKS)
        return every, users.astype(np.float64)
    rows = rollup.user_days
    seen = rows.day <= last
    known = rows.account[seen]
    ids = known[run_begins(known)]
    if not len(rows.users):
        return ids, np.zeros((len(ids), WEEKS))
    inside = np.flatnonzero(seen & (rows.day > last - WEEKS * WEEK_DAYS))
    named = np.array([name != "" for name in rows.users], dtype=np.bool_)
    inside = inside[named[rows.user[inside]]]
    user = rows.user[inside]
    place = np.searchsorted(ids, rows.account[inside])
    cell = place * WEEKS + WEEKS - 1 - (last - rows.day[inside].astype(np.int64)) // WEEK_DAYS
    # rows are sorted by account, user and day: a user's week is one run of them
    counts = np.bincount(cell[run_begins(cell) | run_begins(user)], minlength=len(ids) * WEEKS)
    return ids, counts.reshape(len(ids), WEEKS).astype(np.float64)
