"""One writer at a time; readers see one whole state or the next, never a half."""

import threading

import pytest

from tenure.events.log.folder import LogBusy
from tenure.events.log.log import EventLog
from tenure.events.log.reading import Wanted, read_events
from tenure.events.log.rewriting import Target

from .examples import events


@pytest.fixture
def log(tmp_path) -> EventLog:
    return EventLog(tmp_path / "events")


def bring(log: EventLog, rows) -> None:
    with log.stage() as staged:
        staged.add(rows)
        staged.finish()


def test_a_second_writer_waits_and_then_says_so(log):
    bring(log, events(range(4)))
    with log.folder.writing():
        with pytest.raises(LogBusy):
            EventLog(log.folder.root).compact(wait_seconds=0.05)
        assert log.rollup().events == 4


def test_readers_see_whole_imports_only_while_a_writer_brings_merges_and_erases(log):
    size = 50
    bring(log, events(range(size), import_id=1))
    stop = threading.Event()
    seen: set[int] = set()
    failed: list[BaseException] = []

    def read() -> None:
        reader = EventLog(log.folder.root)
        try:
            while not stop.is_set():
                rollup = reader.rollup()
                seen.add(int(rollup.user_days.count.sum()))
                assert int(rollup.kind_days.count.sum()) % size == 0
                rows = read_events(reader.table, Wanted(1, 0, 10**17), limit=1000)
                assert len(rows) % (size // 2) == 0
        except BaseException as error:
            failed.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(2, 8):
        bring(log, events(range(size), import_id=number, source=f"s{number}"))
        if number % 2:
            log.maintain(thoroughly=True)
            log.remove(Target(import_id=number))
    stop.set()
    for reader in readers:
        reader.join()
    assert not failed, failed
    assert all(count % size == 0 for count in seen)
    assert len(seen) > 1
