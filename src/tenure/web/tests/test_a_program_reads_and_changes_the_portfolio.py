"""The API of the portfolio: the words of the page's address, its rows, groups and totals; many changed at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tenure.accounts.models import Account, AccountOwner
from tenure.foundation.models import Job
from tenure.web.models import BulkChange
from tenure.web.services.bulk import run_bulk

ROWS, BULK = "/api/v1/portfolio", "/api/v1/portfolio/bulk"


@pytest.fixture
def trees(cast, book):
    return [
        book.customer("Ash", mrr="300", segment="Mid", score=8800, band="green", tags=["pilot"]),
        book.customer("Birch", mrr="100", currency="EUR", segment="Mid", score=3000, band="red", ends_in=30),
        book.customer("Cedar", mrr=None, segment="Small", custom={"Tier": "gold"}),
    ]


@pytest.fixture
def alice(cast, trees, as_person):
    return as_person(cast.alice)


def names(browser, query):
    answer = browser.get(f"{ROWS}?{query}")
    assert answer.status_code == 200, answer.content
    return [row["name"] for row in answer.json()["results"]]


def pages_names(browser, query):
    return [row.name for row in browser.get(f"/portfolio/?{query}").context["table"].page]


@pytest.mark.parametrize(
    "query",
    [
        "view=all",
        "sort=name",
        "sort=-name",
        "sort=health",
        "band=red",
        "band=none",
        "segment=Mid&sort=name",
        "owner=me",
        "owner=none",
        "renewal=90",
        "paying=no",
        "q=EDA",
        "where=tag~is~pilot",
        "where=health~ge~50&where=segment~is~mid",
        "where=custom.Tier~known",
        "where=renewal~unknown",
    ],
)
def test_rows_are_those_of_the_page_in_its_order(alice, query):
    assert names(alice, query) == pages_names(alice, query)


def test_a_row_has_the_chosen_columns_as_values_and_keys(alice, cast, trees):
    columns = ("arr", "segment", "owner", "band", "tags", "health", "renewal")
    answer = alice.get(f"{ROWS}?band=red&" + "&".join(f"cols={name}" for name in columns)).json()
    assert answer["results"] == [
        {
            "id": trees[1].pk,
            "name": "Birch",
            "values": {
                "health": 30.0,
                "arr": {"amount": "1200.00", "currency": "EUR"},
                "renewal": (timezone.localdate() + timedelta(days=30)).isoformat(),
                "segment": "Mid",
                "owner": "Alice",
                "band": "At risk",
                "tags": [],
            },
            "keys": {"segment": "Mid", "owner": str(cast.alice.pk), "band": "red"},
        }
    ]
    kinds = {column["name"]: column["kind"] for column in answer["columns"]}
    assert kinds == {
        "name": "text",
        "health": "number",
        "arr": "money",
        "renewal": "date",
        "segment": "text",
        "owner": "text",
        "band": "text",
        "tags": "texts",
    }


def test_groups_and_totals_keep_currencies_apart(alice):
    answer = alice.get(f"{ROWS}?group=segment&per_page=1").json()
    assert (answer["count"], len(answer["results"])) == (3, 1)
    assert answer["totals"]["arr"] == {"EUR": "1200.00", "USD": "3600.00"}
    groups = [(group["label"], group["count"], group["arr"], group["query"]) for group in answer["groups"]]
    assert groups == [
        ("Mid", 2, {"EUR": "1200.00", "USD": "3600.00"}, "segment=Mid"),
        ("Small", 1, {}, "segment=Small"),
    ]
    assert names(alice, groups[1][3]) == ["Cedar"]
    assert answer["read_at"]
    assert not answer["is_behind"]


def test_groups_of_nothing_are_none_on_the_page_too(alice):
    assert alice.get(f"{ROWS}?group=segment&q=zzz").json()["groups"] == []
    assert alice.get("/portfolio/?group=segment&q=zzz").status_code == 200


def test_pages_follow_each_other_and_end(alice):
    found = [names(alice, f"sort=name&per_page=2&page={page}") for page in (1, 2, 3)]
    assert found == [["Ash", "Birch"], ["Cedar"], []]
    assert alice.get(f"{ROWS}?per_page=201").status_code == 422


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("bnad=red", "/bnad"),
        ("band=rad", "/band"),
        ("paying=maybe", "/paying"),
        ("renewal=soon", "/renewal"),
        ("sort=-luck", "/sort"),
        ("sort=tags", "/sort"),
        ("group=name", "/group"),
        ("cols=luck", "/cols"),
        ("where=luck~ge~3", "/where"),
        ("where=health", "/where"),
        ("where=health~ge~much", "/where"),
        ("where=segment~ge~3", "/where"),
        ("where=health~is~88", "/where"),
        ("&".join(["where=health~known"] * 21), "/where"),
    ],
)
def test_a_word_that_means_nothing_is_told_not_overlooked(alice, query, pointer):
    answer = alice.get(f"{ROWS}?{query}")
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    changed = bulk(alice, act="tag_add", tag="x", query=query)
    assert changed.status_code == 422
    assert not BulkChange.objects.exists()


def test_every_column_can_be_asked_for_by_its_name(alice):
    found = alice.get("/api/v1/portfolio/columns").json()
    chosen = "&".join(f"cols={column['name']}" for column in found["columns"])
    answer = alice.get(f"{ROWS}?{chosen}").json()
    assert [one["name"] for one in answer["columns"]] == [one["name"] for one in found["columns"]]
    assert {"segment", "owner", "tag", "renewal_month", "custom.Tier"} <= {one["name"] for one in found["groups"]}
    for one in found["groups"]:
        groups = alice.get(f"{ROWS}?group={one['name']}").json()["groups"]
        assert sum(group["count"] for group in groups) >= 3


def test_nothing_is_there_beyond_the_scope(cast, trees, as_person):
    charlie = as_person(cast.charlie)
    answer = charlie.get(f"{ROWS}?group=segment").json()
    assert (answer["count"], answer["results"], answer["groups"], answer["totals"]["arr"]) == (0, [], [], {})
    assert "custom.Tier" not in charlie.get("/api/v1/portfolio/columns").content.decode()
    assert bulk(charlie, act="tag_add", tag="x", account_ids=[one.pk for one in trees]).status_code == 422
    assert bulk(charlie, act="tag_add", tag="x", query="").status_code == 422
    assert not BulkChange.objects.exists()


def bulk(browser, **body):
    return browser.post(BULK, body, content_type="application/json")


def test_chosen_accounts_are_changed_and_what_was_refused_is_told(alice, cast, trees):
    ids = [trees[0].pk, trees[1].pk, 987_654]
    answer = bulk(alice, act="tag_add", tag="pilot", account_ids=ids)
    told = answer.json()
    assert answer.status_code == 200
    assert (told["state"], told["changed"], told["unchanged"]) == ("done", [trees[1].pk], [trees[0].pk])
    assert [(one["account_id"], "no such account" in one["reason"]) for one in told["refused"]] == [(987_654, True)]
    assert Account.objects.get(pk=trees[1].pk).tags == ["pilot"]
    undone = alice.post(f"{BULK}/{told['id']}/undo")
    assert (undone.status_code, undone.json()["state"]) == (200, "undone")
    assert Account.objects.get(pk=trees[1].pk).tags == []
    assert alice.post(f"{BULK}/{told['id']}/undo").status_code == 409


def test_all_that_match_a_query_are_given_to_somebody(alice, cast):
    told = bulk(alice, act="owner", owner_id=cast.bob.pk, query="segment=Mid&sort=name").json()
    assert len(told["changed"]) == 2
    owners = dict(AccountOwner.objects.values_list("account__name", "user__name"))
    assert owners == {"Ash": "Bob", "Birch": "Bob", "Cedar": "Alice"}


def test_a_call_that_is_open_already_is_refused_with_the_reason(alice, trees):
    body = {
        "act": "call",
        "title": "Ask about autumn",
        "due_on": (timezone.localdate() + timedelta(days=9)).isoformat(),
    }
    assert len(bulk(alice, **body, query="").json()["changed"]) == 3
    told = bulk(alice, **body, account_ids=[trees[0].pk]).json()
    assert (told["changed"], [one["account_id"] for one in told["refused"]]) == ([], [trees[0].pk])
    assert told["refused"][0]["reason"]
    assert alice.get(f"{BULK}/{told['id']}").json() == told


@pytest.mark.parametrize(
    "body",
    [
        {"act": "tag_add", "tag": "x"},
        {"act": "tag_add", "tag": "x", "query": "", "account_ids": [1]},
        {"act": "tag_add", "tag": " ", "query": ""},
        {"act": "owner", "owner_id": 999_999, "query": ""},
        {"act": "call", "title": "Call", "query": ""},
        {"act": "delete", "query": ""},
        {"act": "tag_add", "tag": "x", "account_ids": []},
    ],
)
def test_what_cannot_be_is_refused_whole(alice, body):
    assert bulk(alice, **body).status_code == 422
    assert not BulkChange.objects.exists()


def test_very_many_wait_for_the_worker_and_are_told_then(alice, cast, as_person, monkeypatch):
    monkeypatch.setattr("tenure.web.api.bulk.AT_ONCE", 2)
    answer = bulk(alice, act="tag_add", tag="x", query="")
    told = answer.json()
    assert (answer.status_code, told["state"], told["changed"], told["unchanged"]) == (202, "waiting", [], [])
    assert alice.post(f"{BULK}/{told['id']}/undo").status_code == 409
    run_bulk(change=BulkChange.objects.get(pk=Job.objects.get(kind="portfolio.change").params["change"]))
    told = alice.get(f"{BULK}/{told['id']}").json()
    assert (told["state"], len(told["changed"])) == ("done", 3)
    assert as_person(cast.root).get(f"{BULK}/{told['id']}").status_code == 404
    assert alice.post(f"{BULK}/{told['id']}/undo").status_code == 202
    assert Job.objects.filter(kind="portfolio.undo").count() == 1
