"""Forms: what is typed becomes a record, and what is wrong is said beside its field."""

from datetime import date
from decimal import Decimal

import pytest

from tenure.accounts.models import (
    Account,
    AccountOwner,
    Contact,
    Contract,
    ContractLine,
    ExternalId,
    RecordVersion,
    Ticket,
)
from tenure.accounts.tests.examples import make_example

pytestmark = pytest.mark.django_db


def errors(answer, name):
    assert answer.status_code == 422
    return " ".join(answer.context["form"].errors[name])


def test_an_account_takes_owners_team_tags_and_custom_fields(cast, as_person):
    data = {
        "name": "Kite",
        "size": "120",
        "acquisition_cost": "1200.50",
        "currency": "EUR",
        "signed_on": "2026-02-01",
        "tags": "pilot, retail，north",
        "owner": cast.bob.pk,
        "team": cast.north.pk,
        "custom_name_0": "tier",
        "custom_value_0": "gold",
    }
    assert as_person(cast.alice).post("/records/accounts/new/", data).status_code == 302
    account = Account.objects.get()
    assert (account.size, account.acquisition_cost, account.signed_on) == (120, Decimal("1200.50"), date(2026, 2, 1))
    assert (account.tags, account.custom, account.team) == (
        ["pilot", "retail", "north"],
        {"tier": "gold"},
        cast.north,
    )
    assert AccountOwner.objects.get().user == cast.bob


def test_custom_fields_keep_their_type_and_can_be_renamed_and_taken_away(cast, as_person):
    account = make_example("accounts", cast)
    assert account.custom == {"tier": "gold", "seats": 12}
    alice = as_person(cast.alice)
    form = alice.get(f"/records/accounts/{account.pk}/edit/").context["form"]
    names = [name.value() for name, _value in form.custom_rows]
    assert names[:2] == ["tier", "seats"]
    data = {
        "name": "Kite",
        "team": cast.north.pk,
        "custom_name_0": "",
        "custom_value_0": "",
        "custom_name_1": "seats",
        "custom_value_1": "12",
    }
    alice.post(f"/records/accounts/{account.pk}/edit/", {**data, "custom_name_2": "<b>", "custom_value_2": "x"})
    account.refresh_from_db()
    assert account.custom == {"seats": 12, "<b>": "x"}
    assert "<b>" not in alice.get(f"/records/accounts/{account.pk}/").content.decode().split("<main")[1]


@pytest.mark.parametrize("text", ["Acme", "acme", "Acme #{pk}", "C-1"])
def test_a_reference_is_found_by_name_number_or_external_id(cast, as_person, text):
    account = cast.account("Acme")
    ExternalId.objects.create(workspace=cast.workspace, kind="accounts", value="C-1", record_id=account.pk)
    data = {"account_id": text.format(pk=account.pk), "name": "Ivo"}
    assert as_person(cast.alice).post("/records/contacts/new/", data).status_code == 302
    assert Contact.objects.get().account == account


def test_a_name_that_several_have_has_to_be_chosen(cast, as_person):
    cast.account("Acme")
    cast.account("Acme")
    answer = as_person(cast.alice).post("/records/contacts/new/", {"account_id": "Acme", "name": "Ivo"})
    assert "Several have this name" in errors(answer, "account_id")


def test_an_account_out_of_scope_is_as_if_it_were_not_there(cast, as_person):
    account = cast.account("Acme")
    for text in ("Acme", f"Acme #{account.pk}", f"#{account.pk}"):
        answer = as_person(cast.charlie).post("/records/contacts/new/", {"account_id": text, "name": "Ivo"})
        assert "Nothing of this name" in errors(answer, "account_id")
    assert not Contact.objects.exists()


def test_what_belongs_to_another_account_cannot_be_named(cast, as_person):
    acme, other = cast.account("Acme"), cast.account("Other")
    contact = make_example("contacts", cast, other)
    data = {"account_id": f"Acme #{acme.pk}", "opened_at": "2026-03-01T10:00", "contact_id": f"#{contact.pk}"}
    answer = as_person(cast.alice).post("/records/tickets/new/", data)
    assert "belongs to another account" in errors(answer, "contact_id")
    assert not Ticket.objects.exists()


def test_a_hierarchy_cannot_run_in_a_ring(cast, as_person):
    top = cast.account("Top")
    below = cast.account("Below", parent=top)
    alice = as_person(cast.alice)
    for target in (top, below):
        data = {"name": "Top", "parent_id": f"#{target.pk}", "team": cast.north.pk}
        answer = alice.post(f"/records/accounts/{top.pk}/edit/", data)
        assert "lead back to the record itself" in errors(answer, "parent_id")


@pytest.mark.parametrize(
    ("kind", "data", "field", "words"),
    [
        ("accounts", {"name": ""}, "name", "required"),
        ("accounts", {"name": "x", "size": "-1"}, "size", "greater than or equal to 0"),
        ("accounts", {"name": "x" * 301}, "name", "at most 300"),
        ("accounts", {"name": "a\x00b"}, "name", "Null characters"),
        ("contacts", {"name": "Ivo", "influence": "6"}, "influence", "6 is not between 1 and 5"),
        ("tickets", {"opened_at": "yesterday"}, "opened_at", "valid date"),
        ("tickets", {"opened_at": "2026-03-02T00:00", "resolved_at": "2026-03-01T00:00"}, "resolved_at", "is before"),
        ("contracts", {"start_date": "2026-01-01", "mrr": "-5"}, "mrr", "is negative"),
        ("contracts", {"start_date": "2026-01-01", "mrr": "1.0000001"}, "mrr", "6 decimal places"),
        ("contracts", {"start_date": "2026-02-01", "end_date": "2026-01-01", "mrr": "5"}, "end_date", "is before"),
        ("surveys", {"kind": "nps", "score": "11", "answered_at": "2026-03-01T00:00"}, "score", "does not fit NPS"),
        ("invoices", {"amount": "12,5"}, "amount", "Enter a number"),
        ("invoices", {"amount": "5", "status": "lost"}, "status", "valid choice"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_written(cast, as_person, kind, data, field, words):
    account = cast.account("Acme")
    before = RecordVersion.objects.count()
    answer = as_person(cast.alice).post(f"/records/{kind}/new/", {"account_id": f"#{account.pk}", **data})
    assert words in errors(answer, field)
    assert 'aria-invalid="true"' in answer.content.decode()
    assert RecordVersion.objects.count() == before


def test_a_line_without_a_contract_gets_one(cast, as_person):
    account = cast.account("Acme")
    data = {
        "account_id": f"#{account.pk}",
        "start_date": "2026-01-01",
        "mrr": "99.5",
        "recurring": "on",
        "kind": "seat",
    }
    answer = as_person(cast.alice).post("/records/contracts/new/", data)
    line = ContractLine.objects.get()
    assert answer.status_code == 302
    assert (line.mrr, line.currency, line.contract) == (Decimal("99.50"), "USD", Contract.objects.get())


def test_a_form_opened_from_an_account_knows_it_and_offers_its_people(cast, as_person):
    acme, other = cast.account("Acme"), cast.account("Other")
    make_example("contacts", cast, acme)
    stranger = make_example("contacts", cast, other)
    page = as_person(cast.alice).get(f"/records/tickets/new/?account={acme.pk}").content.decode()
    assert f'value="Acme #{acme.pk}"' in page
    assert page.count("Grace Park #") == 1
    assert f"Grace Park #{stranger.pk}" not in page


def test_suggestions_are_of_what_is_typed_within_scope(cast, as_person):
    acme = cast.account("Acme & <Sons>")
    cast.account("Beta")
    address = "/records/accounts/options/?field=account_id&account_id="
    text = as_person(cast.bob).get(address + "acm").content.decode()
    assert text.strip() == f'<option value="Acme &amp; &lt;Sons&gt; #{acme.pk}"></option>'
    assert as_person(cast.charlie).get(address + "acm").content.decode().strip() == ""


def test_nobody_gives_an_account_to_a_team_that_is_not_theirs(cast, as_person):
    account = cast.account("Acme")
    answer = as_person(cast.alice).post(
        f"/records/accounts/{account.pk}/edit/", {"name": "Acme", "team": cast.south.pk}
    )
    assert "valid choice" in errors(answer, "team")
    answer = as_person(cast.root).post(
        f"/records/accounts/{account.pk}/edit/", {"name": "Acme", "team": cast.south.pk}
    )
    assert answer.status_code == 302
    account.refresh_from_db()
    assert account.team == cast.south
