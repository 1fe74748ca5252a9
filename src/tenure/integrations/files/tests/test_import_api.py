"""The import over the API."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tenure.accounts.models import Account
from tenure.foundation.jobs import run_now
from tenure.integrations.files import storage
from tenure.integrations.files.tests.import_files import ACCOUNTS, everything
from tenure.integrations.models import ImportBatch

BASE = "/api/v1/imports"


@pytest.fixture
def send(cast, as_person):
    def send(text, person=None, name="accounts.csv", **form):
        browser = as_person(person or cast.alice)
        return browser.post(BASE, {"file": SimpleUploadedFile(name, text.encode()), "kind": "accounts", **form})

    return send


def work(number):
    batch = ImportBatch.objects.get(pk=number)
    run_now(batch.job)


def test_a_file_is_uploaded_imported_and_undone(send, cast, as_person):
    before = everything(cast.workspace)
    answer = send(ACCOUNTS + "A3,Cedar,Energy,nonsense\n")
    assert answer.status_code == 202
    number = answer.json()["id"]
    work(number)
    browser = as_person(cast.alice)
    told = browser.get(f"{BASE}/{number}").json()
    assert (told["state"], told["counts"]["created"], told["counts"]["rejected"]) == ("done", 2, 1)
    (reject,) = browser.get(f"{BASE}/{number}/rejects").json()["data"]
    assert (reject["row"], reject["column"], reject["cells"]["name"]) == (4, "signed_on", "Cedar")
    address = f"{BASE}/{number}/rejects/{reject['id']}/correct"
    body = json.dumps({"cells": {"signed_on": "2024-05-01"}})
    assert browser.post(address, body, content_type="application/json").status_code == 204
    assert Account.objects.get(name="Cedar").signed_on.isoformat() == "2024-05-01"
    assert browser.post(f"{BASE}/{number}/undo").status_code == 202
    work(number)
    assert everything(cast.workspace) == before
    assert browser.post(f"{BASE}/{number}/undo").status_code == 409


def test_a_dry_run_tells_and_waits(send, cast, as_person):
    number = send(ACCOUNTS, dry_run="true").json()["id"]
    work(number)
    browser = as_person(cast.alice)
    told = browser.get(f"{BASE}/{number}").json()
    assert told["state"] == "checked"
    assert told["dry_run"][0]["created"] == 2
    assert not Account.objects.exists()
    assert browser.post(f"{BASE}/{number}/run").status_code == 202
    work(number)
    assert Account.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "form", "said"),
    [
        ("", {}, "empty"),
        (ACCOUNTS, {"kind": "customers"}, "'customers' is no kind"),
        (ACCOUNTS, {"mapping": "kind: ["}, "YAML"),
        (ACCOUNTS, {"known_at": "soon"}, "is no date"),
        ("account_id,name,signed_on\nA1,Acme,03/04/2024\n", {}, "give date_order"),
        ("colour\nred\n", {"kind": "contracts"}, "no column gives"),
    ],
)
def test_what_is_not_clear_is_refused_and_nothing_is_kept(send, text, form, said, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(text, **form)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ImportBatch.objects.exists()
    assert list(storage.folder().iterdir()) == []


def test_imports_are_seen_by_their_makers_and_administrators(send, cast, as_person):
    number = send(ACCOUNTS).json()["id"]
    for person, status in (
        (cast.alice, 200),
        (cast.root, 200),
        (cast.bob, 404),
        (cast.charlie, 404),
        (cast.rita, 404),
    ):
        assert as_person(person).get(f"{BASE}/{number}").status_code == status
    assert len(as_person(cast.alice).get(BASE).json()["data"]) == 1
    assert as_person(cast.bob).get(BASE).json()["data"] == []
    assert send(ACCOUNTS, person=cast.rita).status_code == 403


def test_lists_are_given_in_pages(send, cast, as_person):
    numbers = [send(ACCOUNTS).json()["id"] for _again in range(3)]
    browser = as_person(cast.alice)
    first = browser.get(BASE, {"limit": 2}).json()
    assert [row["id"] for row in first["data"]] == numbers[:0:-1]
    second = browser.get(BASE, {"limit": 2, "cursor": first["next_cursor"]}).json()
    assert ([row["id"] for row in second["data"]], second["next_cursor"]) == (numbers[:1], None)


def test_a_waiting_import_is_stopped(send, cast, as_person):
    number = send(ACCOUNTS).json()["id"]
    browser = as_person(cast.alice)
    assert browser.post(f"{BASE}/{number}/cancel").status_code == 202
    assert not Account.objects.exists()
    assert browser.get(f"{BASE}/{number}").json()["state"] != "running"
    assert browser.post(f"{BASE}/{number}/cancel").status_code == 409
