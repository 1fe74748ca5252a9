"""Bulk actions: only what the person may edit, told what was skipped, each with a way back."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from tenure.accounts.models import Account, AccountOwner, RecordVersion
from tenure.foundation.models import Activity, Job
from tenure.playbooks.models import Cta
from tenure.web.models import BulkChange
from tenure.web.services.bulk import plan_bulk, run_bulk, undo_bulk


def said(browser):
    return [str(message) for message in browser.get("/portfolio/?view=all").context["messages"]]


def tags():
    return {account.name: account.tags for account in Account.objects.order_by("name")}


def owners():
    return dict(AccountOwner.objects.order_by("account__name").values_list("account__name", "user__name"))


@pytest.fixture
def trees(cast, book):
    return [book.customer(name, segment="Mid" if name < "C" else "Small") for name in ("Ash", "Birch", "Cedar")]


@pytest.fixture
def alice(cast, trees, as_person):
    return as_person(cast.alice)


def change(browser, query="", **form):
    return browser.post(f"/portfolio/change/?{query}", form)


def test_ticked_customers_get_another_owner_and_it_is_undone(alice, cast, trees):
    change(alice, ids=[trees[0].pk, trees[2].pk], act="owner", owner=cast.bob.pk)
    assert owners() == {"Ash": "Bob", "Birch": "Alice", "Cedar": "Bob"}
    assert said(alice) == ["2 customers changed."]
    done = BulkChange.objects.get()
    alice.post(f"/portfolio/change/{done.pk}/undo/")
    assert owners() == {"Ash": "Alice", "Birch": "Alice", "Cedar": "Alice"}
    assert said(alice) == ["Undone for 2 customers."]
    verbs = list(Activity.objects.filter(verb__startswith="bulk").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["bulk_change.done", "bulk_change.undone"]


def test_all_that_match_the_address_are_changed_not_only_the_page(alice):
    change(alice, "segment=Mid&sort=name", all="1", act="tag_add", tag="  autumn  plan ")
    assert tags() == {"Ash": ["autumn plan"], "Birch": ["autumn plan"], "Cedar": []}
    assert RecordVersion.objects.filter(kind="accounts").count() == 2


def test_a_tag_is_taken_away_and_comes_back_where_it_was(alice, trees):
    trees[0].tags = ["pilot", "vip"]
    trees[0].save()
    change(alice, all="1", act="tag_remove", tag="pilot")
    done = BulkChange.objects.get()
    assert (tags()["Ash"], done.changed, done.skipped) == (["vip"], 1, 0)
    alice.post(f"/portfolio/change/{done.pk}/undo/")
    assert sorted(tags()["Ash"]) == ["pilot", "vip"]


def test_undo_leaves_alone_what_somebody_changed_since(alice, cast, trees):
    change(alice, all="1", act="owner", owner=cast.bob.pk)
    AccountOwner.objects.filter(account=trees[1], role="csm").update(user=cast.root)
    alice.post(f"/portfolio/change/{BulkChange.objects.get().pk}/undo/")
    assert owners() == {"Ash": "Alice", "Birch": "Root", "Cedar": "Alice"}


def test_every_customer_gets_a_call_to_action_given_to_its_owner(alice, cast, trees):
    AccountOwner.objects.filter(account=trees[1]).delete()
    due = (timezone.localdate() + timedelta(days=9)).isoformat()
    change(alice, all="1", act="call", title="Ask about the autumn plan", due_on=due)
    calls = Cta.objects.order_by("account__name")
    assert [(one.account.name, one.owner and one.owner.name) for one in calls] == [
        ("Ash", "Alice"),
        ("Birch", None),
        ("Cedar", "Alice"),
    ]
    change(alice, all="1", act="call", title="Ask about the autumn plan", due_on=due)
    assert said(alice)[-1].startswith("0 customers changed. 3 were skipped")
    alice.post(f"/portfolio/change/{BulkChange.objects.last().pk}/undo/")
    assert Cta.objects.filter(closed_at__isnull=True).count() == 0


@pytest.mark.parametrize(
    "form",
    [
        {"act": "owner", "owner": "999999"},
        {"act": "tag_add", "tag": " "},
        {"act": "tag_add", "tag": "a,b"},
        {"act": "tag_add", "tag": "x" * 61},
        {"act": "call", "title": "", "due_on": "2100-01-01"},
        {"act": "call", "title": "Call", "due_on": "soon"},
        {"act": "delete"},
    ],
)
def test_what_cannot_be_is_refused_whole(alice, form):
    change(alice, all="1", **form)
    assert not BulkChange.objects.exists()
    assert len(said(alice)) == 1


def test_nothing_chosen_changes_nothing(alice):
    change(alice, act="tag_add", tag="x")
    change(alice, ids=["abc", "-1", "9" * 30], act="tag_add", tag="x")
    assert said(alice) == ["Choose customers first."] * 2


def test_a_stranger_and_a_reader_change_nothing_whatever_ids_they_send(cast, trees, as_person):
    ids = [one.pk for one in trees]
    assert change(as_person(cast.rita), ids=ids, act="tag_add", tag="x").status_code == 403
    for form in ({"ids": ids}, {"all": "1"}):
        change(as_person(cast.charlie), act="tag_add", tag="x", **form)
    assert set(map(tuple, tags().values())) == {()}


def test_accounts_that_went_out_of_reach_are_skipped_and_counted(cast, trees):
    planned = plan_bulk(actor=cast.bob, kind="tag_add", accounts=[one.pk for one in trees], params={"tag": "x"})
    trees[1].team = cast.south
    trees[1].save()
    done = run_bulk(change=planned)
    assert (done.changed, done.skipped) == (2, 1)
    assert tags()["Birch"] == []


def test_a_change_that_was_broken_off_goes_on_and_does_nothing_twice(cast, trees):
    ids = [one.pk for one in trees]
    planned = plan_bulk(actor=cast.alice, kind="tag_add", accounts=ids, params={"tag": "x"})
    planned.params["ids"] = ids[:1]
    run_bulk(change=planned)
    planned.params["ids"] = ids
    done = run_bulk(change=planned)
    assert (done.changed, done.skipped) == (3, 0)
    assert set(map(tuple, tags().values())) == {("x",)}


def test_only_who_did_it_undoes_it_and_only_once(alice, cast, trees, as_person):
    change(alice, all="1", act="tag_add", tag="x")
    address = f"/portfolio/change/{BulkChange.objects.get().pk}/undo/"
    for other in (cast.bob, cast.root):
        assert as_person(other).post(address).status_code == 404
    alice.post(address)
    alice.post(address)
    assert said(alice)[-1] == "This is undone already."
    assert set(map(tuple, tags().values())) == {()}


def test_very_many_are_changed_in_the_background(alice, cast, book, monkeypatch):
    monkeypatch.setattr("tenure.web.views.portfolio_bulk.AT_ONCE", 2)
    change(alice, all="1", act="tag_add", tag="x")
    assert "background" in said(alice)[0]
    job = Job.objects.get(kind="portfolio.change")
    done = run_bulk(change=BulkChange.objects.get(pk=job.params["change"]))
    assert done.changed == 3
    assert undo_bulk(actor=cast.alice, change=done) == 3


def test_the_chosen_rows_are_a_file(alice, cast, trees, as_person):
    form = {"ids": [trees[0].pk, trees[2].pk], "format": "csv"}
    file = alice.post("/portfolio/export/?sort=name&cols=segment", form).content.decode("utf-8-sig")
    assert [row["Customer"] for row in csv.DictReader(io.StringIO(file))] == ["Ash", "Cedar"]
    assert alice.post("/portfolio/export/", {"all": "1", "format": "xlsx"}).content.startswith(b"PK")
    assert b"Ash" in as_person(cast.rita).post("/portfolio/export/", form).content
    assert b"Ash" not in as_person(cast.charlie).post("/portfolio/export/", form).content


def test_what_can_be_done_comes_with_the_first_choice_and_knows_the_persons_own_scope(cast, trees, as_person):
    trees[0].tags = ["autumn"]
    trees[0].save()

    def offered(person):
        return as_person(person).get("/portfolio/choices/acts/", headers={"HX-Request": "true"}).content.decode()

    assert 'value="owner"' in offered(cast.alice)
    assert "Bob" in offered(cast.alice)
    assert "autumn" in offered(cast.alice)
    assert "autumn" not in offered(cast.charlie)
    assert 'value="owner"' not in offered(cast.rita)
    assert 'value="csv"' in offered(cast.rita)
