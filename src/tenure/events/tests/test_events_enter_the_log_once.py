"""The same event twice is one; the same id with other content is refused, never dropped."""

import pytest

from tenure.events.log.columns import to_drafts
from tenure.events.log.drafts import encode_drafts
from tenure.events.log.frames import FrameKind
from tenure.events.log.log import EventLog
from tenure.events.log.rewriting import Target
from tenure.events.log.spool import SpoolWriter

from .examples import event, events, table


@pytest.fixture
def log(tmp_path) -> EventLog:
    return EventLog(tmp_path / "events")


def bring(log: EventLog, rows):
    with log.stage() as staged:
        staged.add(rows)
        return staged.finish()


def all_rows(log: EventLog):
    import pyarrow as pa
    import pyarrow.parquet as pq

    files = [pq.read_table(file.path, partitioning=None) for file in log.table.files()]
    return pa.concat_tables(files).to_pylist() if files else []


def test_new_events_are_created_and_lie_sorted_in_their_month_and_bucket(log):
    report = bring(log, events(range(40)))
    assert (report.created, report.unchanged, len(report.refused)) == (40, 0, 0)
    rows = all_rows(log)
    assert sorted(row["message_id"] for row in rows) == sorted(f"m{number}" for number in range(40))
    assert {(file.month, file.bucket) for file in log.table.files()} == {
        ("2025-01", 1), ("2025-01", 2), ("2025-02", 1), ("2025-02", 2),
    }  # fmt: skip
    keys = [(row["account_id"], row["user_id"], row["occurred_at"]) for row in rows if row["account_id"] == 1]
    in_files = [key for key in keys if key[2].month == 2]
    assert in_files == sorted(in_files)


def test_the_same_events_again_are_unchanged(log):
    bring(log, events(range(40)))
    version = log.table.version()
    report = bring(log, events(range(40)))
    assert (report.created, report.unchanged, len(report.refused)) == (0, 40, 0)
    assert len(all_rows(log)) == 40
    assert log.table.version() > version


def test_a_later_known_time_is_no_other_content_and_the_first_known_time_stays(log):
    bring(log, events(range(4)))
    from datetime import UTC, datetime

    report = bring(log, events(range(4), known_at=datetime(2026, 1, 1, tzinfo=UTC)))
    assert report.unchanged == 4
    assert {row["known_at"].year for row in all_rows(log)} == {2025}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("account_id", 9),
        ("user_id", "other"),
        ("name", "other"),
        ("occurred_at", event(99)["occurred_at"]),
        ("count", 2),
        ("seconds", 7),
        ("value", 0.5),
        ("properties", '{"a":1}'),
    ],
)
def test_the_same_id_with_other_content_is_refused_and_kept_in_quarantine(log, field, value):
    bring(log, events([1]))
    report = bring(log, table([{**event(1), field: value, "row_number": 17}]))
    assert (report.created, report.unchanged) == (0, 0)
    assert report.refused["reason"].to_pylist() == ["other_content"]
    assert report.refused["row_number"].to_pylist() == [17]
    assert len(list(log.folder.quarantine.glob("*.parquet"))) == 1
    assert len(all_rows(log)) == 1


def test_within_one_batch_the_first_row_counts(log):
    rows = [event(1, row_number=1), event(1, row_number=2), {**event(1, row_number=3), "name": "other"}]
    report = bring(log, table(rows))
    assert (report.created, report.unchanged) == (1, 1)
    assert report.refused["row_number"].to_pylist() == [3]


def test_the_same_id_from_another_source_is_another_event(log):
    bring(log, events([1, 2]))
    assert bring(log, events([1, 2], source="elsewhere")).created == 2


def test_ids_that_run_together_with_their_source_are_told_apart(log):
    rows = [event(1, source="a", message_id="b\x1fc"), event(1, source="a\x1fb", message_id="c")]
    assert bring(log, table(rows)).created == 2


def test_an_interrupted_import_that_runs_again_counts_its_events_as_created(log):
    bring(log, events(range(10), import_id=5))
    assert bring(log, events(range(12), import_id=5)).created == 12
    again = bring(log, events(range(12), import_id=6))
    assert (again.created, again.unchanged) == (0, 12)


def test_what_an_import_stages_is_not_seen_before_it_is_finished(log):
    with log.stage() as staged:
        staged.add(events(range(5)))
        log.compact()
        assert all_rows(log) == []
    log.compact()
    assert all_rows(log) == []
    assert list(log.folder.staged_segments.iterdir()) == []


def test_events_of_the_intake_and_of_files_go_through_one_spool(log):
    log.folder.make()
    spool = SpoolWriter(log.folder.open_segments)
    spool.append(FrameKind.ARROW, encode_drafts(to_drafts(events(range(3)))))
    body = b'[{"account_id":1,"name":"login","occurred_at":1738227600000000,"known_at":1740787200000000,'
    body += b'"source":"test","message_id":"j1","user_id":"u","properties":{"plan":"pro"}}]'
    spool.append(FrameKind.JSON, body)
    report = log.compact()
    assert report.created == 4
    found = next(row for row in all_rows(log) if row["message_id"] == "j1")
    assert found["properties"] == '{"plan":"pro"}'
    spool.append(FrameKind.JSON, body)
    assert log.compact().unchanged == 1


def test_one_unreadable_event_of_a_batch_does_not_spoil_the_others(log):
    log.folder.make()
    spool = SpoolWriter(log.folder.open_segments)
    times = b'"occurred_at":1738227600000000,"known_at":1738227600000000'
    good = b'{"account_id":1,"name":"a",' + times + b',"source":"s","message_id":"1"}'
    spool.append(FrameKind.JSON, b"[" + good + b',{"name":5},' + good.replace(b'"1"', b'"2"') + b"]")
    report = log.compact()
    assert report.created == 2
    assert report.refused["reason"].to_pylist() == ["unreadable"]
    assert report.refused["properties"].to_pylist() == ['{"name":5}']


def test_de_duplication_covers_everything_that_was_ever_merged_or_undone(log):
    for start in range(0, 30, 3):
        bring(log, events(range(start, start + 3), import_id=1 + start))
    log.maintain(thoroughly=True)
    assert len(log.table.files()) == len({file.partition for file in log.table.files()})
    assert bring(log, events(range(30))).unchanged == 30
    log.remove(Target(import_id=4))
    report = bring(log, events(range(30)))
    assert (report.created, report.unchanged) == (3, 27)


def test_an_index_that_was_lost_is_made_anew_from_the_log(log):
    bring(log, events(range(30)))
    for path in log.folder.ids.iterdir():
        path.unlink()
    assert bring(log, events(range(31))).created == 1


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"account_id": None}, "no_account"),
        ({"account_id": 0}, "no_account"),
        ({"name": ""}, "no_name"),
        ({"occurred_at": None}, "no_time"),
        ({"message_id": ""}, "no_id"),
        ({"name": "n" * 201}, "too_long"),
        ({"count": -1}, "number_range"),
        ({"seconds": 10**13}, "number_range"),
        ({"value": float("nan")}, "value_range"),
        ({"value": float("inf")}, "value_range"),
        ({"properties": '"' + "x" * 70_000 + '"'}, "too_long"),
    ],
)
def test_an_event_that_cannot_be_is_refused_with_the_reason(log, fields, reason):
    import pyarrow as pa

    from tenure.events.log.columns import DRAFT

    row = {**event(1), **fields}
    rows = pa.table({name: pa.array([value], DRAFT.field(name).type) for name, value in row.items()})
    report = bring(log, rows)
    assert report.created == 0
    assert report.refused["reason"].to_pylist() == [reason]


def test_a_time_before_1970_or_after_2199_is_refused(log):
    from datetime import UTC, datetime

    rows = [
        event(1, occurred_at=datetime(1969, 12, 31, tzinfo=UTC)),
        event(2, occurred_at=datetime(2200, 1, 1, tzinfo=UTC)),
    ]
    assert bring(log, table(rows)).refused["reason"].to_pylist() == ["time_range", "time_range"]


def test_unknown_and_missing_columns_are_named(log):
    with log.stage() as staged:
        with pytest.raises(ValueError, match="unknown event columns: nonsense"):
            staged.add(events([1], nonsense=1))
        with pytest.raises(ValueError, match="the column name is missing"):
            staged.add(events([1]).drop_columns("name"))
        with pytest.raises(ValueError, match="the column count is not int64"):
            staged.add(events([1], count="many"))
