from datetime import date, datetime

from tenure.integrations.demo.types import DemoCompany, midnight

MAY_BE_FUTURE = {
    ("contracts", "start_date"),
    ("contracts", "end_date"),
    ("invoices", "due_on"),
    ("opportunities", "closes_on"),
}


def test_only_terms_and_due_dates_lie_after_today(each: DemoCompany) -> None:
    now = midnight(each.today)
    for kind, rows in each.records.items():
        for row in rows:
            for field, value in row.items():
                if isinstance(value, datetime):
                    assert value <= now, (kind, field, row)
                elif isinstance(value, date) and (kind, field) not in MAY_BE_FUTURE:
                    assert value <= each.today, (kind, field, row)


def test_nothing_is_known_before_it_happened(each: DemoCompany) -> None:
    happened = {
        "tickets": "opened_at",
        "surveys": "answered_at",
        "touchpoints": "occurred_at",
        "notes": "at",
    }
    for kind, field in happened.items():
        assert all(row["known_at"] >= row[field] for row in each.records[kind])
    for row in each.records["losses"]:
        assert row["known_at"].date() > row["lost_on"]
    for row in each.records["tickets"]:
        assert row["resolved_at"] is None or row["known_at"] >= row["resolved_at"]
    for row in each.records["invoices"]:
        assert row["paid_on"] is None or row["known_at"].date() >= row["paid_on"]


def test_events_end_yesterday_and_are_known_after_they_happened(each: DemoCompany) -> None:
    events = each.events
    now = int(midnight(each.today).timestamp()) * 1_000_000
    assert events.occurred_at.max() < now
    assert events.known_at.max() < now
    assert (events.known_at > events.occurred_at).all()
    assert (events.known_at[1:] >= events.known_at[:-1]).all()


def test_a_renewal_signed_early_begins_in_the_future(company: DemoCompany) -> None:
    account = next(story.account_id for story in company.stories if story.key == "early_renewal")
    lines = [row for row in company.latest("contracts").values() if row["account_id"] == account]
    renewed = [row for row in lines if row["start_date"] > company.today]
    assert renewed
    assert all(row["renewal_of"] and row["signed_on"] < company.today for row in renewed)
