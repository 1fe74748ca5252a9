"""A late event or record re-opens the days it touches: after that every cell is as if all had been computed anew."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from tenure.accounts.kinds import get_kind
from tenure.accounts.models import Account
from tenure.accounts.services.removal import remove_record
from tenure.events.queries import log_of
from tenure.health.marks import read_mark, write_mark
from tenure.health.models import HealthDay, ScoreMonth
from tenure.health.queries.explanations import day_files
from tenure.health.series import NOT_COMPUTED
from tenure.health.services import bring_up_to_date, reopen_days, reopen_touched
from tenure.health.tests.conftest import at

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FIRST, NEWEST, TODAY = date(2026, 2, 24), date(2026, 5, 14), date(2026, 5, 15)
DAYS = 80


@pytest.fixture(autouse=True)
def eighty_days(monkeypatch):
    """Enough for the longest windows; without waiting for the disk, which is not what is tested here."""
    monkeypatch.setattr("tenure.health.services.upkeep.HISTORY_DAYS", DAYS)
    monkeypatch.setattr("tenure.health.history.sync_all", lambda _files: None)
    monkeypatch.setattr("tenure.health.history.sync_folder", lambda _folder: None)


def span(first, last=NEWEST):
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def rows_of_days(workspace):
    """Every cell that is kept, by day."""
    files = day_files(workspace.pk)
    scores = {}
    for account, month, packed in ScoreMonth.objects.values_list("account", "month", "scores"):
        for number, score in enumerate(np.frombuffer(bytes(packed), dtype="<i2").tolist()):
            if score != NOT_COMPUTED:
                scores.setdefault(month + timedelta(days=number), {})[account] = score
    found = {}
    for day, averages, accounts in HealthDay.objects.values_list("day", "averages", "accounts"):
        kept = files.read(day)
        cells = {name: column.tolist() for name, column in kept.columns.items()}
        found[day] = (kept.accounts.tolist(), cells, averages, accounts, scores[day])
    return found


def is_same(first, second):
    try:
        np.testing.assert_equal(first, second)
    except AssertionError:
        return False
    return True


def late_event_of_a_new_user(company):
    company.uses(company.steady, [date(2026, 2, 26)], users=("cy",), known=TODAY)
    # the windows of thirty days, and those that look at the thirty days before them
    return span(date(2026, 2, 26), date(2026, 4, 26))


def late_event_of_a_silent_account(company):
    company.uses(company.silent, [date(2026, 4, 20)], users=("ann",), known=TODAY)
    return span(date(2026, 4, 20))


def first_event_of_an_account(company):
    company.uses(company.nobody, [date(2026, 4, 25)], known=TODAY)
    return span(date(2026, 4, 25))


def event_before_the_first(company):
    company.uses(company.far, [date(2026, 1, 25)], known=TODAY)
    return span(FIRST, date(2026, 3, 25))


def late_ticket(company):
    ticket = {"account_id": "Far", "subject": "Broken", "opened_at": at(date(2026, 4, 1)), "severity": 1}
    company.write("tickets", "T2", ticket, known=TODAY)
    return span(date(2026, 4, 1))


def ticket_closed_later_than_thought(company):
    company.write("tickets", "T1", {"resolved_at": at(date(2026, 3, 20))}, known=TODAY)
    return span(date(2026, 3, 2))


def ticket_of_another_severity(company):
    company.write("tickets", "T1", {"severity": 1}, known=TODAY)
    return span(date(2026, 3, 1))


def late_touch(company):
    touch = {"account_id": "Silent", "kind": "call", "occurred_at": at(date(2026, 5, 10)), "direction": "in"}
    company.write("touchpoints", "late-call", touch, known=TODAY)
    return span(date(2026, 5, 10))


def renewal_signed_a_month_ago(company):
    line = {
        "account_id": "Steady",
        "start_date": date(2027, 1, 1),
        "end_date": date(2028, 1, 1),
        "signed_on": date(2026, 4, 14),
        "mrr": Decimal(100),
        "kind": "seat",
        "quantity": Decimal(4),
    }
    company.write("contracts", "renewal", line, known=TODAY)
    return span(date(2026, 4, 14))


def note_that_no_measure_reads(company):
    company.write("tickets", "T1", {"subject": "Slow again"}, known=TODAY)
    company.write("accounts", "Steady", {"name": "Steady", "industry": "Retail"}, known=TODAY)
    return []


def account_that_is_new(company):
    account = company.account("New", signed_on=date(2026, 4, 17), segment="SMB")
    company.line(account, start=date(2026, 4, 20))
    return span(date(2026, 4, 17))


def account_in_another_segment(company):
    Account.objects.filter(pk=company.far.pk).update(segment="Enterprise")
    return span(FIRST)


EVENTS = [late_event_of_a_new_user, late_event_of_a_silent_account, first_event_of_an_account, event_before_the_first]
RECORDS = [
    late_ticket,
    ticket_closed_later_than_thought,
    ticket_of_another_severity,
    late_touch,
    renewal_signed_a_month_ago,
    note_that_no_measure_reads,
    account_that_is_new,
]


def reopened_and_differing(company, change):
    """The days a change should reopen, those it reopened, and those whose rows differ once all is computed anew."""
    bring_up_to_date(workspace=company.workspace)
    before = rows_of_days(company.workspace)
    assert min(before) == FIRST
    expected = change(company)
    reopen_touched(workspace=company.workspace)
    reopened = sorted(HealthDay.objects.filter(is_stale=True).values_list("day", flat=True))
    bring_up_to_date(workspace=company.workspace)
    after = rows_of_days(company.workspace)
    reopen_days(workspace_id=company.workspace.pk)
    bring_up_to_date(workspace=company.workspace)
    whole = rows_of_days(company.workspace)
    assert is_same(after, whole)
    return expected, reopened, [day for day in sorted(whole) if not is_same(before[day], whole[day])]


@pytest.mark.parametrize("change", EVENTS)
def test_late_events_reopen_exactly_the_days_that_differ(company, change):
    expected, reopened, differing = reopened_and_differing(company, change)
    assert reopened == differing == expected


@pytest.mark.parametrize("change", RECORDS)
def test_records_reopen_the_days_from_the_first_that_differs(company, change):
    expected, reopened, differing = reopened_and_differing(company, change)
    assert reopened == expected
    assert differing[:1] == expected[:1]
    assert set(differing) <= set(reopened)


def test_another_segment_reopens_everything_because_other_cards_may_judge(company):
    expected, reopened, differing = reopened_and_differing(company, account_in_another_segment)
    assert reopened == expected
    assert differing


def test_an_import_undone_reopens_the_days_it_had_touched(company, cast):
    company.uses(company.silent, span(date(2026, 4, 15), date(2026, 4, 16)), import_id=7, known=TODAY)
    bring_up_to_date(workspace=company.workspace)
    before = rows_of_days(company.workspace)
    from tenure.events.log.rewriting import Target

    log_of(company.workspace).remove(Target(import_id=7))
    reopen_touched(workspace=company.workspace)
    reopened = sorted(HealthDay.objects.filter(is_stale=True).values_list("day", flat=True))
    bring_up_to_date(workspace=company.workspace)
    whole = rows_of_days(company.workspace)
    assert reopened == span(date(2026, 4, 15)) == [d for d in sorted(whole) if not is_same(before[d], whole[d])]


def test_an_account_removed_is_taken_out_of_averages_too(company, cast):
    bring_up_to_date(workspace=company.workspace)
    remove_record(kind=get_kind("accounts"), actor=cast.alice, record=company.silent)
    bring_up_to_date(workspace=company.workspace)
    after = rows_of_days(company.workspace)
    reopen_days(workspace_id=company.workspace.pk)
    bring_up_to_date(workspace=company.workspace)
    assert is_same(after, rows_of_days(company.workspace))
    assert after[NEWEST][2]["SMB"][1] == 2


def test_a_run_that_broke_off_after_marking_marks_the_same_days_again(company, monkeypatch):
    bring_up_to_date(workspace=company.workspace)
    late_touch(company)

    def dies(*_given):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("tenure.health.services.upkeep.write_mark", dies)
        with pytest.raises(KeyboardInterrupt):
            bring_up_to_date(workspace=company.workspace)
    assert HealthDay.objects.filter(is_stale=True).count() == 5
    assert bring_up_to_date(workspace=company.workspace).days == 5
    assert bring_up_to_date(workspace=company.workspace).days == 1


def test_without_a_mark_everything_is_computed_again(company):
    bring_up_to_date(workspace=company.workspace)
    root = day_files(company.workspace.pk).root
    mark = read_mark(root)
    (root / "mark.npz").write_bytes(b"broken")
    assert read_mark(root) is None
    assert bring_up_to_date(workspace=company.workspace).days == DAYS
    write_mark(root, mark)
    assert bring_up_to_date(workspace=company.workspace).days == 1


def test_days_before_an_account_began_hold_nothing_of_it(company):
    account = company.account("Late", signed_on=date(2026, 4, 17), segment="SMB")
    company.line(account, start=date(2026, 4, 20))
    bring_up_to_date(workspace=company.workspace)
    files = day_files(company.workspace.pk)
    assert files.read(date(2026, 4, 16)).of_account(account.pk) is None
    assert files.read(date(2026, 4, 17)).of_account(account.pk) is not None
    assert HealthDay.objects.get(day=date(2026, 4, 16)).accounts == 4
    assert HealthDay.objects.get(day=date(2026, 4, 17)).accounts == 5
