"""The API of today's list, an account's timeline and search: as the pages show them."""

from datetime import timedelta

import pytest
from django.utils import timezone


def test_today_has_the_calls_of_the_page_with_their_factors_and_figures(cast, book, as_person):
    account = book.customer("Ash", ends_in=30)
    call, later = book.call(account, due_in=-7), book.call(account, due_in=20, reason="hand.1")
    alice = as_person(cast.alice)
    answer = alice.get("/api/v1/today").json()
    listing = alice.get("/").context["listing"]
    assert (answer["whose"], answer["count"], answer["day"]) == ("mine", 2, timezone.localdate().isoformat())
    assert [(group["name"], [one["id"] for one in group["calls"]]) for group in answer["groups"]] == [
        (group.name, [row.cta.pk for row in group.rows]) for group in listing.groups
    ]
    first = answer["groups"][0]["calls"][0]
    assert (first["id"], first["account"], first["renewal_on"] is not None) == (call.pk, "Ash", True)
    factors = first["factors"]
    assert (factors["amount"], factors["days"], factors["urgency"], factors["weight"]) == ("1200.00", -7, 1.5, 1.0)
    assert first["priority"] == pytest.approx(factors["money"] * factors["weight"] * factors["urgency"], abs=0.01)
    figures = answer["figures"]
    assert (figures["at_risk"], figures["risk_accounts"]) == ({"USD": "1200.00"}, 1)
    assert (figures["renewals"], figures["renewal_arr"], figures["done"]) == (1, {"USD": "1200.00"}, 0)
    assert later.pk in [one["id"] for one in answer["groups"][-1]["calls"]]


def test_whose_list_it_is_can_be_chosen_within_the_scope(cast, book, as_person):
    book.call(book.customer("Ash"))
    assert as_person(cast.bob).get("/api/v1/today").json()["whose"] == "team"
    assert as_person(cast.bob).get("/api/v1/today?whose=mine").json()["count"] == 0
    assert as_person(cast.rita).get("/api/v1/today?whose=team").json()["count"] == 1
    assert as_person(cast.charlie).get("/api/v1/today?whose=team").json()["count"] == 0
    assert as_person(cast.alice).get("/api/v1/today?whose=theirs").status_code == 422


def test_the_timeline_is_narrowed_and_goes_on_as_on_the_page(cast, book, as_person):
    account = book.customer("Ash", mrr=None)
    for number in range(30):
        book.touch(account, f"Call {number}", days_ago=number + 1)
    wang = book.contact(account, "Wang Lin")
    book.touch(account, "Lunch", days_ago=50, contact=wang)
    book.ticket(account, "Slow")
    alice, base = as_person(cast.alice), f"/api/v1/accounts/{account.pk}/timeline"
    first = alice.get(base).json()
    page = alice.get(f"/accounts/{account.pk}/timeline/").context["timeline"]
    assert [item["title"] for item in first["results"]] == [item.title for item in page.items]
    second = alice.get(base, {"before": first["before"]}).json()
    titles = [item["title"] for part in (first, second) for item in part["results"]]
    assert len(titles) == len(set(titles)) == 32
    assert {item["title"]: item["kind"] for item in first["results"]}["Ticket opened: Slow"] == "support"
    assert {item["kind"] for item in second["results"]} == {"contact"}
    assert second["before"] is None
    assert [one["title"] for one in alice.get(f"{base}?kind=support").json()["results"]] == ["Ticket opened: Slow"]
    key = next(one["key"] for one in first["people"] if one["name"] == "Wang Lin")
    assert [one["title"] for one in alice.get(base, {"who": key}).json()["results"]] == ["Lunch, with Wang Lin"]


@pytest.mark.parametrize("query", ["kind=weather", "who=c999", "before=soon", "before=2026-01-01T00:00:00"])
def test_what_a_timeline_cannot_be_narrowed_to_is_told(cast, book, as_person, query):
    account = book.customer("Ash", mrr=None)
    assert as_person(cast.alice).get(f"/api/v1/accounts/{account.pk}/timeline?{query}").status_code == 422


def test_search_finds_what_the_page_finds_within_the_scope(cast, book, as_person):
    account = book.customer("北京红隼科技", mrr=None)
    contact = book.contact(account, "Wang Lin")
    answer = as_person(cast.alice).get("/api/v1/search", {"q": "红隼"}).json()
    assert [(one["kind"], [hit["id"] for hit in one["results"]]) for one in answer] == [("accounts", [account.pk])]
    found = as_person(cast.rita).get("/api/v1/search?q=wang").json()[0]
    assert (found["kind"], found["results"][0]["id"], found["results"][0]["note"]) == (
        "contacts",
        contact.pk,
        "北京红隼科技",
    )
    assert as_person(cast.charlie).get("/api/v1/search", {"q": "红隼"}).json() == []
    assert as_person(cast.alice).get("/api/v1/search").status_code == 422


def test_what_is_due_later_than_the_limit_is_counted(cast, book, as_person):
    account = book.customer("Ash")
    for number in range(3):
        book.call(account, due_in=-number, reason=f"hand.{number}")
    group = as_person(cast.alice).get("/api/v1/today?limit=2").json()["groups"][0]
    assert (group["count"], len(group["calls"])) == (3, 2)
    assert group["calls"][0]["due_on"] == (timezone.localdate() - timedelta(days=2)).isoformat()
