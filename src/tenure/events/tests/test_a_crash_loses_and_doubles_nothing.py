"""kill -9 at every single step on the disk, then the same work again: no event lost, none twice."""

import os
import shutil
import tempfile
from collections import Counter
from itertools import count
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from tenure.events.log.columns import to_drafts
from tenure.events.log.drafts import encode_drafts
from tenure.events.log.frames import FrameKind
from tenure.events.log.kinds import read_kinds
from tenure.events.log.level1 import NumpyLevel1
from tenure.events.log.log import EventLog
from tenure.events.log.spool import SpoolWriter

from .crashing import WORK, run_and_kill
from .examples import events


def ids(log: EventLog) -> Counter:
    found = Counter()
    for file in log.table.files():
        found.update(pq.read_table(file.path, columns=["message_id"], partitioning=None)["message_id"].to_pylist())
    return found


def assert_rollup_is_that_of_the_log(log: EventLog) -> None:
    files = [file.path for file in log.table.files()]
    fresh = NumpyLevel1().roll_up(files, kinds=read_kinds(log.folder), logins=frozenset({"login"}))
    kept = log.rollup()
    assert kept.events == fresh.events
    for name in ("account", "day", "count", "logins", "seconds", "mask"):
        assert np.array_equal(getattr(kept.user_days, name), getattr(fresh.user_sums, name)), name


def prepare(log: EventLog) -> None:
    """Thirty events in the log in several files, and twenty accepted in the spool."""
    for start in range(0, 30, 10):
        with log.stage() as staged:
            staged.add(events(range(start, start + 10)))
            staged.finish()
    spool = SpoolWriter(log.folder.open_segments)
    spool.append(FrameKind.ARROW, encode_drafts(to_drafts(events(range(30, 40)))))
    spool.append(FrameKind.ARROW, encode_drafts(to_drafts(events(range(25, 35)))))
    spool.close()


EXPECTED = {
    "compact": {f"m{number}" for number in range(40)},
    "bring": {f"m{number}" for number in range(60)},
    "merge": {f"m{number}" for number in range(30)},
    "erase": {f"m{number}" for number in range(1, 40, 2)},
}


@pytest.fixture
def memory(tmp_path):
    """A folder in memory where there is one: a killed process loses nothing of it, and syncing costs nothing."""
    if not os.access("/dev/shm", os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)


@pytest.mark.parametrize(("work", "stride"), [("compact", 1), ("bring", 3), ("merge", 3), ("erase", 3)])
def test_a_process_killed_at_any_step_is_made_good_by_the_next_run(memory, work, stride):
    start = EventLog(memory / "start")
    prepare(start)
    steps = 0
    for last in count(1, stride):
        root = memory / f"{last}"
        shutil.copytree(start.folder.root, root)
        died = run_and_kill(root, work, last)
        log = EventLog(root)
        seen = ids(log)
        assert max(seen.values()) == 1
        assert work == "erase" or {f"m{number}" for number in range(30)} <= set(seen)
        WORK[work](log)
        after = ids(log)
        assert set(after) == EXPECTED[work]
        assert set(after.values()) == {1}
        assert_rollup_is_that_of_the_log(log)
        assert log.compact().created == len(EXPECTED["compact"] - EXPECTED[work]) * (work == "merge")
        shutil.rmtree(root)
        steps = last
        if not died:
            break
    assert steps > 15
