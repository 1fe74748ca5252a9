"""Undo brings back exactly what was there before."""

import pytest

from tenure.accounts.models import Account, AccountOwner, Contract, ContractLine, ExternalId, Product, RecordVersion
from tenure.foundation.models import Activity
from tenure.integrations.choices import BatchState, KnownTime
from tenure.integrations.files.tests.import_files import ACCOUNTS, CONTRACTS, bring, everything, write
from tenure.integrations.services.undo import undo_batch

EVENTS = "event_id,account_id,user_id,name,occurred_at\nE1,A1,u1,login,2024-03-01\nE2,A2,u2,export,2024-03-02\n"
CHANGED = (
    ACCOUNTS.replace("Acme", "Acme Holding").replace("A2,Birch", "A2,Birch Ltd") + "A3,Cedar,Energy,2024-05-01\n"
)


@pytest.fixture
def company(workspace, tmp_path):
    bring(workspace, write(tmp_path, "accounts.csv", ACCOUNTS), "accounts", known_time=KnownTime.HISTORY)
    bring(workspace, write(tmp_path, "contracts.csv", CONTRACTS), "contracts", known_time=KnownTime.HISTORY)
    bring(workspace, write(tmp_path, "events.csv", EVENTS), "events")
    return workspace


def undo(batch):
    undone = undo_batch(batch=batch, actor=None)
    batch.refresh_from_db()
    return undone


def test_created_and_changed_records_go_back(company, tmp_path):
    before = everything(company)
    batch = bring(company, write(tmp_path, "more.csv", CHANGED), "accounts")
    assert batch.counts == {"created": 1, "updated": 2, "unchanged": 0, "rejected": 0, "skipped": 0}
    assert everything(company) != before
    undone = undo(batch)
    assert everything(company) == before
    assert (undone["removed"], undone["restored"], undone["kept"]) == (1, 2, [])
    assert batch.state == BatchState.UNDONE
    assert batch.undone_at is not None


def test_the_undo_of_the_only_imports_leaves_nothing(workspace, tmp_path):
    before = everything(workspace)
    batches = [
        bring(workspace, write(tmp_path, "accounts.csv", ACCOUNTS), "accounts"),
        bring(workspace, write(tmp_path, "contracts.csv", CONTRACTS), "contracts"),
        bring(workspace, write(tmp_path, "events.csv", EVENTS), "events"),
    ]
    assert Product.objects.count() == Contract.objects.count() == ContractLine.objects.count() == 2
    for batch in reversed(batches):
        undo(batch)
    assert everything(workspace) == before
    assert not ExternalId.objects.exists()
    assert not RecordVersion.objects.exists()


def test_only_the_events_of_the_import_go(company, tmp_path):
    before = everything(company)
    batch = bring(company, write(tmp_path, "later.csv", EVENTS.replace("E1", "E3").replace("E2", "E4")), "events")
    assert batch.counts["created"] == 2
    undone = undo(batch)
    assert undone["events"] == 2
    assert everything(company) == before


def test_a_later_import_stays_when_an_earlier_one_is_undone(company, tmp_path):
    first = bring(company, write(tmp_path, "1.csv", ACCOUNTS.replace("Acme", "Acme One")), "accounts")
    bring(company, write(tmp_path, "2.csv", ACCOUNTS.replace("Acme", "Acme Two")), "accounts")
    undo(first)
    assert Account.objects.get(name__startswith="Acme").name == "Acme Two"


def test_what_others_hang_on_is_kept_and_said(workspace, tmp_path):
    accounts = bring(workspace, write(tmp_path, "accounts.csv", ACCOUNTS), "accounts")
    bring(workspace, write(tmp_path, "one.csv", "\n".join(CONTRACTS.splitlines()[:2])), "contracts")
    undone = undo(accounts)
    assert (undone["removed"], undone["kept_count"]) == (1, 1)
    assert undone["kept"][0]["params"] == {"kind": "accounts", "label": "Acme"}
    kept = Account.objects.get()
    assert RecordVersion.objects.filter(kind="accounts", record_id=kept.pk).count() == 1
    assert ExternalId.objects.get(kind="accounts").record_id == kept.pk


def test_an_account_with_events_of_another_import_is_kept(workspace, tmp_path):
    accounts = bring(workspace, write(tmp_path, "accounts.csv", ACCOUNTS), "accounts")
    bring(workspace, write(tmp_path, "events.csv", "\n".join(EVENTS.splitlines()[:2])), "events")
    assert undo(accounts)["kept_count"] == 1
    assert [account.name for account in Account.objects.all()] == ["Acme"]


def test_an_undone_file_can_be_imported_again(workspace, tmp_path):
    path = write(tmp_path, "accounts.csv", ACCOUNTS)
    undo(bring(workspace, path, "accounts"))
    again = bring(workspace, path, "accounts")
    assert again.counts["created"] == 2


def test_undoing_twice_changes_nothing_and_is_told_once_each(workspace, tmp_path):
    batch = bring(workspace, write(tmp_path, "accounts.csv", ACCOUNTS), "accounts")
    undo(batch)
    before = everything(workspace)
    assert undo(batch)["removed"] == 0
    assert everything(workspace) == before
    assert Activity.objects.filter(verb="import.undone").count() == 2


def test_accounts_made_on_the_way_go_with_the_import_that_made_them(workspace, tmp_path):
    before = everything(workspace)
    batch = bring(workspace, write(tmp_path, "contracts.csv", CONTRACTS), "contracts", create_missing=True)
    assert Account.objects.count() == 2
    undo(batch)
    assert everything(workspace) == before


def test_owners_go_back_to_whom_they_were_given_by_hand(workspace, cast, tmp_path):
    bring(workspace, write(tmp_path, "accounts.csv", ACCOUNTS), "accounts")
    first, second = Account.objects.order_by("pk")
    AccountOwner.objects.create(account=first, user=cast.alice)
    text = f"account_id,owner\nA1,{cast.bob.email}\nA2,{cast.bob.email}\n"
    batch = bring(workspace, write(tmp_path, "owners.csv", text), "accounts")
    assert batch.counts["updated"] == 2
    assert {owner.user for owner in AccountOwner.objects.all()} == {cast.bob}
    undo(batch)
    assert [(owner.account, owner.user) for owner in AccountOwner.objects.all()] == [(first, cast.alice)]
    assert not second.owners.exists()


def test_an_account_that_a_person_gave_away_since_stays_with_them(workspace, cast, tmp_path):
    bring(workspace, write(tmp_path, "accounts.csv", ACCOUNTS), "accounts")
    batch = bring(workspace, write(tmp_path, "owners.csv", f"account_id,owner\nA1,{cast.bob.email}\n"), "accounts")
    AccountOwner.objects.update(user=cast.alice)
    undo(batch)
    assert AccountOwner.objects.get().user == cast.alice


def test_the_id_that_a_match_added_goes_and_the_record_stays(workspace, tmp_path):
    first = "account_id,name,website\nA,Kite,kite.example\n"
    bring(workspace, write(tmp_path, "crm.csv", first), "accounts", system="crm")
    second = "account_id,name,website\n77,Kite Ltd,kite.example\n"
    undo(bring(workspace, write(tmp_path, "desk.csv", second), "accounts", system="desk"))
    assert Account.objects.get().name == "Kite"
    assert ExternalId.objects.get().value == "A"


def test_a_rejected_event_leaves_no_account_behind(workspace, tmp_path):
    text = "event_id,account_id,name,occurred_at,count\nE1,N1,login,2024-03-01,1\nE2,N2,login,2024-03-01,-4\n"
    batch = bring(workspace, write(tmp_path, "events.csv", text), "events", create_missing=True)
    assert batch.counts["rejected"] == 1
    assert [account.name for account in Account.objects.all()] == ["N1"]
    assert ExternalId.objects.get().value == "N1"
