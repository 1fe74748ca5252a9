"""The API opens, reads, gives, lets rest, ends and reopens calls, in the caller's scope."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tenure.playbooks.models import Cta

JSON = "application/json"


@pytest.fixture
def account(cast):
    return cast.account("Acme")


def due(days=3):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


@pytest.fixture
def cta(account, as_person, cast):
    given = {"account_id": account.pk, "kind": "risk", "title": "Call them", "due_on": due()}
    answer = as_person(cast.alice).post("/api/v1/ctas", given, content_type=JSON)
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_one_goes_through_its_whole_life(cast, cta, as_person):
    browser, path = as_person(cast.alice), f"/api/v1/ctas/{cta['id']}"
    assert (cta["state"], cta["says"], cta["owner_id"], cta["account"]) == ("open", "Call them", None, "Acme")
    given = browser.put(f"{path}/owner", {"owner_id": cast.bob.pk}, content_type=JSON).json()
    assert (given["owner_id"], given["owner"]) == (cast.bob.pk, "Bob")
    assert browser.patch(path, {"due_on": due(9)}, content_type=JSON).json()["due_on"] == due(9)
    resting = browser.post(f"{path}/snooze", {"until": due(5), "note": "Holiday"}, content_type=JSON)
    assert (resting.status_code, resting.json()["state"], resting.json()["rests_until"]) == (201, "resting", due(5))
    assert browser.delete(f"{path}/snooze").status_code == 204
    done = browser.post(f"{path}/completion", {"outcome": "lost", "note": "They left"}, content_type=JSON).json()
    assert (done["state"], done["outcome"], done["note"], done["priority"]) == ("done", "lost", "They left", None)
    assert browser.delete(f"{path}/completion").status_code == 204
    assert browser.get(path).json()["state"] == "open"


def test_the_list_is_asked_by_state_person_account_and_kind(cast, cta, account, as_person):
    browser = as_person(cast.bob)

    def count(query):
        return browser.get(f"/api/v1/ctas?{query}").json()["count"]

    assert [count(query) for query in ("", "whose=queue", "whose=mine", "state=done", "state=overdue")] == [
        1,
        1,
        0,
        0,
        0,
    ]
    assert (count(f"account_id={account.pk}"), count("account_id=999999"), count("kind=activity")) == (1, 0, 0)
    assert browser.get("/api/v1/ctas?state=nothing").status_code == 422


def test_each_person_reaches_what_their_scope_holds(cast, cta, as_person):
    path = f"/api/v1/ctas/{cta['id']}"
    assert as_person(cast.rita).get(path).status_code == 200
    assert as_person(cast.rita).post(f"{path}/completion", {}, content_type=JSON).status_code == 403
    assert as_person(cast.charlie).get(path).status_code == 404
    assert as_person(cast.charlie).get("/api/v1/ctas").json() == {"count": 0, "results": []}
    assert as_person(cast.charlie).post(f"{path}/completion", {}, content_type=JSON).status_code == 404
    assert Cta.objects.get().closed_at is None


def test_what_cannot_be_is_said_at_its_field(cast, cta, account, as_person):
    browser = as_person(cast.alice)
    again = {"account_id": account.pk, "kind": "risk", "title": "call THEM", "due_on": due()}
    for wrong, word in (
        (again, "title"),
        ({**again, "title": "New", "due_on": due(-1)}, "due_on"),
        ({**again, "title": "New", "account_id": 999_999}, "account_id"),
        ({**again, "title": "New", "owner_id": 999_999}, "owner_id"),
    ):
        answer = browser.post("/api/v1/ctas", wrong, content_type=JSON)
        assert answer.status_code == 422
        assert word in answer.content.decode()
    other = browser.put(f"/api/v1/ctas/{cta['id']}/owner", {"owner_id": cast.charlie.pk}, content_type=JSON)
    assert other.status_code == 422
    assert Cta.objects.count() == 1
