"""Weeks of use of some accounts: from the book in memory where there is one, else from the log."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import numpy as np

from tenure.web.queries.book.store import find_kept_book
from tenure.web.queries.usage import weekly_users


def weeks_of(*, workspace_id: int, accounts: Collection[int], day: date) -> Mapping[int, Sequence[float]]:
    """Return the distinct named users of each of the last 13 weeks by account, oldest first.

    Accounts without any event are left out. A few rows of many files cost more than all rows of a book cost once.
    """
    book = find_kept_book(workspace_id, day)
    if book is None:
        return weekly_users(workspace_id=workspace_id, accounts=accounts, day=day)
    used, wanted = book.used, np.array(sorted(set(accounts)), dtype=np.int64)
    there = np.isin(used.ids, wanted)
    return dict(zip(used.ids[there].tolist(), used.weeks[there].tolist(), strict=True))
