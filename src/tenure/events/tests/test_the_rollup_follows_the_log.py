"""The stored rollup: equal to a fresh one by either engine, refreshed only where the log changed."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from tenure.events.log import log as log_module
from tenure.events.log import refreshing
from tenure.events.log.catalogue import read_catalogue
from tenure.events.log.kinds import read_kinds
from tenure.events.log.level1 import NumpyLevel1
from tenure.events.log.level1_sql import DuckDbLevel1
from tenure.events.log.log import EventLog
from tenure.events.log.pieces import PieceFolder
from tenure.events.log.rewriting import Target
from tenure_engine.period import to_day
from tenure_engine.rollup.ports import EVERYTHING, Known

from .examples import KNOWN, START, event, events, table

USER_COLUMNS = ("account", "day", "count", "logins", "seconds", "mask")
KIND_COLUMNS = ("account", "day", "kind", "count")


@pytest.fixture
def log(tmp_path) -> EventLog:
    return EventLog(tmp_path / "events")


def bring(log: EventLog, rows) -> None:
    with log.stage() as staged:
        staged.add(rows)
        staged.finish()


def rows_of_many_sorts(count: int = 400, **fields):
    """Events of ten accounts over five months, with counts, seconds, values and unnamed users."""
    random = np.random.default_rng(4)
    return table(
        [
            event(
                number,
                account_id=int(random.integers(1, 11)),
                user_id=f"u{random.integers(0, 6)}" if number % 5 else "",
                name=f"kind {random.integers(0, 70)}" if number % 7 else "Signed-In",
                occurred_at=START + timedelta(minutes=int(random.integers(0, 150 * 1440))),
                count=int(random.integers(1, 5)),
                seconds=int(random.integers(0, 900)),
                value=float(random.normal()) if number % 3 else None,
                **fields,
            )
            for number in range(count)
        ]
    )


def assert_equal_to_both_engines(log: EventLog, known: Known = EVERYTHING) -> None:
    files = [file.path for file in log.table.files()]
    kinds = read_kinds(log.folder)
    kept = log.rollup(known=known)
    for engine in (NumpyLevel1(), DuckDbLevel1()):
        fresh = engine.roll_up(files, kinds=kinds, logins=frozenset({"Signed-In", "login"}), known=known)
        assert (kept.events, kept.assumed) == (fresh.events, fresh.assumed)
        for name in USER_COLUMNS:
            assert np.array_equal(getattr(kept.user_days, name), getattr(fresh.user_sums, name)), name
        for name in KIND_COLUMNS:
            assert np.array_equal(getattr(kept.kind_days, name), getattr(fresh.kind_sums, name)), name
        whole = fresh.kind_sums.whole + fresh.kind_sums.millionths / 1e6
        assert np.allclose(kept.kind_days.value_sum, whole, rtol=0, atol=1e-9)
        users = [kept.user_days.users[number] for number in kept.user_days.user]
        assert users == [fresh.users[number] for number in fresh.user_sums.user]


def test_the_rollup_equals_a_fresh_one_by_numpy_and_by_sql_cell_by_cell(log):
    bring(log, rows_of_many_sorts())
    assert_equal_to_both_engines(log)
    days = log.rollup().user_days
    assert days.mask.shape[1] == 2
    assert days.logins.sum() > 0


def test_rows_are_sorted_and_an_unnamed_user_has_the_empty_name(log):
    bring(log, rows_of_many_sorts())
    days = log.rollup().user_days
    keys = list(zip(days.account.tolist(), days.user.tolist(), days.day.tolist(), strict=True))
    assert keys == sorted(set(keys))
    assert days.users == tuple(sorted(days.users))
    assert "" in days.users


def test_late_events_make_one_small_piece_and_leave_the_others(log, monkeypatch):
    monkeypatch.setattr(refreshing, "_OWN_PIECE_EVENTS", 30)
    bring(log, rows_of_many_sorts())
    before = {piece.name for piece in PieceFolder(log.folder.rollup).read_manifest().pieces}
    bring(log, events([1000, 1001], occurred_at=START))
    after = PieceFolder(log.folder.rollup).read_manifest().pieces
    (late,) = [piece for piece in after if piece.name not in before]
    assert before <= {piece.name for piece in after}
    assert late.events == 2
    assert_equal_to_both_engines(log)


def test_many_small_pieces_are_joined_without_reading_the_log_again(log, monkeypatch):
    for number in range(12):
        bring(log, events(range(number * 4, number * 4 + 4)))
    pieces = PieceFolder(log.folder.rollup).read_manifest().pieces
    assert len(pieces) <= 9
    assert sum(piece.events for piece in pieces) == 48
    assert_equal_to_both_engines(log)


def test_a_repeated_refresh_changes_nothing(log):
    bring(log, rows_of_many_sorts())
    manifest = PieceFolder(log.folder.rollup).read_manifest()
    log.compact()
    log.compact()
    assert PieceFolder(log.folder.rollup).read_manifest() == manifest


def test_merging_files_leaves_every_cell_as_it_was(log):
    for start in range(0, 40, 10):
        bring(log, events(range(start, start + 10)))
    before = log.rollup().user_days
    assert log.maintain(thoroughly=True).merged_files > 0
    after = log.rollup().user_days
    for name in USER_COLUMNS:
        assert np.array_equal(getattr(before, name), getattr(after, name))
    assert_equal_to_both_engines(log)


def test_an_undone_import_is_gone_from_the_rollup_and_the_others_stay(log):
    bring(log, events(range(20), import_id=1))
    before = log.rollup().user_days
    bring(log, rows_of_many_sorts(source="other", import_id=2))
    assert log.count(Target(import_id=2)) == 400
    assert log.remove(Target(import_id=2)) == 400
    after = log.rollup().user_days
    assert after.count.tolist() == before.count.tolist()
    assert after.users == before.users
    assert_equal_to_both_engines(log)


def test_some_accounts_are_read_without_the_others(log):
    bring(log, rows_of_many_sorts())
    everything = log.rollup()
    some = log.rollup(accounts=[3, 8, 77])
    wanted = np.isin(everything.user_days.account, [3, 8])
    assert np.array_equal(some.user_days.count, everything.user_days.count[wanted])
    assert set(some.user_days.account.tolist()) == {3, 8}
    assert set(some.kind_days.account.tolist()) == {3, 8}


def test_some_kinds_are_read_without_the_others(log):
    bring(log, rows_of_many_sorts())
    rollup = log.rollup()
    some = rollup.kind_days_of(["kind 4", "Signed-In", "never seen"])
    numbers = [rollup.kinds.index("kind 4"), rollup.kinds.index("Signed-In")]
    assert set(some.kind.tolist()) == set(numbers)
    assert some.count.sum() == rollup.kind_days.count[np.isin(rollup.kind_days.kind, numbers)].sum()


def test_what_became_known_later_is_not_seen(log):
    bring(log, rows_of_many_sorts(100, source="early", known_at=KNOWN))
    bring(log, rows_of_many_sorts(200, source="late", known_at=KNOWN + timedelta(days=5), is_assumed=True))
    at = int(KNOWN.timestamp() * 1_000_000)
    for before, seen, assumed in [
        (at, 0, 0),
        (at + 1, 100, 0),
        (at + 5 * 86_400_000_000, 100, 0),
        (at + 5 * 86_400_000_000 + 1, 300, 200),
    ]:
        rollup = log.rollup(known=Known(before))
        assert (rollup.events, rollup.assumed) == (seen, assumed)
        assert_equal_to_both_engines(log, Known(before))


def test_an_answer_about_the_past_is_kept_until_something_is_erased(log):
    bring(log, rows_of_many_sorts(100, source="early"))
    log.maintain()
    bring(log, rows_of_many_sorts(100, source="late", known_at=KNOWN + timedelta(days=5)))
    log.maintain(thoroughly=True)
    known = Known(int(KNOWN.timestamp() * 1_000_000) + 1)
    first = log.rollup(known=known).user_days
    kept = list((log.folder.rollup / "known").rglob("*.parquet"))
    assert kept
    assert np.array_equal(log.rollup(known=known).user_days.count, first.count)
    log.remove(Target(account_id=3))
    assert not list((log.folder.rollup / "known").rglob("*.parquet"))
    assert 3 not in log.rollup(known=known).user_days.account.tolist()


def test_changing_what_counts_as_a_login_counts_anew(log):
    bring(log, events(range(20)))
    assert log.rollup().user_days.logins.sum() == 10
    other = EventLog(log.folder.root, logins={"report_opened"})
    other.compact()
    assert other.rollup().user_days.logins.sum() == 10
    assert log.rollup().user_days.logins.tolist() != [0]
    none = EventLog(log.folder.root, logins=())
    none.compact()
    assert none.rollup().user_days.logins.sum() == 0


def test_a_day_begins_at_midnight_utc(log):
    last = datetime(2025, 1, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    rows = [event(0, occurred_at=last), event(2, occurred_at=last + timedelta(microseconds=1))]
    bring(log, table(rows))
    assert log.rollup().user_days.day.tolist() == [to_day(last.date()), to_day(last.date()) + 1][::1]


def test_a_log_that_does_not_exist_is_an_empty_rollup(log):
    rollup = log.rollup()
    assert len(rollup.user_days.day) == len(rollup.kind_days.day) == rollup.events == 0
    assert log.rollup(known=Known(1)).events == 0
    assert log.table.files() == []


def counted(log: EventLog) -> int:
    found = read_catalogue(log.folder)
    return 0 if found is None else int(found.events.sum())


def test_the_catalogue_of_a_large_log_is_written_later_and_only_when_it_is_behind(log, monkeypatch):
    monkeypatch.setattr(log_module, "_QUICK_ROWS", 0)
    bring(log, rows_of_many_sorts(40))
    first = counted(log)  # the first is there at once
    assert first == int(log.rollup().kind_days.count.sum())
    assert not log.refresh_catalogue()
    bring(log, table([event(900, account_id=3)]))
    assert counted(log) == first
    assert not log.refresh_catalogue()  # it was written a moment ago
    monkeypatch.setattr(log_module, "_CATALOGUE_SECONDS", 0.0)
    assert log.refresh_catalogue()
    assert counted(log) == first + 1
    assert not log.refresh_catalogue()
