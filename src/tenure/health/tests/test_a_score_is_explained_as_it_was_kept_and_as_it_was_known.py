"""What was kept explains the score to the last hundredth; what was known then gives the score as it was then."""

from datetime import UTC, date, datetime

import pytest

from tenure.health.queries import NoScorecard, explain_account, why_account_moved
from tenure.health.queries.documents import assumed_shares, find_account, score_document
from tenure.health.services import bring_up_to_date, ensure_scorecards
from tenure_engine.health.scoring import Because, State
from tenure_engine.health.values import Key

pytestmark = pytest.mark.django_db
NEWEST = date(2026, 5, 14)


def test_what_was_kept_and_what_is_computed_now_are_the_same_rows(company):
    bring_up_to_date(workspace=company.workspace)
    for account in (company.steady, company.silent, company.far, company.nobody):
        for day in (NEWEST, date(2026, 4, 20), date(2026, 3, 20)):
            kept = explain_account(account=account, day=day)
            now = explain_account(account=account, day=day, is_kept_enough=False)
            assert kept.is_stored
            assert not now.is_stored
            assert kept.explanation == now.explanation
            assert kept.fresh == now.fresh
            assert kept.explanation.total == (kept.explanation.score or kept.explanation.total)


def test_rows_add_up_to_the_score(company):
    bring_up_to_date(workspace=company.workspace)
    document = score_document(explain_account(account=company.silent, day=NEWEST))
    assert sum(row["contribution_hundredths"] for row in document["rows"]) == document["score_hundredths"] == 4000
    assert document["total"] == document["score"] == 40.0
    kinds = [row["kind"] for row in document["rows"]]
    assert kinds[-1] == "cap"
    assert "reweighing" in kinds


def test_a_missing_measure_is_said_and_not_counted(company):
    bring_up_to_date(workspace=company.workspace)
    told = explain_account(account=company.steady, day=NEWEST)
    rows = {str(row.key): row for row in told.explanation.rows}
    assert rows["nps.180"].state is State.LEFT_OUT
    assert rows["nps.180"].value is None
    assert rows["open_tickets"].value == 0.0
    assert told.coverage < 1


def test_an_account_of_which_nothing_is_known_says_why_there_is_no_score(company):
    bring_up_to_date(workspace=company.workspace)
    told = explain_account(account=company.nobody, day=NEWEST)
    assert told.explanation.because is Because.TOO_LITTLE_COVERAGE


def test_what_arrived_late_is_not_seen_with_the_knowledge_of_the_day_before(company):
    ensure_scorecards(workspace=company.workspace)
    company.uses(company.silent, [date(2026, 5, 10)], known=date(2026, 5, 13))
    ticket = {"account_id": "Silent", "opened_at": datetime(2026, 5, 9, 8, tzinfo=UTC), "severity": 1}
    company.write("tickets", "T2", ticket, known=date(2026, 5, 13))
    day = date(2026, 5, 12)
    then = explain_account(account=company.silent, day=day, known_on=day)
    now = explain_account(account=company.silent, day=day)
    assert then.values[Key("days_since_last_user")] == 32.0
    assert now.values[Key("days_since_last_user")] == 2.0
    assert then.values[Key("open_urgent_tickets")] == 0.0
    assert now.values[Key("open_urgent_tickets")] == 1.0
    assert (then.known_on, now.known_on) == (day, None)


def test_a_corrected_record_is_seen_as_it_stood(company):
    ensure_scorecards(workspace=company.workspace)
    day = date(2026, 3, 1)
    then = explain_account(account=company.steady, day=date(2026, 3, 5), known_on=day)
    now = explain_account(account=company.steady, day=date(2026, 3, 5))
    assert then.values[Key("open_tickets")] == 1.0
    assert now.values[Key("open_tickets")] == 0.0


def test_why_it_moved_adds_up_between_any_two_days(company):
    bring_up_to_date(workspace=company.workspace)
    before, after, moved = why_account_moved(account=company.silent, before=date(2026, 4, 5), after=NEWEST)
    assert moved.delta == after.explanation.score - before.explanation.score < 0
    assert sum(move.delta for move in moved.moves) == moved.delta


def test_without_a_scorecard_it_is_said_so(company):
    with pytest.raises(NoScorecard, match="no scorecard is in use"):
        explain_account(account=company.steady, day=NEWEST)


def test_an_account_is_found_by_its_id_in_the_files_then_by_ours_then_by_name(company):
    workspace_id = company.workspace.pk
    assert find_account(workspace_id=workspace_id, named="Steady") == company.steady
    assert find_account(workspace_id=workspace_id, named=str(company.far.pk)) == company.far
    other = company.account(str(company.far.pk))  # an external id that looks like one of ours wins
    assert find_account(workspace_id=workspace_id, named=str(company.far.pk)) == other
    assert find_account(workspace_id=workspace_id, named="Unheard of") is None


def test_the_share_of_assumed_known_times_is_told(company):
    assert assumed_shares(account=company.steady, known_on=None) == {"records": 0.0, "events": 0.0}
