"""Measure values of each day, in one Parquet file a day: `health/<workspace>/<year>/<day>.parquet`.

Why files and not a table: 10,000 accounts x 365 days x 37 measures are 135 million values. A day's file is written
whole and swapped in, so that computing a day again, or after a crash, gives the same state; a new day costs one file;
and any engine reads them. A column is named by its key (`active_users.30.trend`), unknown values are null, the file's
metadata say with which knowledge and definitions it was computed.

When a day is computed again with later knowledge, the file that was made with the knowledge of its own time goes to
`health/<workspace>/then/`: what was known then can be asked as long as it was ever computed then.
"""

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tenure.events.log.durable import sync_all, sync_folder

Float64 = NDArray[np.float64]
Int64 = NDArray[np.int64]
ABOUT = "tenure"
GROUP_ROWS = 16_384
"""Rows of a part of a file: one account is read from its part, and whole columns nearly as fast as from one part."""
NIGHT = timedelta(days=1)
"""A day is computed in the night after it: with that day's knowledge it is as it was known then."""


@dataclass(frozen=True, slots=True)
class DayValues:
    """The values of one day: `accounts` sorted, and a column for each key. `about` tells how they were computed."""

    accounts: Int64
    columns: Mapping[str, Float64]
    about: Mapping[str, Any]

    @property
    def known_on(self) -> date | None:
        """The day whose knowledge the values rest on."""
        known = self.about.get("known_on")
        return date.fromisoformat(known) if known else None

    def of_account(self, account_id: int) -> dict[str, float] | None:
        """Return the values of one account by key, None where the day has no row of it."""
        row = int(np.searchsorted(self.accounts, account_id))
        if row == len(self.accounts) or self.accounts[row] != account_id:
            return None
        return {name: float(column[row]) for name, column in self.columns.items()}


class DayFiles:
    """The day files of one workspace."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def then(self) -> "DayFiles":
        """The files of days computed with the knowledge of their own time, kept when later knowledge came."""
        return DayFiles(self.root / "then")

    def path(self, day: date) -> Path:
        """Return where a day's file lies."""
        return self.root / f"{day.year:04d}" / f"{day.isoformat()}.parquet"

    def read_then(self, day: date, keys: Collection[str] | None = None) -> DayValues | None:
        """Return a day's values as they were known then; None where the day was only computed later."""
        values = self.then.read(day, keys) or self.read(day, keys)
        return values if values is not None and is_of_then(day, values.known_on) else None

    def write(self, days: Mapping[date, DayValues]) -> None:
        """Write days whole, durably; of each a reader, or a crash, sees the old file or the new one."""
        for day, values in days.items():
            self._keep_then(day, values)
        drafts = {}
        for day, values in days.items():
            path = self.path(day)
            path.parent.mkdir(parents=True, exist_ok=True)
            drafts[path] = path.with_name(f".{path.name}.{uuid4().hex}")
            _write(drafts[path], values)
        sync_all(drafts.values())
        for path, draft in drafts.items():
            os.replace(draft, path)
        for folder in {path.parent for path in drafts}:
            sync_folder(folder)

    def read(self, day: date, keys: Collection[str] | None = None) -> DayValues | None:
        """Return a day's values, of some keys or all; None where it is not computed. A key it lacks is left out."""
        try:
            with pq.ParquetFile(self.path(day)) as file:
                names = [name for name in file.schema_arrow.names if name != "account"]
                wanted = names if keys is None else [name for name in names if name in keys]
                table = file.read(columns=["account", *wanted], use_threads=False)
                about = json.loads((file.metadata.metadata or {}).get(ABOUT.encode(), b"{}"))
        except FileNotFoundError:
            return None
        columns = {name: _floats(table[name]) for name in wanted}
        return DayValues(table["account"].to_numpy(), columns, about)

    def read_of(self, day: date, account_id: int) -> dict[str, float] | None:
        """Return the values of one account on a day by key, from its part of the file; None where there is no row."""
        try:
            with pq.ParquetFile(self.path(day)) as file:
                group = _group_of(file, account_id)
                table = None if group is None else file.read_row_group(group, use_threads=False)
        except FileNotFoundError:
            return None
        if table is None:
            return None
        columns = {name: _floats(table[name]) for name in table.column_names if name != "account"}
        return DayValues(table["account"].to_numpy(), columns, {}).of_account(account_id)

    def days(self) -> list[date]:
        """Return the days that have a file, in order."""
        return sorted(date.fromisoformat(path.stem) for path in self.root.glob("[0-9]*/[0-9]*.parquet"))

    def _keep_then(self, day: date, values: DayValues) -> None:
        """Keep the file of a day's own time before one of later knowledge takes its place."""
        kept, path = self.then.path(day), self.path(day)
        if is_of_then(day, values.known_on) or kept.exists() or not path.exists():
            return
        with pq.ParquetFile(path) as file:
            about = json.loads((file.metadata.metadata or {}).get(ABOUT.encode(), b"{}"))
        if is_of_then(day, DayValues(NOBODY, {}, about).known_on):
            kept.parent.mkdir(parents=True, exist_ok=True)
            os.link(path, kept)
            sync_folder(kept.parent)

    def forget(self, account_id: int) -> int:
        """Take an account out of every file, also of those of then; return of how many days."""
        changed = self.then.forget(account_id) if self.then.root.exists() else 0
        for day in self.days():
            values = self.read(day)
            if values is None or account_id not in values.accounts:
                continue
            keep = values.accounts != account_id
            columns = {name: column[keep] for name, column in values.columns.items()}
            self.write({day: DayValues(values.accounts[keep], columns, values.about)})
            changed += 1
        return changed

    def drop(self, day: date) -> None:
        """Remove a day's file, if there is one."""
        path = self.path(day)
        if path.exists():
            path.unlink()
            sync_folder(path.parent)
        if self.then.path(day).exists():
            self.then.drop(day)


NOBODY: Int64 = np.empty(0, dtype=np.int64)


def is_of_then(day: date, known_on: date | None) -> bool:
    """Tell whether what was computed with the knowledge of `known_on` is what was known at the end of the day."""
    return known_on is not None and known_on <= day + NIGHT


def _write(path: Path, values: DayValues) -> None:
    columns = [pa.array(values.accounts)]
    columns += [pa.array(column, from_pandas=True) for column in values.columns.values()]
    table = pa.table(columns, names=["account", *values.columns])
    with pq.ParquetWriter(path, table.schema, compression="zstd", store_schema=False) as writer:
        writer.write_table(table, row_group_size=GROUP_ROWS)
        writer.add_key_value_metadata({ABOUT: json.dumps(dict(values.about))})


def _group_of(file: pq.ParquetFile, account_id: int) -> int | None:
    """Return the part of a file that may hold an account; accounts ascend through the parts."""
    column = file.schema_arrow.names.index("account")
    for number in range(file.num_row_groups):
        bounds = file.metadata.row_group(number).column(column).statistics
        if bounds is not None and bounds.has_min_max and bounds.min <= account_id <= bounds.max:
            return number
    return None


def _floats(column: pa.ChunkedArray) -> Float64:
    values: Float64 = column.to_numpy().astype(np.float64, copy=False)
    return values
