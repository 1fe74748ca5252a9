"""The event log of a workspace, and the daily rollup that everything is computed from."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from tenure.events.log.loading import Rollup
from tenure.events.log.log import EventLog
from tenure.events.log.traces import EventTraces
from tenure.events.log.traces import trace_events as trace_log
from tenure.foundation.models import Workspace
from tenure_engine.rollup.ports import EVERYTHING, Known


def log_of(workspace: Workspace | int) -> EventLog:
    """Return the event log of a workspace. Each has a folder of its own: none sees another's events."""
    number = workspace if isinstance(workspace, int) else workspace.pk
    return EventLog(Path(settings.TENURE_HOME) / "events" / str(number))


def get_rollup(
    workspace: Workspace | int,
    *,
    known_at: date | datetime | None = None,
    accounts: Collection[int] | None = None,
) -> Rollup:
    """Return the daily rollup, of some accounts (ids) or all.

    `known_at` leaves out what became known later; a date means the end of that day, UTC. The result reads
    `user_days`, `kind_days` or `kind_days_of(names)` when asked, each from one consistent state.
    """
    return log_of(workspace).rollup(accounts=accounts, known=known_before(known_at))


def trace_events(workspace: Workspace | int) -> EventTraces:
    """Return what stands for the events of the rollup as it is: two states differ where their traces do.

    The key of an account's kind is account * EVENT_KINDS + the number of the kind in `Rollup.kinds`.
    """
    return trace_log(log_of(workspace).folder)


def known_before(known_at: date | datetime | None) -> Known:
    """Return the instant before which an event must have been known to be seen."""
    if known_at is None:
        return EVERYTHING
    if isinstance(known_at, datetime):
        return Known(to_micros(known_at) + 1)
    return Known(day_start(known_at + timedelta(days=1)))


def day_start(day: date) -> int:
    """Return the first microsecond of a day, UTC."""
    return to_micros(datetime(day.year, day.month, day.day, tzinfo=UTC))


def to_micros(instant: datetime) -> int:
    """Return an aware time as microseconds since 1970 UTC."""
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
