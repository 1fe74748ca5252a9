"""Every kind can be listed, read, made, changed, deleted, restored and upserted by programs."""

import json
from decimal import Decimal

import pytest

from tenure.accounts.models import Account, AccountOwner, Contact, ExternalId, Invoice, RecordVersion
from tenure.accounts.tests.examples import VALUES, make_example
from tenure.foundation.services import create_token

KINDS = ["accounts", *VALUES]
pytestmark = pytest.mark.django_db


class Program:
    """Calls the API with a key."""

    def __init__(self, client, user, scope="write"):
        self.client = client
        self.key = create_token(actor=user, name="Tests", scope=scope)[1]

    def __call__(self, method, path, body=None, **headers):
        return self.client.generic(
            method.upper(),
            f"/api/v1/{path}",
            b"" if body is None else json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.key}", **headers},
        )


@pytest.fixture
def alice(client, cast):
    return Program(client, cast.alice)


@pytest.mark.parametrize("name", KINDS)
def test_what_is_given_can_be_sent_back_and_changes_nothing(cast, alice, name):
    record = make_example(name, cast)
    given = alice("get", f"{name}/{record.pk}").json()
    assert given["id"] == record.pk
    listed = alice("get", name).json()["data"]
    assert given in listed
    body = {key: value for key, value in given.items() if key not in ("id", "revision", "external_ids")}
    for owner in ("owner", "sales_owner", "onboarding_owner", "team"):
        if isinstance(body.get(owner), dict):
            body[owner] = body[owner]["id"]
    answer = alice("patch", f"{name}/{record.pk}", body)
    assert answer.status_code == 200, answer.content
    assert answer.json() == given


@pytest.mark.parametrize("name", KINDS)
def test_a_record_is_made_from_its_own_values_deleted_and_restored(cast, alice, name):
    record = make_example(name, cast)
    given = alice("get", f"{name}/{record.pk}").json()
    body = {key: value for key, value in given.items() if key not in ("id", "revision", "external_ids") and value}
    body = {key: value["id"] if isinstance(value, dict) and "id" in value else value for key, value in body.items()}
    made = alice("post", name, body)
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    assert made["Location"] == f"/api/v1/{name}/{pk}"
    assert alice("delete", f"{name}/{pk}").status_code == 204
    assert alice("get", f"{name}/{pk}").status_code == 404
    restored = alice("post", f"{name}/{pk}/restore")
    assert restored.status_code == 200, restored.content
    kept = {key: value for key, value in restored.json().items() if key != "revision"}
    assert kept == {key: value for key, value in made.json().items() if key != "revision"}


def test_put_by_external_id_makes_once_and_then_changes(alice):
    path = "accounts/by-external-id/C-9/a?system=crm"
    assert alice("put", path, {"industry": "Retail"}).status_code == 201
    assert alice("put", path, {"industry": "Retail"}).status_code == 200
    account = Account.objects.get()
    assert (account.name, account.industry) == ("C-9/a", "Retail")
    assert RecordVersion.objects.count() == 1
    assert ExternalId.objects.get().system == "crm"
    assert alice("get", path).json()["external_ids"] == [{"system": "crm", "id": "C-9/a"}]
    assert alice("get", "accounts/by-external-id/C-9/a").status_code == 404


def test_a_reference_may_be_our_id_or_an_external_one(cast, alice):
    alice("put", "accounts/by-external-id/C-1", {"name": "Acme"})
    made = alice("put", "contacts/by-external-id/P-1", {"account_id": "C-1", "name": "Ivo"})
    assert made.json()["account_id"] == Account.objects.get().pk
    wrong = alice("post", "contacts", {"account_id": "C-2", "name": "Ivo"})
    assert wrong.status_code == 422
    assert wrong["Content-Type"] == "application/problem+json"
    assert wrong.json()["errors"][0]["pointer"] == "/account_id"


def test_an_external_id_is_given_out_once(alice):
    body = {"name": "Acme", "external_id": {"id": "C-1"}}
    assert alice("post", "accounts", body).status_code == 201
    assert alice("post", "accounts", body).status_code == 409
    assert Account.objects.count() == 1


def test_an_external_id_of_a_deleted_record_makes_a_new_one(alice):
    first = alice("put", "accounts/by-external-id/C-1", {"name": "Acme"}).json()["id"]
    alice("delete", f"accounts/{first}")
    again = alice("put", "accounts/by-external-id/C-1", {"name": "Acme"})
    assert again.status_code == 201
    assert again.json()["id"] != first


def test_a_post_sent_again_with_its_key_is_done_once(alice):
    body = {"name": "Acme"}
    first = alice("post", "accounts", body, **{"Idempotency-Key": "k1"})
    second = alice("post", "accounts", body, **{"Idempotency-Key": "k1"})
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second["Idempotent-Replayed"] == "true"
    assert second["Location"] == first["Location"]
    assert Account.objects.count() == 1
    other = alice("post", "accounts", {"name": "Other"}, **{"Idempotency-Key": "k1"})
    assert other.status_code == 422


def test_a_refused_post_does_not_use_up_its_key(alice):
    assert alice("post", "contacts", {"account_id": 1}, **{"Idempotency-Key": "k1"}).status_code == 422
    assert alice("post", "accounts", {"name": "Acme"}, **{"Idempotency-Key": "k1"}).status_code == 201


def test_etags_save_reading_and_keep_from_overwriting(cast, alice):
    contact = make_example("contacts", cast)
    seen = alice("get", f"contacts/{contact.pk}")["ETag"]
    assert alice("get", f"contacts/{contact.pk}", **{"If-None-Match": seen}).status_code == 304
    assert alice("patch", f"contacts/{contact.pk}", {"title": "Head"}, **{"If-Match": seen}).status_code == 200
    late = alice("patch", f"contacts/{contact.pk}", {"title": "CTO"}, **{"If-Match": seen})
    assert late.status_code == 412
    assert Contact.objects.get().title == "Head"
    assert alice("delete", f"contacts/{contact.pk}", **{"If-Match": seen}).status_code == 412
    assert alice("patch", f"contacts/{contact.pk}", {"title": "CTO"}, **{"If-Match": "nonsense"}).status_code == 412


def test_pages_follow_each_other_without_gap_or_repetition(cast, alice):
    names = [cast.account(f"Account {number}").name for number in range(7)]
    seen, path = [], "accounts?limit=3"
    while path:
        answer = alice("get", path)
        seen += [row["name"] for row in answer.json()["data"]]
        cursor = answer.json()["next_cursor"]
        path = f"accounts?limit=3&cursor={cursor}" if cursor else None
        assert ('rel="next"' in answer.get("Link", "")) == bool(cursor)
    assert seen == names
    assert alice("get", "accounts?cursor=nonsense").status_code == 422


def test_lists_are_narrowed_by_account_choice_text_and_day(cast, alice):
    acme, other = cast.account("Acme"), cast.account("Other")
    make_example("tickets", cast, acme)
    make_example("tickets", cast, other)
    make_example("invoices", cast, acme)
    assert len(alice("get", f"tickets?account_id={acme.pk}").json()["data"]) == 1
    assert len(alice("get", "tickets?status=solved").json()["data"]) == 0
    assert len(alice("get", "tickets?escalated=true").json()["data"]) == 2
    assert len(alice("get", "tickets?q=slow").json()["data"]) == 2
    assert len(alice("get", "tickets?since=2026-03-04&until=2026-03-04").json()["data"]) == 2
    assert len(alice("get", "tickets?since=2026-03-05").json()["data"]) == 0
    assert len(alice("get", "invoices?until=2026-01-31").json()["data"]) == 0
    assert len(alice("get", "tickets?changed_since=2020-01-01T00:00:00Z").json()["data"]) == 2
    assert alice("get", "tickets?status=lost").status_code == 422


def test_amounts_are_exact_texts(cast, alice):
    account = cast.account()
    body = {"account_id": account.pk, "amount": "0.100001", "number": "I-1", "currency": "EUR"}
    made = alice("post", "invoices", body)
    assert made.json()["amount"] == "0.100001"
    assert Invoice.objects.get().amount == Decimal("0.100001")
    assert alice("post", "invoices", {**body, "amount": "0.1000001"}).status_code == 422
    assert alice("post", "invoices", {**body, "amount": "NaN"}).status_code == 422


def test_owners_and_team_of_an_account_are_set_by_address_and_name(cast, alice):
    made = alice("post", "accounts", {"name": "Acme", "owner": "bob@example.com", "team": "North"})
    assert made.json()["owner"]["name"] == "Bob"
    assert AccountOwner.objects.get().user == cast.bob
    pk = made.json()["id"]
    assert alice("patch", f"accounts/{pk}", {"owner": None}).json()["owner"] is None
    assert alice("patch", f"accounts/{pk}", {"team": "South"}).status_code == 422
    assert alice("patch", f"accounts/{pk}", {"owner": "nobody@example.com"}).status_code == 422


def test_a_mistyped_field_is_refused_and_named(cast, alice):
    answer = alice("post", "accounts", {"name": "Acme", "industri": "Retail"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].endswith("/industri")


def test_versions_say_what_was_known_when_and_by_whom(cast, alice):
    contact = make_example("contacts", cast)
    alice("patch", f"contacts/{contact.pk}", {"title": "Head"})
    versions = alice("get", f"contacts/{contact.pk}/versions").json()["data"]
    assert [version["data"]["title"] for version in versions] == ["Head", ""]
    assert versions[0]["actor"]["email"] == "alice@example.com"


@pytest.mark.parametrize(
    "body",
    [
        {"name": "a\x00b"},
        {"name": "x" * 301},
        {"name": "A", "size": -1},
        {"name": "A", "size": 2**31},
        {"name": "A", "parent_id": 2**63},
        {"name": "A", "parent_id": True},
        {"name": "A", "custom": {"a": {"b": 1}}},
        {"name": "A", "known_at": "9999-12-31T23:59:59-12:00"},
        {"name": "A", "known_at": "2026-01-01T00:00:00"},
        {"name": "A", "signed_on": "2026-02-30"},
        {"name": ""},
        [],
        "text",
    ],
)
def test_what_cannot_be_stored_is_refused_before_it_is_tried(alice, body):
    answer = alice("post", "accounts", body)
    assert answer.status_code == 422, answer.content
    assert not Account.objects.exists()


def test_an_account_made_by_somebody_without_a_team_is_theirs(cast, client):
    cast.alice.teams.clear()
    made = Program(client, cast.alice)("post", "accounts", {"name": "Acme"})
    assert made.status_code == 201
    assert made.json()["owner"]["id"] == cast.alice.pk
