"""A loss of power: data before the commit, the commit before the segment goes; and what is put right afterwards."""

import os
from pathlib import Path

import deltalake
import pyarrow.parquet as pq
import pytest

from tenure.events.log.columns import to_drafts
from tenure.events.log.drafts import encode_drafts
from tenure.events.log.frames import FrameKind
from tenure.events.log.log import EventLog
from tenure.events.log.spool import SpoolWriter

from .examples import events


def accept(log: EventLog, numbers) -> None:
    log.folder.make()
    spool = SpoolWriter(log.folder.open_segments)
    spool.append(FrameKind.ARROW, encode_drafts(to_drafts(events(numbers))))
    spool.close()


def test_data_is_synced_before_the_commit_and_the_commit_before_the_segment_is_dropped(tmp_path, monkeypatch):
    log = EventLog(tmp_path / "events")
    log.compact()
    accept(log, range(10))
    happened: list[tuple[str, str]] = []
    real_sync, real_unlink = os.fsync, Path.unlink
    commit = deltalake.DeltaTable.create_write_transaction

    def sync(handle):
        happened.append(("sync", os.readlink(f"/proc/self/fd/{handle}")))
        real_sync(handle)

    def unlink(path, *args, **kwargs):
        happened.append(("unlink", str(path)))
        real_unlink(path, *args, **kwargs)

    def committed(*args, **kwargs):
        commit(*args, **kwargs)
        happened.append(("commit", ""))

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "unlink", unlink)
    monkeypatch.setattr(deltalake.DeltaTable, "create_write_transaction", committed)
    log.compact()
    monkeypatch.undo()

    commit_at = happened.index(("commit", ""))
    drop_at = next(number for number, (what, path) in enumerate(happened) if what == "unlink" and "sealed" in path)
    files = [str(file.path) for file in log.table.files()]
    assert files
    for path in files:
        assert happened.index(("sync", path)) < commit_at
        assert happened.index(("sync", str(Path(path).parent))) < commit_at
    entry = log.table.where / "_delta_log" / f"{log.table.version():020d}.json"
    assert commit_at < happened.index(("sync", str(entry))) < drop_at
    assert commit_at < happened.index(("sync", str(entry.parent))) < drop_at


@pytest.mark.parametrize("torn", [b"", b'{"commitInfo":{"time'])
def test_a_commit_whose_bytes_were_lost_is_taken_back_and_its_segment_compacted_again(tmp_path, torn):
    log = EventLog(tmp_path / "events")
    accept(log, range(10))
    log.compact()
    accept(log, range(10, 20))
    saved = {path: path.read_bytes() for path in log.folder.open_segments.iterdir()}
    log.compact()
    # as after a loss of power between the commit and its sync: the segment is still there, the commit is not whole
    for path, data in saved.items():
        path.write_bytes(data)
    (log.table.where / "_delta_log" / f"{log.table.version():020d}.json").write_bytes(torn)
    log.compact()
    found = [pq.read_table(file.path, partitioning=None)["message_id"].to_pylist() for file in log.table.files()]
    assert sorted(name for names in found for name in names) == sorted(f"m{number}" for number in range(20))
    assert log.rollup().events == 20


def test_a_checkpoint_whose_bytes_were_lost_is_done_without(tmp_path):
    log = EventLog(tmp_path / "events")
    accept(log, range(10))
    log.compact()
    log.maintain()
    for path in (log.table.where / "_delta_log").glob("*.checkpoint.parquet"):
        path.write_bytes(b"")
    accept(log, range(10, 20))
    log.compact()
    assert log.rollup().events == 20


def test_the_bytes_of_a_damaged_segment_are_kept_and_its_good_events_enter(tmp_path):
    log = EventLog(tmp_path / "events")
    log.folder.make()
    spool = SpoolWriter(log.folder.open_segments)
    for start in (0, 10, 20):
        spool.append(FrameKind.ARROW, encode_drafts(to_drafts(events(range(start, start + 10)))))
    spool.close()
    (segment,) = log.folder.open_segments.iterdir()
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 0xFF
    segment.write_bytes(data)
    report = log.compact()
    assert (report.created, report.damaged) == (20, 1)
    assert [path.read_bytes() for path in log.folder.damaged_segments.iterdir()] == [bytes(data)]
