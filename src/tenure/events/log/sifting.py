"""Which drafts are new, which are in the log already, and which must be refused."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tenure.events.log.checks import Reason, find_faults
from tenure.events.log.columns import CONTENT, DRAFT
from tenure.events.log.hashing import hash_keys
from tenure.events.log.ids import IdIndex, Keys, Matches
from tenure.events.log.sorting import partition_of
from tenure.events.log.table import EventTable

REFUSED = pa.schema([*DRAFT, pa.field("reason", pa.string())])

Bools = NDArray[np.bool_]
Rows = NDArray[np.intp]

_SAME = " AND ".join(f'l."{name}" IS NOT DISTINCT FROM w."{name}"' for name in CONTENT)
_FIND = f"""
SELECT w.row, bool_and({_SAME}) AS same, any_value(l.import_id) AS import_id
FROM read_parquet($files, hive_partitioning = false) l
JOIN wanted w ON l.message_id = w.message_id AND l.source = w.source
GROUP BY w.row"""  # noqa: S608 -- only names of columns


@dataclass(frozen=True, slots=True)
class Sifted:
    """What a batch of drafts comes to; `keys` are the index keys of the new rows, and `order` sorts them.

    `resumed` counts rows that an earlier, interrupted attempt of the same import had brought in.
    """

    new: pa.Table
    keys: Keys
    order: Rows
    resumed: int
    unchanged: int
    refused: pa.Table


@dataclass(frozen=True, slots=True)
class _InLog:
    """For each draft: is its id in the log, with the same content, and from which import."""

    found: Bools
    same: Bools
    import_id: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _InBatch:
    """For each draft: is it the first of its id, and has it the content of the first."""

    first: Bools
    same: Bools


def sift(drafts: pa.Table, *, index: IdIndex, table: EventTable) -> Sifted:
    """Divide drafts into new, unchanged and refused.

    The same id with the same content is unchanged; with other content it is refused, whether the first is in the
    log or earlier in the same batch. Of equal ids in a batch the first row counts.
    """
    drafts = drafts.combine_chunks()
    faults = find_faults(drafts)
    reason = np.zeros(len(drafts), np.int8)
    for number, (_, rows) in reversed(list(enumerate(faults, start=1))):
        reason[rows] = number
    sound = np.flatnonzero(reason == 0)
    kept = _take(drafts, sound)
    keys = hash_keys(kept["source"], kept["message_id"])
    order = np.argsort(keys)
    batch = _compare_within(keys, order, kept)
    log = _look_up(kept, keys, order, index, table)
    same = np.where(log.found, log.same, batch.same)
    new = batch.first & ~log.found
    imports = kept["import_id"].to_numpy()
    resumed = batch.first & log.found & same & (imports > 0) & (imports == log.import_id)
    reason[sound[~same]] = len(faults) + 1
    chosen = np.flatnonzero(new)
    names = pa.array([None, *(str(fault) for fault, _ in faults), str(Reason.OTHER_CONTENT)])
    refused = np.flatnonzero(reason)
    return Sifted(
        new=_take(kept, chosen),
        keys=keys[chosen],
        order=order if len(chosen) == len(keys) else np.argsort(keys[chosen]),
        resumed=int(resumed.sum()),
        unchanged=int((same & ~new & ~resumed).sum()),
        refused=drafts.take(refused).append_column("reason", names.take(pa.array(reason[refused]))),
    )


def _take(rows: pa.Table, chosen: Rows) -> pa.Table:
    return rows if len(chosen) == len(rows) else rows.take(chosen).combine_chunks()


def _compare_within(keys: Keys, order: Rows, drafts: pa.Table) -> _InBatch:
    """Compare each row with the first row that has the same source and message id."""
    answer = _InBatch(np.ones(len(keys), np.bool_), np.ones(len(keys), np.bool_))
    ordered = keys[order]
    equal = ordered[1:] == ordered[:-1]
    if not equal.any():
        return answer
    shared = np.zeros(len(keys), np.bool_)
    shared[1:] |= equal
    shared[:-1] |= equal
    rows = np.sort(order[shared])
    seen: dict[tuple[str, str], tuple[object, ...]] = {}
    columns = drafts.select(["source", "message_id", *CONTENT]).take(rows).to_pydict()
    for row, source, message, *content in zip(rows.tolist(), *columns.values(), strict=True):
        first = seen.setdefault((source, message), (row, *content))
        answer.first[row] = first[0] == row
        answer.same[row] = first[1:] == tuple(content)
    return answer


def _look_up(drafts: pa.Table, keys: Keys, order: Rows, index: IdIndex, table: EventTable) -> _InLog:
    """Ask the log itself for the ids that the index has seen, comparing texts and contents."""
    rows = len(drafts)
    answer = _InLog(np.zeros(rows, np.bool_), np.zeros(rows, np.bool_), np.zeros(rows, np.int64))
    matches = index.find(keys, order)
    paths = _files_of(matches, table)
    if not paths:
        return answer
    asked = np.unique(matches.row)
    wanted = drafts.select(["source", "message_id", *CONTENT]).take(asked).append_column("row", pa.array(asked))
    with duckdb.connect() as con:
        con.register("wanted", wanted)
        found = con.execute(_FIND, {"files": [str(path) for path in paths]}).to_arrow_table()
    at = found["row"].to_numpy()
    answer.found[at] = True
    answer.same[at] = found["same"].to_numpy(zero_copy_only=False)
    answer.import_id[at] = found["import_id"].to_numpy()
    return answer


def _files_of(matches: Matches, table: EventTable) -> list[Path]:
    if not len(matches.place):
        return []
    partitions = {partition_of(code) for code in np.unique(matches.place)}
    return [file.path for file in table.files() if file.partition in partitions]
