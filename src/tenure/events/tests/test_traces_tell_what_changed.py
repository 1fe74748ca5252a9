"""Traces of the rollup: equal as long as nothing changed, whatever the files; else days and accounts are named."""

from datetime import UTC, date, datetime

import pytest

from tenure.accounts.models import Account
from tenure.events.log.rewriting import Target
from tenure.events.queries import EVENT_KINDS, get_rollup, log_of, trace_events
from tenure.events.services import append_events
from tenure_engine.period import to_day
from tenure_engine.traces import changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts(workspace):
    return [Account.objects.create(workspace=workspace, name=name) for name in ("Acme", "Birch")]


def add(workspace, account, day, *, name="report", user="ann", import_id=0, said=""):
    at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    append_events(
        workspace=workspace,
        import_id=import_id,
        events={
            "account_id": [account.pk],
            "user_id": [user],
            "name": [name],
            "occurred_at": [at],
            "known_at": [at],
            "message_id": [said or f"{account.pk}-{day}-{name}-{user}"],
        },
    )


def test_what_changed_is_named_by_day_account_and_kind(workspace, accounts):
    acme, birch = accounts
    for day in (1, 2, 3):
        add(workspace, acme, date(2026, 3, day))
        add(workspace, birch, date(2026, 3, day))
    before = trace_events(workspace)
    add(workspace, birch, date(2026, 3, 2), name="export")
    after = trace_events(workspace)
    assert changed(before.days, after.days).tolist() == [to_day(date(2026, 3, 2))]
    assert changed(before.accounts, after.accounts).tolist() == [birch.pk]
    number = get_rollup(workspace).kinds.index("export")
    assert changed(before.kinds, after.kinds).tolist() == [birch.pk * EVENT_KINDS + number]


def test_another_user_is_a_change_of_the_account_though_not_of_its_kinds(workspace, accounts):
    add(workspace, accounts[0], date(2026, 3, 1))
    add(workspace, accounts[1], date(2026, 3, 1))
    before = trace_events(workspace)
    log_of(workspace).remove(Target(account_id=accounts[0].pk))
    add(workspace, accounts[0], date(2026, 3, 1), user="bo", said="other")
    after = trace_events(workspace)
    assert changed(before.accounts, after.accounts).tolist() == [accounts[0].pk]
    assert changed(before.kinds, after.kinds).tolist() == []


def test_an_event_twice_files_merged_and_traces_lost_change_nothing(workspace, accounts):
    for day in (1, 2, 3):
        add(workspace, accounts[0], date(2026, 3, day))
    before = trace_events(workspace)
    add(workspace, accounts[0], date(2026, 3, 2))
    log_of(workspace).maintain(thoroughly=True)
    for path in (log_of(workspace).folder.rollup / "traces").glob("*"):
        path.write_bytes(b"broken")
    after = trace_events(workspace)
    for name in ("days", "accounts", "kinds"):
        assert changed(getattr(before, name), getattr(after, name)).tolist() == []


def test_an_import_undone_leaves_no_difference_and_no_old_traces(workspace, accounts):
    add(workspace, accounts[0], date(2026, 3, 1))
    before = trace_events(workspace)
    add(workspace, accounts[1], date(2026, 3, 1), import_id=7)
    trace_events(workspace)
    log_of(workspace).remove(Target(import_id=7))
    assert not (log_of(workspace).folder.rollup / "traces").exists()
    assert changed(before.days, trace_events(workspace).days).tolist() == []
