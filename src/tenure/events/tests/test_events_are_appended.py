"""The service that every import uses: columns in, one result, safe to repeat, each workspace on its own."""

from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa
import pytest

from tenure.accounts.models import Account
from tenure.events.models import EventKind, QuarantinedEvent
from tenure.events.queries import get_daily_usage, get_rollup, log_of
from tenure.events.services import (
    append_events,
    check_events,
    compact_events,
    delete_import,
    describe_kind,
    erase_account,
    erase_user,
    maintain_events,
)
from tenure.foundation.models import Activity
from tenure.foundation.services import create_workspace

AT = datetime(2025, 5, 1, 10, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def columns(account, size=4, **more):
    return {
        "account_id": [account.pk] * size,
        "user_id": [f"u{number}" for number in range(size)],
        "name": ["login"] * size,
        "occurred_at": [AT] * size,
        "message_id": [f"m{number}" for number in range(size)],
        **more,
    }


def test_columns_of_python_values_become_events(cast):
    account = cast.account()
    result = append_events(workspace=cast.workspace, events=columns(account), known_at=AT)
    assert (result.created, result.unchanged, result.rejected) == (4, 0, ())
    days = get_rollup(cast.workspace).user_days
    assert days.account.tolist() == [account.pk] * 4
    assert days.logins.tolist() == [1, 1, 1, 1]
    again = append_events(workspace=cast.workspace, events=columns(account), known_at=AT)
    assert (again.created, again.unchanged) == (0, 4)


def test_arrow_tables_numpy_arrays_and_several_batches_are_taken_too(cast):
    account = cast.account()
    table = pa.table(
        {
            "account_id": np.full(3, account.pk),
            "name": ["a", "b", "c"],
            "occurred_at": np.array(["2025-05-01T10:00", "2025-05-02", "2025-05-03"], "datetime64[s]"),
            "message_id": ["x", "y", "z"],
        }
    )
    batches = (batch for batch in (table, columns(account)))
    result = append_events(workspace=cast.workspace.pk, events=batches, known_at=AT)
    assert result.created == 7
    assert get_rollup(cast.workspace).events == 7


def test_row_numbers_run_on_over_the_batches_and_name_what_was_refused(cast):
    account = cast.account()
    first = columns(account)
    second = columns(account, message_id=["m0", "m8", "m9", "m10"], user_id=["other", "", "", ""])
    second["name"][2] = ""
    result = append_events(workspace=cast.workspace, events=[first, second], known_at=AT)
    assert result.created == 6
    assert [(one.row_number, one.column, one.reason) for one in result.rejected] == [
        (5, "event_id", "other_content"),
        (7, "name", "no_name"),
    ]
    assert "other content" in result.rejected[0].text
    assert result.rejected[0].text.endswith("Give the row an id of its own if both are true.")


def test_an_account_of_another_workspace_is_not_known(cast):
    other = create_workspace(name="Heron")
    foreign = Account.objects.create(workspace=other, name="Foreign")
    result = append_events(workspace=cast.workspace, events=columns(foreign), known_at=AT)
    assert result.created == 0
    assert {one.reason for one in result.rejected} == {"no_account"}
    assert get_rollup(cast.workspace).events == 0


def test_two_workspaces_never_see_each_others_events(cast):
    other = create_workspace(name="Heron")
    foreign = Account.objects.create(workspace=other, name="Foreign")
    append_events(workspace=other, events=columns(foreign, 3), known_at=AT)
    append_events(workspace=cast.workspace, events=columns(cast.account(), 4), known_at=AT)
    assert get_rollup(other).events == 3
    assert get_rollup(cast.workspace).events == 4
    assert log_of(other).folder.root != log_of(cast.workspace).folder.root


def test_a_dry_run_tells_the_same_and_keeps_nothing(cast):
    account = cast.account()
    append_events(workspace=cast.workspace, events=columns(account, 2), known_at=AT)
    would = check_events(workspace=cast.workspace, events=columns(account, 5, name=["login"] * 4 + [""]), known_at=AT)
    assert (would.created, would.unchanged, len(would.rejected)) == (2, 2, 1)
    assert get_rollup(cast.workspace).events == 2
    assert check_events(workspace=cast.workspace, events=[]).created == 0


def test_a_batch_that_cannot_be_read_leaves_nothing_of_those_before_it(cast):
    account = cast.account()
    with pytest.raises(ValueError, match="the column count is not int64"):
        append_events(workspace=cast.workspace, events=[columns(account), columns(account, count=["many"] * 4)])
    with pytest.raises(ValueError, match="account_id is missing"):
        append_events(workspace=cast.workspace, events={"name": ["x"]})
    compact_events(workspace=cast.workspace, progress=lambda done, total: None)
    assert get_rollup(cast.workspace).events == 0


def test_a_conflict_is_kept_in_the_quarantine_once(cast):
    account = cast.account()
    append_events(workspace=cast.workspace, events=columns(account), import_id=1, known_at=AT)
    other = columns(account, name=["logout"] * 4)
    for import_id in (2, 3):
        append_events(workspace=cast.workspace, events=other, import_id=import_id, known_at=AT)
    rows = QuarantinedEvent.objects.filter(workspace=cast.workspace)
    assert rows.count() == 4
    assert {(row.account_id, row.name, row.reason, row.import_id) for row in rows} == {
        (account.pk, "logout", "other_content", 2)
    }
    assert not list(log_of(cast.workspace).folder.quarantine.glob("*.parquet"))


def test_an_import_is_undone_with_its_quarantine(cast):
    account = cast.account()
    append_events(workspace=cast.workspace, events=columns(account), import_id=1, known_at=AT)
    append_events(
        workspace=cast.workspace,
        events=columns(account, message_id=["m0", "n1", "n2", "n3"], name=["logout"] * 4),
        import_id=2,
        known_at=AT,
    )
    erased = delete_import(workspace=cast.workspace, import_id=2)
    assert (erased.events, erased.quarantined) == (3, 1)
    assert get_rollup(cast.workspace).events == 4
    assert delete_import(workspace=cast.workspace, import_id=2).events == 0


def test_erasing_an_account_or_a_user_leaves_an_activity_that_names_neither_event_nor_user(cast):
    account = cast.account()
    append_events(workspace=cast.workspace, events=columns(account), known_at=AT)
    describe_kind(actor=cast.alice, name="login", description="Signed in.")
    assert erase_user(workspace=cast.workspace, account_id=account.pk, user_id="u1", actor=cast.root).events == 1
    assert EventKind.objects.count() == 1
    assert erase_account(workspace=cast.workspace, account_id=account.pk, actor=cast.root).events == 3
    assert get_rollup(cast.workspace).events == 0
    assert EventKind.objects.count() == 0
    notes = Activity.objects.filter(verb__startswith="events.").order_by("id")
    assert [(note.verb, note.account_id, note.data) for note in notes] == [
        ("events.user_erased", account.pk, {"events": 1, "quarantined": 0}),
        ("events.account_erased", account.pk, {"events": 3, "quarantined": 0}),
    ]


def test_use_by_day_counts_only_named_users_as_active(cast):
    account = cast.account()
    events = columns(account, user_id=["u0", "u0", "", "u3"], seconds=[10, 20, 30, 40], count=[1, 2, 3, 4])
    append_events(workspace=cast.workspace, events=events, known_at=AT)
    found = get_daily_usage(account=account, first=date(2025, 4, 30), last=date(2025, 5, 2))
    assert found.days == [date(2025, 4, 30), date(2025, 5, 1), date(2025, 5, 2)]
    assert found.events == (0, 10, 0)
    assert found.users == (0, 2, 0)
    assert found.seconds == (0, 100, 0)


def test_use_is_shown_as_it_was_known_on_a_day(cast):
    account = cast.account()
    late = datetime(2025, 6, 10, 8, 0, tzinfo=UTC)
    append_events(workspace=cast.workspace, events=columns(account, known_at=[AT, AT, late, late]))
    first, last = date(2025, 5, 1), date(2025, 5, 1)
    assert get_daily_usage(account=account, first=first, last=last).events == (4,)
    assert get_daily_usage(account=account, first=first, last=last, known_at=date(2025, 6, 9)).events == (2,)
    assert get_daily_usage(account=account, first=first, last=last, known_at=date(2025, 6, 10)).events == (4,)
    assert get_daily_usage(account=account, first=first, last=last, known_at=date(2025, 4, 30)).events == (0,)


def test_the_jobs_of_the_log_run_again_without_harm(cast):
    from tenure.foundation.jobs import enqueue, run_now

    append_events(workspace=cast.workspace, events=columns(cast.account()), known_at=AT)
    for kind in ("events.compact", "events.maintain", "events.compact", "events.maintain"):
        job = run_now(enqueue(kind, actor=cast.root))
        assert job.state == "done", job.error
    assert maintain_events(workspace=cast.workspace).merged_files == 0
    assert get_rollup(cast.workspace).events == 4
