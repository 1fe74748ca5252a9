"""Rows of an import become records with their history."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tenure.accounts.kinds import get_kind
from tenure.accounts.models import (
    Account,
    Contact,
    Contract,
    ContractLine,
    ExternalId,
    Product,
    RecordVersion,
    Ticket,
)
from tenure.accounts.queries import data_as_known
from tenure.accounts.services.records import RecordInput, RecordWriter, delete_record

JAN, FEB, MAR = (datetime(2024, month, 1, tzinfo=UTC) for month in (1, 2, 3))


@pytest.fixture
def write(workspace):
    def run(kind, *rows, known_at=MAR, import_id=1, finish=False, actor=None, assumed=False, **options):
        writer = RecordWriter(kind=get_kind(kind), workspace=workspace, actor=actor, import_id=import_id, **options)
        inputs = [
            RecordInput(number, key, values, values.pop("known_at", known_at), assumed)
            for number, (key, values) in enumerate(rows, start=2)
        ]
        outcomes = writer.apply(inputs)
        late = writer.finish()
        return late if finish else outcomes

    return run


def results(outcomes):
    return [outcome.result for outcome in outcomes]


def test_a_new_account_is_made_and_the_same_row_again_changes_nothing(write):
    row = ("A-1", {"name": "Kite", "industry": "Retail", "custom": {"tier": "gold"}})
    assert results(write("accounts", row)) == ["created"]
    assert results(write("accounts", row)) == ["unchanged"]
    account = Account.objects.get()
    assert (account.name, account.custom) == ("Kite", {"tier": "gold"})
    assert RecordVersion.objects.count() == 1


def test_a_missing_name_becomes_the_external_id_and_zero_is_an_id(write):
    write("accounts", ("0", {"name": None}))
    assert Account.objects.get().name == "0"
    assert ExternalId.objects.get().value == "0"


def test_a_changed_row_updates_and_a_blank_cell_clears(write):
    write("accounts", ("A", {"name": "Kite", "industry": "Retail"}), known_at=JAN)
    assert results(write("accounts", ("A", {"industry": None}), known_at=FEB)) == ["updated"]
    account = Account.objects.get()
    assert (account.name, account.industry) == ("Kite", "")


def test_what_was_known_earlier_does_not_overwrite_what_is_known_now(write, workspace):
    write("accounts", ("A", {"name": "New"}), known_at=MAR)
    assert results(write("accounts", ("A", {"name": "Old"}), known_at=JAN)) == ["updated"]
    assert Account.objects.get().name == "New"
    [(_, data, _)] = data_as_known(workspace_id=workspace.pk, kind="accounts", known_at=FEB).values()
    assert data["name"] == "Old"


def test_two_versions_of_one_record_in_one_file_are_its_history(write):
    outcomes = write("accounts", ("A", {"name": "New", "known_at": FEB}), ("A", {"name": "Old", "known_at": JAN}))
    assert sorted(results(outcomes)) == ["created", "updated"]
    assert Account.objects.get().name == "New"


def test_the_same_id_with_other_content_is_rejected_with_the_first_row(write):
    outcomes = write("accounts", ("A", {"name": "One"}), ("A", {"name": "Two"}), ("A", {"name": "One"}))
    assert results(outcomes) == ["created", "rejected", "unchanged"]
    assert "row 2" in str(outcomes[1].problems[0])


def test_a_ticket_of_an_unknown_account_is_rejected_or_its_account_made(write):
    row = ("T-1", {"account_id": "ghost", "opened_at": JAN})
    [outcome] = write("tickets", row)
    assert outcome.result == "rejected"
    assert "unknown account 'ghost'" in str(outcome.problems[0])
    assert not Ticket.objects.exists()
    assert results(write("tickets", row, create_missing=True)) == ["created"]
    assert Account.objects.get().name == "ghost"


def test_a_line_brings_its_contract_and_its_product(write):
    write("accounts", ("A", {"name": "Kite"}))
    line = {
        "account_id": "A",
        "product": "Base",
        "start_date": date(2024, 1, 1),
        "end_date": None,
        "mrr": Decimal("99.90"),
        "quantity": Decimal(7),
    }
    assert results(write("contracts", ("L-1", line))) == ["created"]
    stored = ContractLine.objects.get()
    assert (stored.mrr, stored.currency, stored.product.name) == (Decimal("99.90"), "USD", "Base")
    assert stored.contract == Contract.objects.get()
    assert results(write("contracts", ("L-1", line))) == ["unchanged"]


def test_lines_of_one_contract_share_it_whatever_their_dates(write):
    write("accounts", ("A", {}))
    write(
        "contracts",
        ("L-1", {"contract_id": "C", "account_id": "A", "start_date": date(2024, 1, 1), "mrr": Decimal(10)}),
        ("L-2", {"contract_id": "C", "account_id": "A", "start_date": date(2024, 3, 1), "mrr": Decimal(5)}),
    )
    assert Contract.objects.count() == 1
    assert ContractLine.objects.count() == 2


def test_an_item_takes_account_and_dates_from_its_contract_and_the_price_from_its_product(write):
    write("accounts", ("A", {}))
    write(
        "products", ("plan", {"name": "Plan", "list_price": Decimal(1200), "billing_months": 12, "currency": "EUR"})
    )
    header = {"contract_id": "sub", "account_id": "A", "start_date": date(2024, 1, 1), "end_date": date(2025, 1, 1)}
    assert results(write("contracts", ("sub", header))) == ["created"]
    assert not ContractLine.objects.exists()
    item = {"contract_id": "sub", "product": "plan", "quantity": Decimal(3)}
    assert results(write("contracts", ("item", item))) == ["created"]
    line = ContractLine.objects.get()
    assert (line.mrr, line.currency, line.ends_on) == (Decimal(300), "EUR", date(2025, 1, 1))
    assert Product.objects.count() == 1


def test_a_new_line_without_any_amount_is_rejected(write):
    write("accounts", ("A", {}))
    [outcome] = write("contracts", ("L", {"account_id": "A", "product": "X", "start_date": date(2024, 1, 1)}))
    assert outcome.result == "rejected"
    assert not ContractLine.objects.exists()


def test_an_end_before_the_start_is_rejected(write):
    write("accounts", ("A", {}))
    line = {"account_id": "A", "mrr": Decimal(1), "start_date": date(2024, 2, 1), "end_date": date(2024, 1, 1)}
    [outcome] = write("contracts", ("L", line))
    assert outcome.result == "rejected"
    assert "before" in str(outcome.problems[0])


def test_a_renewal_may_stand_before_the_line_it_renews(write):
    write("accounts", ("A", {}))
    line = {"account_id": "A", "mrr": Decimal(1), "start_date": date(2025, 1, 1), "renewal_of": "L-1"}
    first = {"account_id": "A", "mrr": Decimal(1), "start_date": date(2024, 1, 1)}
    assert write("contracts", ("L-2", line), ("L-1", first), finish=True) == []
    ids = dict(ExternalId.objects.filter(kind="contracts").values_list("value", "record_id"))
    assert ContractLine.objects.get(pk=ids["L-2"]).renewal_of_id == ids["L-1"]
    [outcome] = write("contracts", ("L-3", {**first, "renewal_of": "nowhere"}), finish=True)
    assert "nowhere" in str(outcome.problems[0])


def test_a_person_cannot_write_to_an_account_outside_of_their_scope(write, cast):
    cast.account()
    account = Account.objects.get()
    ExternalId.objects.create(workspace=cast.workspace, kind="accounts", value="A", record_id=account.pk)
    row = ("T", {"account_id": "A", "opened_at": JAN})
    assert results(write("tickets", row, actor=cast.charlie)) == ["rejected"]
    assert results(write("accounts", ("A", {"name": "Mine"}), actor=cast.charlie)) == ["rejected"]
    assert results(write("tickets", row, actor=cast.bob)) == ["created"]


def test_owners_and_teams_are_found_by_mail_or_name(write, cast):
    write("accounts", ("A", {"owner": "alice@example.com"}), ("B", {"owner": "Nobody", "team": "East"}))
    first, second = Account.objects.order_by("pk")
    assert first.owners.get().user == cast.alice
    assert first.team == cast.north
    assert (second.team.name, second.custom) == ("East", {"owner": "Nobody"})


def test_a_company_from_another_system_is_the_same_by_its_domain(write):
    write("accounts", ("A", {"name": "Kite", "website": "https://www.kite.example/about"}), system="crm")
    outcomes = write("accounts", ("77", {"name": "Kite Ltd", "website": "kite.example"}), system="desk", import_id=2)
    assert results(outcomes) == ["updated"]
    assert Account.objects.count() == 1
    assert set(ExternalId.objects.values_list("system", "value")) == {("crm", "A"), ("desk", "77")}


def test_two_companies_of_one_system_with_one_domain_stay_two(write):
    rows = [("A", {"website": "kite.example"}), ("B", {"website": "kite.example"})]
    assert results(write("accounts", *rows)) == ["created", "created"]
    assert results(write("accounts", ("C", {"website": "kite.example"}))) == ["created"]


def test_a_person_from_another_system_is_the_same_by_mail(write):
    write("accounts", ("A", {}), system="crm")
    write("contacts", ("P", {"account_id": "A", "name": "Ana", "email": "ana@kite.example"}), system="crm")
    write("contacts", ("9", {"account_id": "A", "title": "CTO", "email": "ana@kite.example"}), system="desk")
    assert Contact.objects.get().title == "CTO"


def test_what_was_deleted_and_comes_again_is_a_new_record(write, cast):
    row = ("A", {"name": "Kite"})
    write("accounts", row)
    delete_record(kind=get_kind("accounts"), actor=cast.root, record=Account.objects.get())
    assert results(write("tickets", ("T", {"account_id": "A", "opened_at": JAN}))) == ["rejected"]
    assert results(write("accounts", row)) == ["created"]
    assert results(write("accounts", row)) == ["unchanged"]
    assert Account.objects.get().name == "Kite"


@pytest.mark.parametrize("column", ["amount", "arr", "mrr", "unit_price"])
def test_a_one_off_amount_is_divided_by_nothing(write, column):
    write("accounts", ("A", {}))
    line = {"account_id": "A", "kind": "one_off", "start_date": date(2024, 1, 1), "billing_months": 12}
    assert results(write("contracts", ("L", {**line, column: Decimal(1200)}))) == ["created"]
    stored = ContractLine.objects.get()
    assert (stored.one_off_amount, stored.mrr) == (Decimal(1200), None)


def test_a_custom_field_that_only_looks_different_is_unchanged(write):
    write("accounts", ("A", {"custom": {"seats": 10, "plan": "pro"}}))
    assert results(write("accounts", ("A", {"custom": {"seats": "10", "plan": "pro"}}))) == ["unchanged"]
    assert results(write("accounts", ("A", {"custom": {"seats": "11"}}))) == ["updated"]
    assert Account.objects.get().custom == {"seats": "11", "plan": "pro"}
