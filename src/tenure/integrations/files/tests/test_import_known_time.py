"""Since when the rows of a file count as known."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tenure.accounts.models import RecordVersion, Ticket
from tenure.accounts.queries import data_as_known
from tenure.integrations.choices import KnownTime
from tenure.integrations.files.tests.import_files import ACCOUNTS, CONTRACTS, bring, reasons, write
from tenure.surveys.models import SurveyAnswer

TICKETS = (
    "ticket_id,account_id,subject,severity,opened_at,first_response_at,resolved_at,satisfaction\n"
    "T1,A1,Broken,2,2024-03-01,2024-03-02,2024-03-05,4\n"
    "T2,A1,Slow,3,2024-03-03,,,\n"
)


@pytest.fixture
def company(workspace, tmp_path):
    bring(workspace, write(tmp_path, "accounts.csv", ACCOUNTS), "accounts", known_time=KnownTime.HISTORY)
    return workspace


def versions(kind):
    rows = RecordVersion.objects.filter(kind=kind).order_by("known_at", "id")
    return [(version.known_at.date().isoformat(), version.is_assumed) for version in rows]


def test_without_a_word_rows_are_known_from_the_import_on(company, tmp_path):
    began = timezone.now()
    bring(company, write(tmp_path, "contracts.csv", CONTRACTS), "contracts")
    version = RecordVersion.objects.filter(kind="contracts").first()
    assert version.known_at >= began
    assert not version.is_assumed


def test_a_date_holds_for_all_rows_and_is_no_assumption(company, tmp_path):
    at = datetime(2024, 6, 1, tzinfo=UTC)
    batch = bring(company, write(tmp_path, "c.csv", CONTRACTS), "contracts", known_time=KnownTime.DATE, known_at=at)
    assert versions("contracts") == [("2024-06-01", False)] * 2
    assert batch.assumed_share == 0


def test_history_takes_each_rows_own_date_and_marks_it(company, tmp_path):
    batch = bring(company, write(tmp_path, "c.csv", CONTRACTS), "contracts", known_time=KnownTime.HISTORY)
    assert versions("contracts") == [("2024-01-05", True), ("2024-02-10", True)]
    assert batch.assumed_share == 1


def test_a_ticket_is_known_open_before_it_is_known_resolved(company, tmp_path):
    bring(company, write(tmp_path, "t.csv", TICKETS), "tickets", known_time=KnownTime.HISTORY)

    def known(day):
        at = datetime.fromisoformat(day).replace(tzinfo=UTC)
        return [data for _a, data, _s in data_as_known(workspace_id=company.pk, kind="tickets", known_at=at).values()]

    assert known("2024-02-29") == []
    (opened,) = known("2024-03-01")
    assert (opened["status"], opened["resolved_at"], opened["first_response_at"]) == ("open", None, None)
    assert opened["satisfaction"] is None
    assert known("2024-03-02")[0]["first_response_at"].startswith("2024-03-02")
    assert {data["status"] for data in known("2024-03-06")} == {"solved", "open"}
    assert Ticket.objects.get(subject="Broken").satisfaction == 4


def test_a_mapped_column_wins_and_is_no_assumption(company, tmp_path):
    text = (
        "line_id,account_id,start_date,mrr,known_at\n"
        "L1,A1,2024-01-05,100,2024-01-20\n"
        "L1,A1,2024-01-05,120,2024-04-02\n"
        "L2,A2,2024-02-10,50,\n"
    )
    batch = bring(company, write(tmp_path, "c.csv", text), "contracts", known_time=KnownTime.HISTORY)
    assert versions("contracts") == [("2024-01-20", False), ("2024-02-10", True), ("2024-04-02", False)]
    assert batch.counts["rejected"] == 0
    assert round(batch.assumed_share, 3) == 0.333
    again = bring(company, write(tmp_path, "c.csv", text), "contracts", known_time=KnownTime.HISTORY)
    assert again.counts["unchanged"] == 3


def test_what_lies_ahead_is_known_from_now_on(company, tmp_path):
    ahead = (timezone.now() + timedelta(days=30)).date()
    text = f"line_id,account_id,start_date,mrr\nL1,A1,{ahead},100\n"
    began = timezone.now()
    bring(company, write(tmp_path, "c.csv", text), "contracts", known_time=KnownTime.HISTORY)
    version = RecordVersion.objects.get(kind="contracts")
    assert version.known_at >= began
    assert not version.is_assumed


def test_a_known_time_in_the_future_is_rejected(company, tmp_path):
    text = "line_id,account_id,start_date,mrr,known_at\nL1,A1,2024-01-05,100,2099-01-01\n"
    batch = bring(company, write(tmp_path, "c.csv", text), "contracts")
    assert [(row, column) for row, column, _reason in reasons(batch)] == [(2, "known_at")]


def test_events_under_history_are_known_when_they_happened(company, tmp_path):
    from tenure.events.queries import get_rollup

    text = "event_id,account_id,user_id,name,occurred_at\nE1,A1,u,login,2024-03-01\nE2,A1,u,login,2024-05-01\n"
    batch = bring(company, write(tmp_path, "e.csv", text), "events", known_time=KnownTime.HISTORY)
    assert batch.assumed_share == 1
    known = get_rollup(company, known_at=datetime(2024, 4, 1, tzinfo=UTC))
    assert known.user_days.count.tolist() == [1]


def test_survey_answers_and_devices_are_imported_with_their_versions(company, tmp_path):
    text = "answer_id,account_id,kind,score,answered_at\nS1,A1,nps,9,2024-03-01\nS2,A2,csat,7,2024-03-01\n"
    answers = bring(company, write(tmp_path, "s.csv", text), "surveys", known_time=KnownTime.HISTORY)
    assert SurveyAnswer.objects.get().score == 9
    assert reasons(answers) == [(3, "score", "the score 7 does not fit CSAT, which runs from 1 to 5")]
    devices = "device_id,account_id,serial,model,installed_on\nD1,A1,SN-1,Robot 2,2024-02-01\n"
    bring(company, write(tmp_path, "d.csv", devices), "devices", known_time=KnownTime.HISTORY)
    assert versions("devices") == [("2024-02-01", True)]
    assert versions("surveys") == [("2024-03-01", True)]
