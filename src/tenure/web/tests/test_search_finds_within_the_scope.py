"""Search over customers, people, tickets, notes; in Chinese, too; never beyond the scope."""

import pytest

from tenure.accounts.models import ExternalId
from tenure.web.queries.search import search


@pytest.fixture
def account(cast, book):
    account = book.customer("北京红隼科技", mrr=None)
    book.contact(account, "Wang Lin", email="lin@example.com")
    book.ticket(account, "报表很慢")
    book.note(account, "plans two more sites")
    ExternalId.objects.create(workspace=cast.workspace, kind="accounts", value="A-77", record_id=account.pk)
    return account


def found(person, text):
    return [hit.title for group in search(user=person, text=text) for hit in group.rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("红隼", ["北京红隼科技"]),
        ("wang", ["Wang Lin"]),
        ("LIN@EXAMPLE", ["Wang Lin"]),
        ("报表", ["报表很慢"]),
        ("more sites", ["plans two more sites"]),
        ("a-77", ["北京红隼科技"]),
        ("  ", []),
        ("%", []),
    ],
)
def test_a_few_letters_are_enough(cast, account, text, expected):
    assert found(cast.alice, text) == expected


def test_a_stranger_finds_nothing_and_a_reader_finds(cast, account):
    assert found(cast.charlie, "红隼") == []
    assert found(cast.rita, "红隼") == ["北京红隼科技"]


def test_typing_shows_a_part_and_enter_a_page(cast, account, as_person):
    browser = as_person(cast.alice)
    part = browser.get("/search/?q=红隼", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert f"/accounts/{account.pk}/" in part
    page = browser.get("/search/?q=红隼").content.decode()
    assert "<html" in page
    assert "北京红隼科技" in page


def test_what_was_typed_comes_back_as_text(cast, as_person):
    body = as_person(cast.alice).get("/search/?q=<script>x</script>").content.decode()
    assert "<script>x" not in body


def test_the_palette_gets_options_of_a_listbox_within_the_scope(cast, account, as_person):
    part = {"HX-Request": "true"}
    body = as_person(cast.alice).get("/search/?q=隼&part=palette", headers=part).content.decode()
    assert 'role="option"' in body
    assert f'href="/accounts/{account.pk}/"' in body
    assert "<html" not in body
    assert "option" not in as_person(cast.charlie).get("/search/?q=隼&part=palette", headers=part).content.decode()


def test_names_that_begin_with_the_text_come_first(cast, book):
    for name in ("Alpha Kite", "Kite & Co", "Red Kite"):
        book.customer(name, mrr=None)
    assert found(cast.alice, "kite") == ["Kite & Co", "Alpha Kite", "Red Kite"]


@pytest.mark.parametrize("text", ["ÜBER", "über", "Über", "Über GmbH", "ÜBER GMBH", "über gmbh"])
def test_case_is_ignored_beyond_ascii(cast, book, text):
    account = book.customer("Über GmbH", mrr=None)
    book.contact(account, "Wang Lin")
    book.ticket(account, "Bericht über GmbH, Über uns")
    assert found(cast.alice, text)[0] == "Über GmbH"
    assert len(found(cast.alice, text)) == 2


@pytest.mark.parametrize("address", ["/records/accounts/?q={}", "/records/accounts/options/?q={}"])
def test_lists_and_suggestions_ignore_it_too(cast, book, as_person, address):
    book.customer("Über GmbH", mrr=None)
    assert "Über GmbH" in as_person(cast.alice).get(address.format("ÜBER gmbh")).content.decode()
