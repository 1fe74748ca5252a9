"""The book in memory: what changes is seen at the next look, and a merged book is what a fresh one would be."""

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tenure.accounts.kinds import get_kind
from tenure.accounts.services.ownership import set_owners, set_team
from tenure.accounts.services.records import delete_record, save_record
from tenure.foundation.services import record_activity
from tenure.web.queries.book import forget_books, get_book
from tenure.web.queries.book.asking import Order, find
from tenure.web.queries.book.loading import load_facts
from tenure.web.queries.book.merging import merge
from tenure.web.queries.book.scope import visible_in
from tenure.web.queries.book.wanted import Wanted

ACCOUNTS = get_kind("accounts")


def seen(user):
    book = get_book(user.workspace_id)
    places = find(book, visible_in(book, user), Wanted(), user.pk)
    return [book.facts.names[place] for place in places]


def save(cast, account=None, **values):
    return save_record(kind=ACCOUNTS, actor=cast.alice, values=values, record=account)


@pytest.fixture
def trees(cast, book):
    return [book.customer(name, segment="Mid", mrr="10") for name in ("Ash", "Birch", "Cedar")]


def test_a_book_that_nothing_changed_is_the_same_object(cast, trees):
    assert get_book(cast.workspace.pk) is get_book(cast.workspace.pk)


def test_a_new_a_renamed_and_a_deleted_account_are_seen_at_once(cast, trees):
    assert seen(cast.alice) == ["Ash", "Birch", "Cedar"]
    save(cast, name="Apple")
    save(cast, trees[0], name="Zelkova")
    assert seen(cast.alice) == ["Apple", "Birch", "Cedar", "Zelkova"]
    delete_record(kind=ACCOUNTS, actor=cast.alice, record=trees[1])
    assert seen(cast.bob) == ["Apple", "Cedar", "Zelkova"]


def test_who_sees_an_account_is_asked_of_the_database_each_time(cast, trees):
    assert seen(cast.charlie) == []
    cast.charlie.teams.add(cast.north)
    assert seen(cast.charlie) == ["Ash", "Birch", "Cedar"]
    cast.charlie.teams.clear()
    assert seen(cast.charlie) == []
    set_owners(actor=cast.alice, account=trees[0], people={"owner": cast.charlie})
    assert seen(cast.charlie) == ["Ash"]
    set_team(actor=cast.root, account=trees[0], team=cast.south)
    assert seen(cast.alice) == ["Birch", "Cedar"]


def test_a_closed_person_sees_nothing(cast, trees):
    cast.alice.is_active = False
    cast.alice.save()
    assert seen(cast.alice) == []


def test_a_touch_and_a_changed_owner_are_in_the_book(cast, book, trees):
    get_book(cast.workspace.pk)
    save_record(
        kind=get_kind("touchpoints"),
        actor=cast.alice,
        values={"account_id": trees[1].pk, "subject": "Call", "occurred_at": timezone.now()},
    )
    set_owners(actor=cast.alice, account=trees[1], people={"owner": cast.bob})
    facts = get_book(cast.workspace.pk).facts
    assert np.isnan(facts.numbers["touch"]).tolist() == [True, False, True]
    assert [facts.texts["owner"].at(place) for place in range(3)] == ["Alice", "Bob", "Alice"]


def test_what_may_touch_any_account_reads_the_book_anew(cast, trees):
    before = get_book(cast.workspace.pk)
    trees[0].name = "Aspen"
    trees[0].save()
    assert get_book(cast.workspace.pk) is before
    record_activity(actor=None, workspace=cast.workspace, verb="import.finished")
    assert seen(cast.alice) == ["Aspen", "Birch", "Cedar"]


def test_a_merged_book_is_what_a_fresh_one_would_be(cast, book, trees):
    day = timezone.localdate()
    before = load_facts(workspace_id=cast.workspace.pk, day=day)
    book.customer("Aspen", mrr="7", currency="EUR", segment="Small", tags=["new"], custom={"City": "Ulm"})
    book.line(trees[1], "5")
    book.call(trees[2], amount="300")
    trees[0].segment = ""
    trees[0].save()
    ids = before.ids.tolist()
    trees[2].tags = ["old"]
    trees[2].save()
    fresh = load_facts(workspace_id=cast.workspace.pk, day=day)
    changed = {int(pk) for pk in fresh.ids} | set(ids[:1])
    merged = merge(before, load_facts(workspace_id=cast.workspace.pk, day=day, only=changed), np.array(list(changed)))
    same(merged, fresh)


def test_accounts_that_stay_in_place_are_laid_over(cast, book, trees):
    day = timezone.localdate()
    before = load_facts(workspace_id=cast.workspace.pk, day=day)
    assert len(before.places_of(before.ids)) == 3
    trees[1].segment, trees[1].custom, trees[1].tags = "Large", {"City": "Ulm"}, ["vip"]
    trees[1].save()
    book.line(trees[1], "5", currency="EUR")
    book.call(trees[1], amount="300")
    fresh = load_facts(workspace_id=cast.workspace.pk, day=day)
    changed = np.array([trees[1].pk])
    merged = merge(before, load_facts(workspace_id=cast.workspace.pk, day=day, only=changed.tolist()), changed)
    assert merged.ids is before.ids
    same(merged, fresh)


def same(merged, fresh):
    """Two states of a book say the same of every account."""
    assert merged.ids.tolist() == fresh.ids.tolist()
    assert list(merged.names) == list(fresh.names)
    for name, texts in fresh.texts.items():
        every = range(len(fresh))
        assert [merged.texts[name].at(at) for at in every] == [texts.at(at) for at in every], name
    for name, numbers in fresh.numbers.items():
        np.testing.assert_array_equal(merged.numbers[name], numbers)
    np.testing.assert_array_equal(merged.arr.amounts, fresh.arr.amounts)
    np.testing.assert_array_equal(merged.risk.amounts, fresh.risk.amounts)
    assert merged.tags.of_place == fresh.tags.of_place


def test_a_page_found_without_sorting_all_is_that_of_a_full_sort():
    rng = np.random.default_rng(7)
    places = np.arange(20_000)
    key = rng.integers(0, 50, len(places)).astype(float)
    key[rng.random(len(places)) < 0.3] = np.nan
    for descending in (False, True):

        def rank(place, sign=-1 if descending else 1):
            return (np.isnan(key[place]), sign * np.nan_to_num(key[place]), place)

        expected = sorted(places.tolist(), key=rank)
        order = Order(places, key, descending=descending)
        for start in (0, 50, 5_000, 19_990):
            assert order.between(start, start + 50).tolist() == expected[start : start + 50]


def test_a_dropped_book_is_read_again(cast, trees):
    before = get_book(cast.workspace.pk)
    forget_books()
    assert get_book(cast.workspace.pk) is not before


def test_the_page_asks_no_more_queries_for_more_customers(cast, book, trees, as_person):
    browser = as_person(cast.alice)

    def asked():
        counts = []
        for query in ("view=all", "group=owner", "display=map", "sort=-health&cols=arr", "where=tag~is~x"):
            browser.get(f"/portfolio/?{query}")
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(f"/portfolio/?{query}").status_code == 200
            counts.append(len(queries))
        return counts

    few = asked()
    for number in range(8):
        book.customer(f"Maple {number}", score=5000, band="amber", tags=["x"])
    forget_books()
    assert asked() == few
