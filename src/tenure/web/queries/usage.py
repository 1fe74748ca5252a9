"""Use of the product in the last 90 days, by week, for many accounts at once."""

from collections.abc import Collection
from datetime import date

import numpy as np

from tenure.events.queries import get_rollup
from tenure_engine.period import to_day

WEEKS = 13
WEEK_DAYS = 7


def weekly_users(*, workspace_id: int, accounts: Collection[int], day: date) -> dict[int, list[float]]:
    """Return the distinct named users of each of the last 13 weeks (the last one ends on `day`), oldest first.

    Accounts without any event up to `day` are left out: nothing is known of them, which is not the same as no use.
    """
    if not accounts:
        return {}
    rows = get_rollup(workspace_id, accounts=accounts).user_days
    last = to_day(day)
    seen = rows.day <= last
    known = {int(account) for account in np.unique(rows.account[seen])}
    named = np.array([name != "" for name in rows.users], dtype=np.bool_)
    in_window = seen & (rows.day > last - WEEKS * WEEK_DAYS)
    in_window[in_window] = named[rows.user[in_window]] if len(rows.users) else False
    week = WEEKS - 1 - (last - rows.day[in_window].astype(np.int64)) // WEEK_DAYS
    cells = np.unique(np.stack([rows.account[in_window], week, rows.user[in_window]]), axis=1)
    series = {account: [0.0] * WEEKS for account in known}
    pairs, counts = np.unique(cells[:2], axis=1, return_counts=True)
    for account, number, count in zip(*pairs, counts, strict=True):
        series[int(account)][int(number)] = float(count)
    return series
