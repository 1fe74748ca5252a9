"""Which drafts are new, which are in the log already, and which must be refused."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tenure.events.log.checks import Reason, find_faults
from tenure.events.log.columns import DRAFT
from tenure.events.log.hashing import hash_events
from tenure.events.log.ids import IdIndex, Matches
from tenure.events.log.sorting import partition_of
from tenure.events.log.table import EventTable

REFUSED = pa.schema([*DRAFT, pa.field("reason", pa.string())])

Bools = NDArray[np.bool_]
Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Sifted:
    """What a batch of drafts comes to. `new` has the content hash added, `keys` are the index keys of its rows.

    `resumed` counts rows that an earlier, interrupted attempt of the same import had brought in.
    """

    new: pa.Table
    keys: NDArray[np.uint64]
    resumed: int
    unchanged: int
    refused: pa.Table


@dataclass(frozen=True, slots=True)
class _InLog:
    """For each draft: is its id in the log, and with which content and from which import."""

    found: Bools
    content: NDArray[np.int64]
    import_id: NDArray[np.int64]


def sift(drafts: pa.Table, *, index: IdIndex, table: EventTable) -> Sifted:
    """Divide drafts into new, unchanged and refused.

    The same id with the same content is unchanged; with other content it is refused, whether the first is in the
    log or earlier in the same batch. Of equal ids in a batch the first row counts.
    """
    reasons = np.full(len(drafts), "", dtype=object)
    for reason, rows in find_faults(drafts):
        reasons[rows & (reasons == "")] = str(reason)
    sound = np.flatnonzero(reasons == "")
    kept = drafts.take(sound).combine_chunks() if len(sound) < len(drafts) else drafts.combine_chunks()
    keys, content = hash_events(kept)
    first = _first_of_same(keys, kept)
    log = _look_up(kept, keys, index, table)
    same = np.where(log.found, log.content == content, content[first] == content)
    is_first = first == np.arange(len(kept))
    new = is_first & ~log.found
    imports = kept["import_id"].to_numpy()
    resumed = is_first & log.found & same & (imports > 0) & (imports == log.import_id)
    reasons[sound[~same]] = str(Reason.OTHER_CONTENT)
    refused = np.flatnonzero(reasons != "")
    chosen = np.flatnonzero(new)
    return Sifted(
        new=kept.take(chosen).append_column("content_hash", pa.array(content[chosen])),
        keys=keys[chosen],
        resumed=int(resumed.sum()),
        unchanged=int((same & ~new & ~resumed).sum()),
        refused=drafts.take(refused).append_column("reason", pa.array(reasons[refused], pa.string())),
    )


def _first_of_same(keys: NDArray[np.uint64], drafts: pa.Table) -> Rows:
    """Return for each row the first row with the same source and message id."""
    first = np.arange(len(keys))
    order = np.argsort(keys, kind="stable")
    equal = keys[order][1:] == keys[order][:-1]
    if not equal.any():
        return first
    shared = np.zeros(len(keys), np.bool_)
    shared[1:] |= equal
    shared[:-1] |= equal
    rows = np.sort(order[shared])
    seen: dict[tuple[str, str], int] = {}
    ids = drafts.select(["source", "message_id"]).take(rows).to_pydict()
    for row, source, message in zip(rows.tolist(), ids["source"], ids["message_id"], strict=True):
        first[row] = seen.setdefault((source, message), row)
    return first


def _look_up(drafts: pa.Table, keys: NDArray[np.uint64], index: IdIndex, table: EventTable) -> _InLog:
    """Ask the log itself for the ids that the index has seen, comparing the texts."""
    rows = len(drafts)
    answer = _InLog(np.zeros(rows, np.bool_), np.zeros(rows, np.int64), np.zeros(rows, np.int64))
    matches = index.find(keys)
    paths = _files_of(matches, table)
    if not paths:
        return answer
    asked = np.unique(matches.row)
    wanted = drafts.select(["source", "message_id"]).take(asked).append_column("row", pa.array(asked))
    with duckdb.connect() as con:
        con.register("wanted", wanted)
        found = con.execute(
            """SELECT w.row, any_value(l.content_hash) AS content, any_value(l.import_id) AS import_id
               FROM read_parquet($files, hive_partitioning = false) l
               JOIN wanted w ON l.message_id = w.message_id AND l.source = w.source
               GROUP BY w.row""",
            {"files": [str(path) for path in paths]},
        ).to_arrow_table()
    at = found["row"].to_numpy()
    answer.found[at] = True
    answer.content[at] = found["content"].to_numpy()
    answer.import_id[at] = found["import_id"].to_numpy()
    return answer


def _files_of(matches: Matches, table: EventTable) -> list[Path]:
    if not len(matches.place):
        return []
    partitions = {partition_of(code) for code in np.unique(matches.place)}
    return [file.path for file in table.files() if file.partition in partitions]
