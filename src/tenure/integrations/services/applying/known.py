"""From when a row counts as known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from tenure.accounts.kinds import Problem
from tenure.integrations.choices import KnownTime
from tenure.integrations.services.targets import Target
from tenure_engine.words import N_

IN_FUTURE = N_("known_at %(value)s lies in the future")
# what a ticket or an invoice only shows once it is over
KNOWN_AT_THE_END = frozenset({"status", "satisfaction", "escalated"})


@dataclass(frozen=True, slots=True)
class Policy:
    """`at` is the time of the policy `date`, else the moment of the import; `now` that moment in any case."""

    kind: KnownTime
    at: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """What a row says as of one moment."""

    known_at: datetime
    is_assumed: bool
    values: dict[str, Any]


def moment(value: date | datetime) -> datetime:
    """Return the moment of a value; a date begins at midnight UTC."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime.combine(value, time.min, tzinfo=UTC)


def versions_of(target: Target, values: dict[str, Any], policy: Policy) -> list[Version] | Problem:
    """Return the versions that a row makes, oldest first; a known time in the future is a problem.

    A mapped `known_at` wins and is no assumption. Under `history` the row was known at its own date, and each closing
    date adds a version; a row without such a date, or with one to come, is known from the import on.
    """
    given = values.pop("known_at", None)
    if given is not None:
        known_at = moment(given)
        if known_at > policy.now:
            return Problem("known_at", IN_FUTURE, {"value": given})
        return [Version(known_at, False, values)]
    effective = values.get(target.effective) if target.effective else None
    if policy.kind != KnownTime.HISTORY or effective is None or moment(effective) > policy.now:
        return [Version(policy.at, False, values)]
    return list(_history(target, values, moment(effective), policy.now))


def _history(target: Target, values: dict[str, Any], start: datetime, now: datetime) -> Iterator[Version]:
    dates = {name: moment(values[name]) for name in target.closing if values.get(name) is not None}
    if not dates or min(dates.values()) < start or max(dates.values()) > now:
        yield Version(start, True, values)
        return
    for at in sorted({start, *dates.values()}):
        later = {name for name, when in dates.items() if when > at}
        hidden = later | KNOWN_AT_THE_END if later else later
        yield Version(at, True, {name: value for name, value in values.items() if name not in hidden})
