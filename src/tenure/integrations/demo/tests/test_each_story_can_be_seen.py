from datetime import timedelta

import pytest

from tenure.integrations.demo.tests.figures import logins, mrr_by_account, users
from tenure.integrations.demo.types import DemoCompany, Row, Story, midnight


def story(company: DemoCompany, key: str) -> Story:
    return next(story for story in company.stories if story.key == key)


def rows(company: DemoCompany, kind: str, key: str) -> list[Row]:
    account = story(company, key).account_id
    return [row for row in company.latest(kind).values() if row["account_id"] == account]


@pytest.mark.parametrize("language", ["company", "chinese"])
def test_every_story_names_its_account(language: str, request: pytest.FixtureRequest) -> None:
    demo: DemoCompany = request.getfixturevalue(language)
    accounts = demo.latest("accounts")
    assert len(demo.stories) == 12
    for told in demo.stories:
        assert accounts[told.account_id]["name"] == told.account_name
        assert told.title
        assert len(told.see) > 20


def test_the_silent_churner_fades_without_a_word(company: DemoCompany) -> None:
    account = story(company, "silent_churner").account_id
    assert logins(company, account, 1, 28) < 0.4 * logins(company, account, 120, 147)
    today = midnight(company.today)
    assert not [r for r in rows(company, "tickets", "silent_churner") if (today - r["opened_at"]).days < 120]
    answered = {
        row["outcome"]
        for row in rows(company, "touchpoints", "silent_churner")
        if (today - row["occurred_at"]).days < 100
    }
    assert answered == {"No answer"}
    assert max(row["end_date"] for row in rows(company, "contracts", "silent_churner")) == company.today + timedelta(
        days=41
    )


def test_the_champion_left_and_we_learnt_it_late(company: DemoCompany) -> None:
    champions = [row for row in rows(company, "contacts", "champion_left") if row["role"] == "champion"]
    assert len(champions) == 1
    assert (company.today - champions[0]["left_on"]).days == 49
    assert (champions[0]["known_at"].date() - champions[0]["left_on"]).days == 9
    account = story(company, "champion_left").account_id
    assert users(company, account, 1, 28) < 0.6 * users(company, account, 60, 87)


def test_seats_grow_in_three_steps_and_are_in_use(company: DemoCompany) -> None:
    seats = [row for row in rows(company, "contracts", "seat_growth") if row["product"] == "core"]
    now = [row for row in seats if row["end_date"] > company.today]
    assert sum(row["quantity"] for row in now) == 64
    assert sum(1 for row in now if row["amends"]) == 3
    assert users(company, story(company, "seat_growth").account_id, 1, 28) >= 50
    assert [
        row
        for row in rows(company, "opportunities", "seat_growth")
        if not row["is_closed"] and row["kind"] == "expansion"
    ]


def test_the_onboarding_never_started(company: DemoCompany) -> None:
    signed = min(row["start_date"] for row in rows(company, "contracts", "bad_onboarding"))
    assert 70 <= (company.today - signed).days <= 84
    assert users(company, story(company, "bad_onboarding").account_id, 1, 90) <= 5
    assert [row for row in rows(company, "tickets", "bad_onboarding") if row["resolved_at"] is None]
    assert [row["score"] for row in rows(company, "surveys", "bad_onboarding") if row["kind"] == "ces"] == [2]


def test_the_angry_customer_uses_much_and_complains_much(company: DemoCompany) -> None:
    account = story(company, "angry_tickets").account_id
    recent = [
        r for r in rows(company, "tickets", "angry_tickets") if (midnight(company.today) - r["opened_at"]).days < 22
    ]
    assert sum(1 for row in recent if row["severity"] == 1) >= 3
    assert any(row["escalated"] for row in recent)
    assert logins(company, account, 1, 28) > 0.85 * logins(company, account, 120, 147)
    assert any(r["status"] == "overdue" for r in rows(company, "invoices", "angry_tickets"))
    assert any(row["kind"] == "nps" and row["score"] == 2 for row in rows(company, "surveys", "angry_tickets"))


def test_the_late_churn_changes_the_retention_that_was_reported(company: DemoCompany) -> None:
    lost = rows(company, "losses", "late_churn")[0]
    assert (company.today - lost["lost_on"]).days == 42
    assert (lost["known_at"].date() - lost["lost_on"]).days == 17


def test_the_corrected_amount_was_too_high_for_24_days(company: DemoCompany) -> None:
    account = story(company, "corrected_mrr").account_id
    versions = [row for row in company.records["contracts"] if row["account_id"] == account]
    corrected = max(row["known_at"] for row in versions)
    first = next(row for row in versions if row["line_id"] == "C-0053-2-1")
    assert (corrected.date() - first["known_at"].date()).days == 24
    then = mrr_by_account(company.latest("contracts", corrected - timedelta(days=2)).values(), corrected.date())
    now = mrr_by_account(company.latest("contracts").values(), corrected.date())
    assert float(then[account] / now[account]) > 1.1


def test_the_reactivated_customer_was_gone_for_months(company: DemoCompany) -> None:
    account = story(company, "reactivated").account_id
    lines = company.latest("contracts").values()
    for ago, paying in ((400, True), (200, False), (30, True)):
        assert (account in mrr_by_account(lines, company.today - timedelta(days=ago))) is paying


def test_the_recovered_customer_fell_and_rose(company: DemoCompany) -> None:
    account = story(company, "recovered").account_id
    before, fallen, now = (logins(company, account, first, first + 27) for first in (290, 190, 1))
    assert fallen < 0.35 * before
    assert now > 0.85 * before


def test_the_referrer_and_the_group_have_their_customers(company: DemoCompany) -> None:
    accounts = company.latest("accounts")
    group = story(company, "parent").account_id
    assert sum(1 for row in accounts.values() if row["parent_id"] == group) == 3
    assert any(row["kind"] == "nps" and row["score"] == 10 for row in rows(company, "surveys", "referrer"))
    assert sum(1 for row in accounts.values() if row["source"] == "Referral") > 10
