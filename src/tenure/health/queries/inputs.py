"""What measures read, from the records' versions and the event log, as it is known or was known on a day."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path

import numpy as np
from django.db.models import Min
from numpy.typing import NDArray

from tenure.accounts.kinds import get_kind
from tenure.accounts.models import Account, RecordVersion
from tenure.accounts.queries import data_as_known, versions_of_kinds
from tenure.events.queries import get_rollup, log_of
from tenure_engine.period import from_day, to_day
from tenure_engine.windows.build import EFFECTIVE, VersionRow, day_number
from tenure_engine.windows.inputs import Accounts, Coverage, Feed, Inputs, Source
from tenure_engine.windows.knowledge import FAR, Knowledge
from tenure_engine.windows.small import accounts_of, assemble, feed_of

Int64 = NDArray[np.int64]
RECORDS: tuple[Source, ...] = tuple(source for source in Source if source is not Source.EVENTS)
A_READ = 2000


def load_inputs(
    workspace_id: int, *, known_on: date | None = None, account_ids: Sequence[int] | None = None
) -> Inputs:
    """Return the inputs of some accounts, or all, with the knowledge of the end of a day (UTC), or of now."""
    knowledge = Knowledge.latest() if known_on is None else Knowledge.of_day(to_day(known_on))
    accounts = _accounts(workspace_id, known_on, account_ids)
    rollup = get_rollup(workspace_id, known_at=known_on, accounts=account_ids)
    kind_days = rollup.kind_days
    versions = _versions(workspace_id, known_on, account_ids)
    return assemble(
        accounts,
        knowledge=knowledge,
        versions=versions,
        user_days=rollup.user_days,
        kind_days=kind_days,
        agreements=_agreements(workspace_id, known_on, account_ids),
        coverage=coverage_of_workspace(workspace_id, known_on),
        feed=feed_of_workspace(workspace_id, known_on),
    )


def end_of(day: date | None) -> datetime | None:
    """Return the last instant of a day, UTC."""
    return None if day is None else datetime.combine(day, time.max, tzinfo=UTC)


def _accounts(workspace_id: int, known_on: date | None, account_ids: Sequence[int] | None) -> Accounts:
    rows = Account.objects.filter(workspace_id=workspace_id)
    if account_ids is not None:
        rows = rows.filter(pk__in=list(account_ids))
    current = rows.order_by("pk").values_list("pk", "segment", "signed_on")
    if known_on is None:
        return accounts_of((pk, segment, _day(signed)) for pk, segment, signed in current)
    known = data_as_known(
        workspace_id=workspace_id, kind="accounts", known_at=end_of(known_on), account_ids=account_ids
    )
    return accounts_of(
        (pk, str(data.get("segment") or ""), day_number(data.get("signed_on")))
        for pk, data in ((pk, known.get(pk, (None, {}, False))[1]) for pk, _segment, _signed in current)
    )


def _day(day: date | None) -> int:
    return FAR if day is None else to_day(day)


def _versions(
    workspace_id: int, known_on: date | None, account_ids: Sequence[int] | None
) -> dict[Source, list[VersionRow]]:
    """Return the versions of every source, by record, oldest first; those of some accounts in one query."""
    found: dict[Source, list[VersionRow]] = {source: [] for source in RECORDS}
    fields = ("kind", "record_id", "account_id", "known_at", "is_deleted", "data")
    together: Sequence[Sequence[Source]] = [[source] for source in RECORDS] if account_ids is None else [RECORDS]
    for sources in together:
        kinds = [source.value for source in sources]
        rows = versions_of_kinds(
            workspace_id=workspace_id, kinds=kinds, known_at=end_of(known_on), account_ids=account_ids
        )
        for kind, record_id, account_id, known_at, is_deleted, data in rows.values_list(*fields).iterator(A_READ):
            row = VersionRow(account_id or 0, record_id, day_number(known_at), data, is_deleted)
            found[Source(kind)].append(row)
    return found


def _agreements(
    workspace_id: int, known_on: date | None, account_ids: Iterable[int] | None
) -> dict[int, dict[str, object]]:
    known = data_as_known(
        workspace_id=workspace_id, kind="agreements", known_at=end_of(known_on), account_ids=account_ids
    )
    return {record: data for record, (_account, data, _assumed) in known.items()}


def coverage_of_workspace(workspace_id: int, known_on: date | None = None) -> dict[Source, Coverage]:
    """Return since when each source speaks for the company; a source nothing of which was known is left out."""
    versions = RecordVersion.objects.filter(workspace_id=workspace_id, kind__in=[each.value for each in RECORDS])
    if known_on is not None:
        versions = versions.filter(known_at__lte=end_of(known_on))
    known = dict(versions.order_by().values("kind").annotate(first=Min("known_at")).values_list("kind", "first"))
    found: dict[Source, Coverage] = {}
    for source in RECORDS:
        if source not in known:
            continue
        first_known = day_number(known[source])
        name = EFFECTIVE.get(source, "")
        first = _first_effective(workspace_id, source, name) if name else first_known
        if first is not None:
            found[source] = Coverage(first, first_known)
    return found


def _first_effective(workspace_id: int, source: Source, name: str) -> int | None:
    kind = get_kind(source.value)
    attribute = kind.field(name).attribute
    rows = kind.model._default_manager.filter(workspace_id=workspace_id)
    first = rows.aggregate(first=Min(attribute))["first"]
    return None if first is None else day_number(first)


def feed_of_workspace(workspace_id: int, known_on: date | None = None) -> Feed:
    """Return the days on which anybody had events; kept until the rollup changes."""
    folder = log_of(workspace_id).folder.rollup
    return _feed(workspace_id, known_on, _state_of(folder))


def _state_of(folder: Path) -> tuple[int, int]:
    try:
        state = (folder / "manifest.json").stat()
    except FileNotFoundError:
        return (0, 0)
    return (state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=16)
def _feed(workspace_id: int, known_on: date | None, _state: tuple[int, int]) -> Feed:
    days = np.unique(get_rollup(workspace_id, known_at=known_on).user_days.day).astype(np.int64)
    return feed_of(days, days)


def newest_fact(workspace_id: int, until: date) -> date | None:
    """Return the last day, not after `until`, on which anything happened: an event, a ticket, a touch, ..."""
    feed = feed_of_workspace(workspace_id).days
    past = feed[feed <= to_day(until)]
    days = [int(past[-1])] if len(past) else []
    edge = end_of(until)
    for source, name in EFFECTIVE.items():
        kind = get_kind(source.value)
        attribute = kind.field(name).attribute
        limit = edge if kind.field(name).type == "datetime" else until
        rows = kind.model._default_manager.filter(workspace_id=workspace_id, **{f"{attribute}__lte": limit})
        last = rows.order_by(f"-{attribute}").values_list(attribute, flat=True).first()
        if last is not None:
            days.append(day_number(last))
    return from_day(max(days)) if days else None


def first_fact(workspace_id: int) -> date | None:
    """Return the first day on which anything happened."""
    feed = feed_of_workspace(workspace_id).days
    days = [int(feed[0])] if len(feed) else []
    days += [each.first_day for each in coverage_of_workspace(workspace_id).values() if each.first_day < FAR]
    return from_day(min(days)) if days else None
