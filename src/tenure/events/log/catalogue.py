"""The catalogue of event kinds: volume, first and last day, users, recent weeks; per account, so that it has scope.

A small file made from the rollup; the pages read it instead of millions of rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tenure.events.log.durable import write_durably
from tenure.events.log.folder import LogFolder
from tenure.events.log.loading import Rollup
from tenure_engine.rollup.types import KindDays, UserDays

WEEKS = 13
DAYS_OF_A_WEEK = 7
_FILE = "catalogue.parquet"
_UNTIL = b"until"

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One row per account and event kind, accounts ascending.

    `weeks` are the volumes of the weeks that end with day `until`, oldest first, a column each.
    """

    account: Ints
    kind: NDArray[np.int32]
    events: Ints
    users: Ints
    first_day: NDArray[np.int32]
    last_day: NDArray[np.int32]
    weeks: tuple[Ints, ...]
    kinds: tuple[str, ...]
    until: int

    def rows_of(self, accounts: Ints) -> NDArray[np.intp]:
        """Return the rows of some accounts, given in ascending order."""
        first = np.searchsorted(self.account, accounts, side="left")
        count = np.searchsorted(self.account, accounts, side="right") - first
        shift = first - np.cumsum(count) + count
        return np.repeat(shift, count) + np.arange(int(count.sum()))


@dataclass(frozen=True, slots=True)
class KindSums:
    """One event kind over some accounts: its volume, accounts, users, first and last day, and volumes by week."""

    name: str
    events: int
    accounts: int
    users: int
    first_day: int
    last_day: int
    weeks: tuple[int, ...]


def write_catalogue(folder: LogFolder) -> None:
    """Make the catalogue anew from the rollup."""
    rollup = Rollup(folder)
    rows = _collect(rollup.kind_days, rollup.user_days)
    columns = {
        "account": rows.account,
        # as text: a dictionary would name kinds of which no event is left
        "kind": _names(rows),
        "events": rows.events,
        "users": rows.users,
        "first_day": rows.first_day,
        "last_day": rows.last_day,
    }
    columns |= {f"week{number}": volumes for number, volumes in enumerate(rows.weeks)}
    table = pa.table(columns).replace_schema_metadata({_UNTIL: str(rows.until).encode()})
    content = BytesIO()
    pq.write_table(table, content, compression="none", write_statistics=False)  # read far more often than written
    write_durably(folder.rollup / _FILE, content.getvalue())


def read_catalogue(folder: LogFolder) -> Catalogue | None:
    """Return the catalogue; None while there is none."""
    try:
        content = (folder.rollup / _FILE).read_bytes()
    except FileNotFoundError:
        return None
    rows = pq.read_table(BytesIO(content), read_dictionary=["kind"], use_threads=False)
    kind = rows["kind"].unify_dictionaries().combine_chunks()
    return Catalogue(
        account=rows["account"].to_numpy(),
        kind=kind.indices.to_numpy(),
        events=rows["events"].to_numpy(),
        users=rows["users"].to_numpy(),
        first_day=rows["first_day"].to_numpy(),
        last_day=rows["last_day"].to_numpy(),
        weeks=tuple(rows[f"week{week}"].to_numpy() for week in range(WEEKS)),
        kinds=tuple(kind.dictionary.to_pylist()),
        until=int(rows.schema.metadata[_UNTIL]),
    )


def sum_kinds(folder: LogFolder, accounts: Ints | None) -> Sequence[KindSums]:
    """Return every kind of which some accounts (ascending; None: all) have events; kept until the catalogue changes.

    Raises FileNotFoundError while there is no catalogue.
    """
    state = (folder.rollup / _FILE).stat()
    return _sum_kinds(folder, (state.st_mtime_ns, state.st_size), None if accounts is None else accounts.tobytes())


@lru_cache(maxsize=16)
def _sum_kinds(folder: LogFolder, _state: tuple[int, int], accounts: bytes | None) -> Sequence[KindSums]:
    found = read_catalogue(folder)
    if found is None:
        return ()
    rows = slice(None) if accounts is None else found.rows_of(np.frombuffer(accounts, np.int64))
    kind, size = found.kind[rows], len(found.kinds)

    def total(values: NDArray[Any]) -> NDArray[np.int64]:
        sums = np.zeros(size, np.int64)
        np.add.at(sums, kind, values[rows])
        return sums

    first, last = np.full(size, np.iinfo(np.int32).max), np.full(size, np.iinfo(np.int32).min)
    np.minimum.at(first, kind, found.first_day[rows])
    np.maximum.at(last, kind, found.last_day[rows])
    accounts_of = np.bincount(kind, minlength=size)
    events, users, weeks = total(found.events), total(found.users), [total(volumes) for volumes in found.weeks]
    return tuple(
        KindSums(
            name=found.kinds[number],
            events=int(events[number]),
            accounts=int(accounts_of[number]),
            users=int(users[number]),
            first_day=int(first[number]),
            last_day=int(last[number]),
            weeks=tuple(int(volumes[number]) for volumes in weeks),
        )
        for number in np.flatnonzero(accounts_of).tolist()
    )


def read_until(folder: LogFolder) -> int | None:
    """Return the last day of the catalogue's data; None where there are none."""
    try:
        with pq.ParquetFile(folder.rollup / _FILE) as file:
            return int(file.schema_arrow.metadata[_UNTIL]) if file.metadata.num_rows else None
    except FileNotFoundError:
        return None


def catalogue_written_at(folder: LogFolder) -> float | None:
    """Return when the catalogue was written, in seconds since 1970; None while there is none."""
    try:
        return (folder.rollup / _FILE).stat().st_mtime
    except FileNotFoundError:
        return None


def _names(rows: Catalogue) -> pa.Array:
    kinds = pa.array(list(rows.kinds), pa.string())
    return kinds.take(pa.array(rows.kind)) if len(rows.kind) else pa.array([], pa.string())


def _collect(days: KindDays, user_days: UserDays) -> Catalogue:
    """Add up over a dense table of accounts by kinds: no row is sorted, of which there are hundreds a cell."""
    is_new = np.diff(days.account, prepend=days.account[:1] - 1) != 0
    accounts, kinds = days.account[is_new], max(1, len(days.kinds))
    cell = (np.cumsum(is_new) - 1) * kinds + days.kind
    size = len(accounts) * kinds
    until = int(days.day.max()) if len(days.day) else 0
    first, last = np.zeros(size, np.int32), np.zeros(size, np.int32)
    # the days of an account ascend: of equal cells the last written wins
    first[cell[::-1]], last[cell] = days.day[::-1], days.day
    recent = np.flatnonzero(until - days.day < WEEKS * DAYS_OF_A_WEEK)
    week = WEEKS - 1 - (until - days.day[recent]) // DAYS_OF_A_WEEK
    weeks = np.bincount(cell[recent] * WEEKS + week, weights=days.count[recent], minlength=size * WEEKS)
    events = np.bincount(cell, weights=days.count, minlength=size)
    used = np.flatnonzero(np.bincount(cell, minlength=size))
    return Catalogue(
        account=accounts[used // kinds],
        kind=(used % kinds).astype(np.int32),
        events=events[used].astype(np.int64),
        users=_count_users(user_days, accounts, kinds)[used],
        first_day=first[used],
        last_day=last[used],
        weeks=tuple(np.ascontiguousarray(weeks.reshape(size, WEEKS)[used].astype(np.int64).T)),
        kinds=days.kinds,
        until=until,
    )


def _count_users(rows: UserDays, accounts: Ints, kinds: int) -> Ints:
    """Return for each account and kind how many named users had such events."""
    total = np.zeros((len(accounts), kinds), np.int64)
    named = np.array([bool(name) for name in rows.users] or [False], np.bool_)
    chosen = np.flatnonzero(named[rows.user])
    if not len(chosen):
        return total.ravel()
    account, user = rows.account[chosen], rows.user[chosen]
    new = (np.diff(account, prepend=account[0] - 1) != 0) | (np.diff(user, prepend=user[0] - 1) != 0)
    starts = np.flatnonzero(new)
    mask = np.bitwise_or.reduceat(rows.mask[chosen], starts, axis=0)
    place = np.searchsorted(accounts, account[starts])
    for kind in range(kinds):
        has = mask[:, kind // 64] >> np.uint64(kind % 64) & np.uint64(1)
        total[:, kind] = np.bincount(place, weights=has, minlength=len(accounts))
    return total.ravel()
