"""The API: the same scope and the same numbers as the pages."""

import pytest

from .people import bring, days_ago, theirs

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def filled(cast):
    cast.ours, cast.theirs = cast.account(), theirs(cast)
    bring(cast, cast.ours, properties='{"plan": "pro"}', seconds=30)
    bring(cast, cast.theirs, name="secret.kind", users=("zoe",))
    bring(cast, cast.ours, count=2, days=range(1, 2), users=("ann",))
    return cast


def test_the_catalogue_is_that_of_the_caller(filled, as_person):
    (kind,) = as_person(filled.alice).get(f"{API}/events/kinds").json()
    assert (kind["name"], kind["events"], kind["accounts"], kind["users"]) == ("report.opened", 20, 1, 2)
    assert kind["last_on"] == days_ago(1).date().isoformat()
    assert sum(kind["weeks"]) == 20
    names = {kind["name"] for kind in as_person(filled.root).get(f"{API}/events/kinds").json()}
    assert names == {"report.opened", "secret.kind"}


def test_a_kind_is_described_by_who_may_write(filled, as_person):
    body = {"name": "report.opened", "description": "Opened a report."}

    def describe(person, body):
        return as_person(person).patch(f"{API}/events/kinds", body, content_type="application/json")

    assert describe(filled.rita, body).status_code == 403
    assert describe(filled.alice, {**body, "name": "secret.kind"}).status_code == 404
    assert describe(filled.alice, {**body, "description": "x" * 2001}).status_code == 422
    assert describe(filled.alice, body).json()["description"] == "Opened a report."


def test_usage_by_day_has_every_day(filled, as_person):
    url = f"{API}/accounts/{filled.ours.pk}/usage"
    query = {"first": days_ago(11).date().isoformat(), "last": days_ago(0).date().isoformat()}
    days = as_person(filled.rita).get(url, query).json()
    assert len(days) == 12
    assert [day["events"] for day in days] == [0, *[2] * 10, 0]
    assert days[3] == {
        "day": days_ago(8).date().isoformat(), "events": 2, "active_users": 2, "logins": 0, "seconds": 60,
    }  # fmt: skip
    assert as_person(filled.charlie).get(url, query).status_code == 404
    assert as_person(filled.rita).get(url, {**query, "known_at": "2025-12-31"}).json()[3]["events"] == 0
    assert as_person(filled.rita).get(url, {**query, "first": "2001-01-01"}).status_code == 422


def test_single_events_come_with_their_properties_newest_first(filled, as_person):
    url = f"{API}/accounts/{filled.ours.pk}/events"
    query = {"first": days_ago(3).date().isoformat(), "last": days_ago(1).date().isoformat(), "limit": 4}
    page = as_person(filled.bob).get(url, query).json()
    assert page["total"] == 6
    assert len(page["data"]) == 4
    assert page["data"][0]["properties"] == {"plan": "pro"}
    times = [event["occurred_at"] for event in page["data"]]
    assert times == sorted(times, reverse=True)
    rest = as_person(filled.bob).get(url, {**query, "offset": 4}).json()
    assert len(rest["data"]) == 2
    assert as_person(filled.bob).get(url, {**query, "user_id": "ann", "name": "report.opened"}).json()["total"] == 3
    assert as_person(filled.charlie).get(url, query).status_code == 404


def test_refused_events_are_those_of_the_caller(filled, as_person):
    page = as_person(filled.alice).get(f"{API}/events/refused").json()
    assert page["total"] == 1
    assert page["data"][0]["reason"] == "other_content"
    assert page["data"][0]["account_id"] == filled.ours.pk
    assert as_person(filled.charlie).get(f"{API}/events/refused").json() == {"total": 0, "data": []}


def test_nobody_gets_anything_without_signing_in(filled, client):
    for path in (
        "events/kinds",
        "events/refused",
        f"accounts/{filled.ours.pk}/usage?first=2025-01-01&last=2025-01-02",
    ):
        assert client.get(f"{API}/{path}").status_code == 401
