"""Which days no longer hold: what measures read now, held against what the kept days were computed from."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

import numpy as np
from django.db.models import Min
from django.utils import timezone
from numpy.typing import NDArray

from tenure.accounts.models import RecordVersion
from tenure.events.queries import EVENT_KINDS, EventTraces, get_rollup
from tenure.health.marks import Mark
from tenure_engine.health.values import Key
from tenure_engine.period import to_day
from tenure_engine.traces import add_by, changed, mix, of_texts
from tenure_engine.windows.facts import facts_of
from tenure_engine.windows.inputs import Inputs
from tenure_engine.windows.kinds import API_NAMES, DATA_NAMES, plain_name
from tenure_engine.windows.knowledge import FAR
from tenure_engine.windows.touched import days_touched, reach_of

Int64 = NDArray[np.int64]
Fits = Callable[[str], bool]


def mark_of(workspace_id: int, inputs: Inputs, events: EventTraces) -> Mark:
    """Return the mark of what is known now; `inputs` are those of all accounts with all that is known.

    `events` are traced before the inputs are loaded: what arrives in between is then seen as a change next time.
    """
    accounts, facts = inputs.accounts, facts_of(inputs)
    came = _came(workspace_id, accounts.ids)
    entered = came < FAR
    days = np.concatenate([facts.day, came[entered]])
    traces = np.concatenate([facts.trace, mix(accounts.ids, 16, came)[entered]])
    return Mark(
        event_days=events.days,
        event_accounts=events.accounts,
        event_kinds=events.kinds,
        facts=add_by(days, traces),
        segments=add_by(accounts.ids, mix(accounts.ids, 17, of_texts(accounts.segment))),
    )


def begin_days(workspace_id: int, inputs: Inputs) -> Int64:
    """Return for each account the first day on which there is anything of it: before, it has no row.

    That is the day of its signing, its first record or event, at the latest the day before it was entered.
    """
    facts, users = facts_of(inputs), inputs.user_days
    begin = _came(workspace_id, inputs.accounts.ids)
    own = facts.row >= 0
    np.minimum.at(begin, facts.row[own], facts.day[own])
    place = np.searchsorted(inputs.accounts.ids, users.account)
    place = np.minimum(place, max(0, len(begin) - 1))
    known = inputs.accounts.ids[place] == users.account if len(begin) else np.zeros(len(place), dtype=np.bool_)
    np.minimum.at(begin, place[known], users.day[known].astype(np.int64))
    return begin


def _came(workspace_id: int, ids: Int64) -> Int64:
    """Return the day before each account was entered: with it, the newest list has a row of it at once."""
    rows = RecordVersion.objects.filter(workspace_id=workspace_id, kind="accounts").order_by()
    entered = dict(rows.values("record_id").annotate(at=Min("recorded_at")).values_list("record_id", "at"))
    found = [entered.get(int(pk)) for pk in ids]
    return np.array([to_day(timezone.localtime(each).date()) - 1 if each else FAR for each in found], dtype=np.int64)


def touched_days(
    workspace_id: int, before: Mark | None, after: Mark, *, keys: Iterable[Key], first: date, last: date
) -> list[date]:
    """Return the days from first to last that were, or would have been, computed from something else than now."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    if before is None or _changed_segments(before, after):
        return days
    mask = _of_events(workspace_id, before, after, keys, to_day(first), to_day(last))
    facts = changed(before.facts, after.facts)
    if len(facts):
        mask[max(0, int(facts[0]) - to_day(first)) :] = True
    return [day for day, is_touched in zip(days, mask, strict=True) if is_touched]


def _changed_segments(before: Mark, after: Mark) -> bool:
    """Tell whether an account that was there before is in another segment now: then other cards may judge it."""
    both = np.intersect1d(before.segments.keys, after.segments.keys)
    return bool(np.isin(changed(before.segments, after.segments), both).any())


def _of_events(
    workspace_id: int, before: Mark, after: Mark, keys: Iterable[Key], first: int, last: int
) -> NDArray[np.bool_]:
    days = changed(before.event_days, after.event_days)
    wanted = list(keys)
    feed = np.setxor1d(before.event_days.keys, after.event_days.keys)
    courses = _courses(workspace_id, before, after, {key.of for key in wanted if key.of}) if len(days) else ()
    return days_touched(days, courses, reach=reach_of(wanted), first=first, last=last, feed=feed.tolist())


def _courses(workspace_id: int, before: Mark, after: Mark, named: set[str]) -> Iterator[Int64]:
    """Yield the days with events of each account that changed: of any, of named users, of kinds measured apart."""
    accounts = changed(before.event_accounts, after.event_accounts)
    pairs = changed(before.event_kinds, after.event_kinds)
    rollup = get_rollup(workspace_id, accounts=accounts.tolist())
    users = rollup.user_days
    is_named = np.take(np.array([bool(name) for name in users.users] or [False]), users.user)
    yield from _by_account(accounts, users.account, users.day)
    yield from _by_account(accounts, users.account[is_named], users.day[is_named])
    sorts: list[Fits] = [lambda name: plain_name(name) in API_NAMES, lambda name: plain_name(name) in DATA_NAMES]
    sorts += [lambda name, only=only: name == only for only in sorted(named)]  # type: ignore[misc]
    for fits in sorts:
        numbers = [number for number, name in enumerate(rollup.kinds) if name and fits(name)]
        mine = np.unique(pairs[np.isin(pairs % EVENT_KINDS, numbers)] // EVENT_KINDS)
        if len(mine):
            of_kind = rollup.kind_days_of([rollup.kinds[number] for number in numbers])
            yield from _by_account(mine, of_kind.account, of_kind.day)


def _by_account(accounts: Int64, account: Int64, day: NDArray[np.int32]) -> Iterator[Int64]:
    """Yield the days of each account, sorted, none twice; rows come sorted by account."""
    begin, end = np.searchsorted(account, accounts), np.searchsorted(account, accounts, "right")
    for low, high in zip(begin.tolist(), end.tolist(), strict=True):
        yield np.unique(day[low:high]).astype(np.int64)
