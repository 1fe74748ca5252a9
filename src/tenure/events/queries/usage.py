"""What the users of one account did, by day, and the events themselves."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tenure.accounts.models import Account
from tenure.events.log.reading import Wanted, count_events, read_events
from tenure.events.queries.logs import day_start, get_rollup, known_before, log_of
from tenure_engine.period import from_day, to_day
from tenure_engine.rollup.types import UserDays


@dataclass(frozen=True, slots=True)
class DailyUsage:
    """One number a day from `first` to `last`, days without use included."""

    first: date
    last: date
    events: tuple[int, ...]
    users: tuple[int, ...]
    logins: tuple[int, ...]
    seconds: tuple[int, ...]

    @property
    def days(self) -> list[date]:
        """The days, in order."""
        return [self.first + timedelta(days=number) for number in range(len(self.events))]


def get_daily_usage(*, account: Account, first: date, last: date, known_at: date | None = None) -> DailyUsage:
    """Return an account's use by day, both ends included. Active users are those that are named."""
    days = get_rollup(account.workspace_id, known_at=known_at, accounts=[account.pk]).user_days
    low = to_day(first)
    size = max(0, to_day(last) - low + 1)
    inside = np.flatnonzero((days.day >= low) & (days.day < low + size))
    place = days.day[inside] - low
    return DailyUsage(
        first=first,
        last=last,
        events=_sum(place, days.count[inside], size),
        users=_sum(place, _named(days)[inside], size),
        logins=_sum(place, days.logins[inside], size),
        seconds=_sum(place, days.seconds[inside], size),
    )


def find_last_day(*, account: Account) -> date | None:
    """Return the last day on which something of the account happened."""
    days = get_rollup(account.workspace_id, accounts=[account.pk]).user_days.day
    return from_day(int(days.max())) if len(days) else None


def list_events(
    *,
    account: Account,
    first: date,
    last: date,
    names: tuple[str, ...] = (),
    user_id: str | None = None,
    known_at: date | datetime | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[dict[str, Any]]:
    """Return the single events of an account, both days included, newest first: the drill-down, never a measure."""
    wanted = _wanted(account, first, last, names, user_id, known_at)
    rows = read_events(log_of(account.workspace_id).table, wanted, limit=limit, offset=offset)
    found: list[dict[str, Any]] = rows.to_pylist()
    return found


def count_events_of(
    *,
    account: Account,
    first: date,
    last: date,
    names: tuple[str, ...] = (),
    user_id: str | None = None,
    known_at: date | datetime | None = None,
) -> int:
    """Return how many single events `list_events` would give in all."""
    wanted = _wanted(account, first, last, names, user_id, known_at)
    return count_events(log_of(account.workspace_id).table, wanted)


def _wanted(
    account: Account,
    first: date,
    last: date,
    names: tuple[str, ...],
    user_id: str | None,
    known_at: date | datetime | None,
) -> Wanted:
    return Wanted(
        account_id=account.pk,
        start=day_start(first),
        end=day_start(last + timedelta(days=1)),
        names=names,
        user_id=user_id,
        known_before=known_before(known_at).before,
    )


def _named(days: UserDays) -> NDArray[np.int64]:
    named = np.array([bool(name) for name in days.users] or [False], np.int64)
    return np.take(named, days.user)


def _sum(place: NDArray[np.int32], values: NDArray[Any], size: int) -> tuple[int, ...]:
    total = np.zeros(size, np.int64)
    np.add.at(total, place, values)
    return tuple(total.tolist())
