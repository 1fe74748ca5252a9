"""A log that a case may write to: a copy that shares the files of the kept one, which are never changed in place."""

import os
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa

from bench.data import DAYS, LOGINS, SEED, People, Size
from tenure.events.log.columns import to_drafts
from tenure.events.log.drafts import encode_drafts
from tenure.events.log.frames import FrameKind
from tenure.events.log.log import EventLog
from tenure.events.log.spool import SpoolWriter

FRAME_ROWS = 65_536


def copy_log(log: EventLog, where: Path) -> EventLog:
    """Return a log in `where` with what the other holds; what was there before is gone."""
    shutil.rmtree(where, ignore_errors=True)
    shutil.copytree(log.folder.root, where, copy_function=os.link, ignore=shutil.ignore_patterns("writer.lock"))
    return EventLog(where, logins=LOGINS)


def later_events(size: Size, first: int, days: int, *, serial: int) -> pa.Table:
    """Return the events of days after those of the log; ids count on from `serial` beyond those in the log."""
    people = People(np.random.default_rng(SEED), size)
    people.rng = np.random.default_rng(SEED + first)
    people.serial = 2 * size.events + serial
    return people.batch(DAYS + first, days)


def spool(log: EventLog, events: pa.Table) -> None:
    """Accept events durably, as an import's are; they wait for compaction."""
    log.folder.make()
    writer = SpoolWriter(log.folder.open_segments)
    drafts = to_drafts(events)
    for start in range(0, len(drafts), FRAME_ROWS):
        writer.append(FrameKind.ARROW, encode_drafts(drafts.slice(start, FRAME_ROWS)))
    writer.close()
