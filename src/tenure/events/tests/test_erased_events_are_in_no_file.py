"""Erasure: a planted marker is found in no file of the log, whatever field it stood in."""

from datetime import timedelta

import pytest

from tenure.events.log.columns import to_drafts
from tenure.events.log.drafts import encode_drafts
from tenure.events.log.frames import FrameKind
from tenure.events.log.log import EventLog
from tenure.events.log.rewriting import Target
from tenure.events.log.spool import SpoolWriter
from tenure_engine.rollup.ports import Known

from .examples import KNOWN, event, events, table

MARKER = "zebra-marker-41"


@pytest.fixture
def log(tmp_path) -> EventLog:
    return EventLog(tmp_path / "events")


def bring(log: EventLog, rows) -> None:
    with log.stage() as staged:
        staged.add(rows)
        staged.finish()


def marked(numbers, **fields):
    rows = [
        event(
            number,
            user_id=MARKER,
            message_id=f"{MARKER}-{number}",
            name=f"opened {MARKER}",
            source=f"from {MARKER}",
            properties=f'{{"mail":"{MARKER}@example.com"}}',
            **{"account_id": 1, **fields},
        )
        for number in numbers
    ]
    return table(rows)


def files_with_marker(log: EventLog) -> list[str]:
    """Return the files whose bytes hold the marker, read as Parquet where they are: compression must not hide it."""
    import pyarrow.parquet as pq

    found = []
    for path in log.folder.root.rglob("*"):
        if not path.is_file():
            continue
        text = path.read_bytes()
        if path.suffix == ".parquet":
            text += repr(pq.read_table(path, partitioning=None).to_pylist()).encode()
            text += repr(pq.read_metadata(path).to_dict()).encode()
        if MARKER.encode() in text:
            found.append(str(path.relative_to(log.folder.root)))
    return found


def fill(log: EventLog) -> None:
    """Marked events everywhere: in the log, merged and not, in the rollup, its past, the quarantine and the spool."""
    bring(log, events(range(40)))
    bring(log, marked(range(100, 140)))
    log.maintain(thoroughly=True)
    bring(log, marked(range(140, 150), known_at=KNOWN + timedelta(days=3)))
    assert log.rollup(known=Known(int(KNOWN.timestamp() * 1e6) + 1)).events == 80
    assert len(log.rollup(known=Known(int(KNOWN.timestamp() * 1e6) + 1)).user_days.day)
    spool = SpoolWriter(log.folder.open_segments)
    spool.append(FrameKind.ARROW, encode_drafts(to_drafts(marked(range(150, 160)))))
    spool.close()


def test_no_statistics_of_the_table_ever_name_anybody(log):
    fill(log)
    log.compact()
    assert files_with_marker(log)
    assert not [name for name in files_with_marker(log) if "_delta_log" in name]


@pytest.mark.parametrize("target", [Target(account_id=1), Target(account_id=1, user_id=MARKER)])
def test_an_erased_account_or_user_is_in_no_file(log, target):
    fill(log)
    assert len(files_with_marker(log)) > 5
    removed = log.remove(target)
    assert removed == (80 if target.user_id is None else 60)
    assert files_with_marker(log) == []
    rollup = log.rollup()
    assert MARKER not in rollup.user_days.users
    assert rollup.events == 100 - removed
    assert bool((rollup.user_days.account == 1).any()) == (target.user_id is not None)


def test_an_undone_import_is_in_no_file_and_can_come_again(log):
    bring(log, events(range(40)))
    bring(log, marked(range(100, 110), import_id=3))
    assert log.remove(Target(import_id=3)) == 10
    assert files_with_marker(log) == []
    with log.stage() as staged:
        staged.add(marked(range(100, 110), import_id=4))
        assert staged.finish().created == 10


def test_files_that_a_crash_left_uncommitted_are_erased_too(log):
    bring(log, marked(range(100, 110)))
    (file, *_) = log.table.files()
    orphan = file.path.with_name("part-orphan.parquet")
    orphan.write_bytes(file.path.read_bytes())
    log.remove(Target(account_id=1))
    assert not orphan.exists()
    assert files_with_marker(log) == []


def test_the_same_user_name_at_another_account_is_another_person(log):
    bring(log, marked(range(100, 105), account_id=1))
    bring(log, marked(range(200, 205), account_id=2))
    assert log.remove(Target(account_id=1, user_id=MARKER)) == 5
    assert set(log.rollup().user_days.account.tolist()) == {2}


def test_erasing_what_is_not_there_removes_nothing(log):
    bring(log, events(range(10)))
    assert log.remove(Target(account_id=99)) == 0
    assert log.remove(Target(import_id=99)) == 0
    assert log.rollup().events == 10


def test_a_target_names_an_import_or_an_account_never_both_or_neither():
    with pytest.raises(ValueError, match="either an import or an account"):
        Target()
    with pytest.raises(ValueError, match="either an import or an account"):
        Target(import_id=1, account_id=1)
    with pytest.raises(ValueError, match="together with the account"):
        Target(import_id=1, user_id="x")
