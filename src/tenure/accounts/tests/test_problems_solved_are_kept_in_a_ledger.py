"""The ledger of problems solved: kept by hand or from a ticket, added up, printed, in the API."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.html import escape

from tenure.accounts.kinds import get_kind
from tenure.accounts.models import SolvedProblem
from tenure.accounts.queries.solved import get_ledger
from tenure.accounts.services.records import save_record
from tenure.accounts.tests.examples import make_example

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return cast.account("Acme")


@pytest.fixture
def solve(cast, account):
    def run(problem, **values):
        given = {"account_id": account.pk, "problem": problem, "solved_on": date(2026, 4, 2), **values}
        return save_record(kind=get_kind("problems"), actor=cast.alice, values=given)

    return run


def test_the_ledger_adds_up_by_currency_and_counts_who_saw_it_first(account, solve):
    solve("Export", saved_amount=Decimal(4800), currency="USD", found_by="us")
    solve("Login", saved_amount=Decimal(200), currency="USD", found_by="customer")
    solve("Label", saved_amount=Decimal(10), currency="EUR")
    solve("Old", solved_on=date(2025, 1, 1), found_by="us")
    ledger = get_ledger(account=account)
    assert [row.problem for row in ledger.rows] == ["Label", "Login", "Export", "Old"]
    assert ledger.saved == [("EUR", Decimal(10)), ("USD", Decimal(5000))]
    assert (ledger.found_by_us, ledger.found_known) == (2, 3)
    this_year = get_ledger(account=account, since=date(2026, 1, 1), until=date(2026, 4, 2))
    assert [row.problem for row in this_year.rows] == ["Label", "Login", "Export"]
    assert get_ledger(account=account, until=date(2024, 1, 1)).rows == []


def test_one_is_added_by_hand_and_stands_on_the_account_page_and_the_timeline(cast, account, as_person):
    bob = as_person(cast.bob)
    form = bob.get(f"/records/problems/new/?account={account.pk}").content.decode()
    assert "Acme #" in form
    given = {"account_id": f"Acme #{account.pk}", "problem": "Exports stop", "solved_on": "2026-04-02"}
    assert bob.post("/records/problems/new/", {**given, "effect": "Saves 3 hours"}).status_code == 302
    page = bob.get(f"/accounts/{account.pk}/").content.decode()
    assert "Saves 3 hours" in page.split("panel-solved")[1]
    assert "Problem solved: Exports stop" in page


def test_a_solved_ticket_fills_in_the_form(cast, account, as_person):
    who = make_example("contacts", cast, account)
    ticket = save_record(
        kind=get_kind("tickets"),
        actor=cast.alice,
        values={
            "account_id": account.pk,
            "contact_id": who.pk,
            "subject": "Export is slow & long",
            "opened_at": datetime(2026, 3, 1, tzinfo=UTC),
            "resolved_at": datetime(2026, 3, 4, 12, tzinfo=UTC),
        },
    )
    alice = as_person(cast.alice)
    page = alice.get(f"/records/tickets/{ticket.pk}/").content.decode()
    address = page.split('href="/records/problems/new/')[1].split('"')[0].replace("&amp;", "&")
    form = alice.get(f"/records/problems/new/{address}").content.decode()
    for text in (f"{ticket.subject} #{ticket.pk}", f"Grace Park #{who.pk}", "2026-03-04", f"Acme #{account.pk}"):
        assert f'value="{escape(text)}"' in form
    assert "/records/problems/new/" not in as_person(cast.rita).get(f"/records/tickets/{ticket.pk}/").content.decode()


def test_a_ticket_of_another_customer_proves_nothing(cast, account, as_person):
    other = make_example("tickets", cast, cast.account("Other"))
    given = {"account_id": f"Acme #{account.pk}", "problem": "X", "solved_on": "2026-04-02"}
    answer = as_person(cast.bob).post("/records/problems/new/", {**given, "ticket_id": f"Export #{other.pk}"})
    assert answer.status_code == 422
    assert not SolvedProblem.objects.exists()


def test_only_an_address_is_a_link(cast, account, solve, as_person):
    solve("One", proof="https://example.com/report")
    solve("Two", proof="javascript:alert(1)")
    page = as_person(cast.rita).get(f"/accounts/{account.pk}/problems-solved/").content.decode()
    assert 'href="https://example.com/report"' in page
    assert 'href="javascript' not in page
    assert "Add a solved problem" not in page


def test_the_printed_ledger_can_be_narrowed_to_a_period(cast, account, solve, as_person):
    solve("Recent")
    solve("Ancient", solved_on=date(2020, 1, 1))
    bob = as_person(cast.bob)
    address = f"/accounts/{account.pk}/problems-solved/"
    page = bob.get(f"{address}?since=2026-01-01").content.decode()
    assert "Recent" in page
    assert "Ancient" not in page
    assert "Nothing was solved in this period" in bob.get(f"{address}?since=2027-01-01").content.decode()
    assert "Ancient" in bob.get(f"{address}?since=nonsense").content.decode()
    assert as_person(cast.charlie).get(address).status_code == 404


def test_the_table_of_one_customer_is_exported(cast, account, solve, as_person):
    solve("Recent", effect="Saves 3 hours")
    answer = as_person(cast.rita).get(f"/records/problems/?account={account.pk}&export=csv")
    assert "Saves 3 hours" in b"".join(answer).decode()


def test_the_ledger_asks_no_more_for_more_entries(cast, account, solve, as_person, django_assert_max_num_queries):
    rita = as_person(cast.rita)
    for number in range(12):
        solve(f"Problem {number}")
    with django_assert_max_num_queries(7):
        rita.get(f"/accounts/{account.pk}/problems-solved/")
