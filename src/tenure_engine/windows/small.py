"""Inputs from a handful of plain rows, as in an import: worked examples, tests, small data."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tenure_engine.rollup.types import KindDays, UserDays
from tenure_engine.windows import build
from tenure_engine.windows.build import Data, VersionRow, coverage_of, day_number
from tenure_engine.windows.inputs import Accounts, Coverage, Feed, Inputs, Source
from tenure_engine.windows.knowledge import FAR, Knowledge

Int64 = NDArray[np.int64]
Row = Mapping[str, object]


def accounts_of(rows: Iterable[tuple[int, str, int]]) -> Accounts:
    """Return accounts from (id, segment, day of signing or FAR)."""
    ordered = sorted(rows)
    return Accounts(
        np.array([row[0] for row in ordered], dtype=np.int64),
        tuple(row[1] for row in ordered),
        np.array([row[2] for row in ordered], dtype=np.int64),
    )


def assemble(
    accounts: Accounts,
    *,
    knowledge: Knowledge,
    versions: Mapping[Source, Sequence[VersionRow]],
    user_days: UserDays | None = None,
    kind_days: KindDays | None = None,
    agreements: Mapping[int, Data] | None = None,
    coverage: Mapping[Source, Coverage] | None = None,
    feed: Feed | None = None,
    user_known: Int64 | None = None,
    kind_known: Int64 | None = None,
) -> Inputs:
    """Return inputs from versions of records and the rollup.

    Without `coverage` and `feed` these are taken from the rows, which must then be those of the whole company.
    """
    ids = accounts.ids
    table = user_days if user_days is not None else rollup_of(())[0]
    found = {source: coverage_of(source, versions.get(source, ())) for source in Source}
    return Inputs(
        accounts=accounts,
        knowledge=knowledge,
        user_days=table,
        kind_days=kind_days if kind_days is not None else rollup_of(())[1],
        feed=feed or _feed_of_rows(table, user_known),
        tickets=build.tickets(ids, versions.get(Source.TICKETS, ())),
        invoices=build.invoices(ids, versions.get(Source.INVOICES, ())),
        surveys=build.surveys(ids, versions.get(Source.SURVEYS, ())),
        touchpoints=build.touchpoints(ids, versions.get(Source.TOUCHPOINTS, ())),
        lines=build.lines(ids, versions.get(Source.CONTRACTS, ()), agreements),
        contacts=build.contacts(ids, versions.get(Source.CONTACTS, ())),
        losses=build.losses(ids, versions.get(Source.LOSSES, ())),
        devices=build.devices(ids, versions.get(Source.DEVICES, ())),
        coverage={source: each for source, each in found.items() if each} if coverage is None else coverage,
        user_known=user_known,
        kind_known=kind_known,
    )


def feed_of(days: Int64, known: Int64) -> Feed:
    """Return the feed: each day with events of anybody, and the first day on which one of them was known."""
    if known is days and len(days):
        begin = int(days.min())
        unique = np.flatnonzero(np.bincount(days - begin)) + begin
        return Feed(unique, unique)
    unique, place = np.unique(days, return_inverse=True)
    first = np.full(len(unique), FAR, dtype=np.int64)
    np.minimum.at(first, place, known)
    return Feed(unique, first)


def _feed_of_rows(table: UserDays, known: Int64 | None) -> Feed:
    days = table.day.astype(np.int64)
    return feed_of(days, days if known is None else known)


def rollup_of(events: Iterable[Mapping[str, Any]]) -> tuple[UserDays, KindDays, Int64, Int64]:
    """Return the rollup of event rows and the days on which its rows became known.

    Rows have account (a number, 1 if left out), user_id, day, name, count, logins, seconds, value, known. Rows
    that became known on different days stay apart.
    """
    rows = [_event(row) for row in events]
    kinds = tuple(sorted({row["name"] for row in rows}))
    users = tuple(sorted({row["user"] for row in rows}))
    by_user: dict[tuple[int, int, int, int], list[dict[str, Any]]] = {}
    by_kind: dict[tuple[int, int, int, int], list[dict[str, Any]]] = {}
    for row in rows:
        user, kind = users.index(row["user"]), kinds.index(row["name"])
        by_user.setdefault((row["account"], user, row["day"], row["known"]), []).append(row)
        by_kind.setdefault((row["account"], row["day"], kind, row["known"]), []).append(row)
    user_days, user_known = _user_days(by_user, kinds, users)
    keys = np.array(sorted(by_kind), dtype=np.int64).reshape(-1, 4)
    groups = [by_kind[key] for key in sorted(by_kind)]
    kind_days = KindDays(
        account=keys[:, 0],
        day=keys[:, 1].astype(np.int32),
        kind=keys[:, 2].astype(np.int32),
        count=np.array([sum(row["count"] for row in group) for group in groups], dtype=np.int64),
        value_sum=np.array([sum(row["value"] for row in group) for group in groups], dtype=np.float64),
        kinds=kinds,
    )
    return user_days, kind_days, user_known, keys[:, 3]


def _user_days(
    by_user: Mapping[tuple[int, int, int, int], list[dict[str, Any]]], kinds: tuple[str, ...], users: tuple[str, ...]
) -> tuple[UserDays, Int64]:
    keys = np.array(sorted(by_user), dtype=np.int64).reshape(-1, 4)
    groups = [by_user[key] for key in sorted(by_user)]
    mask = np.zeros((len(groups), max(1, -(-len(kinds) // 64))), dtype=np.uint64)
    for number, group in enumerate(groups):
        for row in group:
            kind = kinds.index(row["name"])
            mask[number, kind // 64] |= np.uint64(1) << np.uint64(kind % 64)
    table = UserDays(
        account=keys[:, 0],
        user=keys[:, 1],
        day=keys[:, 2].astype(np.int32),
        count=np.array([sum(row["count"] for row in group) for group in groups], dtype=np.int64),
        logins=np.array([sum(row["logins"] for row in group) for group in groups], dtype=np.int32),
        seconds=np.array([sum(row["seconds"] for row in group) for group in groups], dtype=np.int64),
        mask=mask,
        kinds=kinds,
        users=users,
    )
    return table, keys[:, 3]


def _event(row: Mapping[str, Any]) -> dict[str, Any]:
    day = day_number(row["day"])
    return {
        "account": int(row.get("account", 1)),
        "user": str(row.get("user_id", "")),
        "day": day,
        "known": day_number(row["known"]) if row.get("known") else day,
        "name": str(row.get("name", "event")),
        "count": int(row.get("count", 1)),
        "logins": int(row.get("logins", 0)),
        "seconds": int(row.get("seconds", 0)),
        "value": float(row.get("value", 0.0)),
    }


def inputs_of_rows(given: Mapping[str, Sequence[Row]], knowledge: Knowledge) -> Inputs:
    """Return the inputs of account number 1 from plain rows by kind (see measures.Example).

    A row is known since its `known` date, else since it happened. Beside the kinds: `account` (signed_on),
    `feed` (days on which others had events), `coverage` (sources that others have records of).
    """
    signed = [day_number(row.get("signed_on")) for row in given.get("account", ())]
    accounts = accounts_of([(1, "", signed[0] if signed else FAR)])
    user_days, kind_days, user_known, kind_known = rollup_of(given.get("events", ()))
    versions = {source: _versions(source, given.get(source, ())) for source in Source if source != "events"}
    days = [day_number(row["day"]) for row in given.get("feed", ())]
    feed_days = np.concatenate([user_days.day.astype(np.int64), np.array(days, dtype=np.int64)])
    found = {source: coverage_of(source, rows) for source, rows in versions.items()}
    coverage = {source: each for source, each in found.items() if each}
    for row in given.get("coverage", ()):
        coverage[Source(str(row["source"]))] = Coverage(-FAR, -FAR)
    return assemble(
        accounts,
        knowledge=knowledge,
        versions=versions,
        user_days=user_days,
        kind_days=kind_days,
        coverage=coverage,
        feed=feed_of(feed_days, np.concatenate([user_known, np.array(days, dtype=np.int64)])),
        user_known=user_known,
        kind_known=kind_known,
    )


def _versions(source: Source, rows: Sequence[Row]) -> list[VersionRow]:
    name = build.EFFECTIVE.get(source, "known")
    return [
        VersionRow(
            account=1,
            record=int(str(row.get("record", number))),
            known=day_number(row["known"]) if row.get("known") else day_number(row.get(name)),
            data=row,
        )
        for number, row in enumerate(rows)
    ]
