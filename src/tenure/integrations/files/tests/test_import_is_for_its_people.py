"""Who may import, whose import it is, and which accounts its rows may touch."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tenure.accounts.models import Account, ContractLine, ExternalId, RecordVersion
from tenure.integrations.files.tests.import_files import ACCOUNTS, CONTRACTS, bring, everything, reasons, write
from tenure.integrations.models import ImportBatch

READ = ("import-batch", "import-mapping", "import-rejects", "import-errors")
WRITE = ("import-run", "import-undo", "import-discard")


@pytest.fixture
def batch(cast, tmp_path):
    """Alice's import, with one rejected row."""
    text = ACCOUNTS + "A3,Cedar,Energy,nonsense\n"
    return bring(cast.workspace, write(tmp_path, "accounts.csv", text), "accounts", actor=cast.alice)


@pytest.mark.parametrize("name", READ)
def test_its_maker_and_administrators_see_an_import_and_nobody_else(name, batch, cast, as_person):
    def status(person):
        return as_person(person).get(reverse(name, args=[batch.pk])).status_code

    assert status(cast.alice) in (200, 302)
    assert status(cast.root) in (200, 302)
    assert status(cast.bob) == 404
    assert status(cast.charlie) == 404
    assert status(cast.rita) == 403


@pytest.mark.parametrize("name", WRITE)
def test_nobody_else_acts_on_it(name, batch, cast, as_person):
    before = everything(cast.workspace)
    for person, status in ((cast.bob, 404), (cast.charlie, 404), (cast.rita, 403)):
        assert as_person(person).post(reverse(name, args=[batch.pk])).status_code == status
    assert as_person(cast.alice).get(reverse(name, args=[batch.pk])).status_code == 405
    assert everything(cast.workspace) == before
    assert ImportBatch.objects.get().undone_at is None


def test_a_stranger_corrects_no_row(batch, cast, as_person):
    reject = batch.steps.get().rejects.get()
    address = reverse("import-correct", args=[batch.pk, reject.pk])
    for person, status in ((cast.bob, 404), (cast.charlie, 404), (cast.rita, 403)):
        assert as_person(person).post(address, {"cell-3": "2024-01-01"}).status_code == status
    assert Account.objects.count() == 2


def test_a_row_of_another_import_is_not_reached_through_ones_own(batch, cast, as_person, tmp_path):
    own = bring(
        cast.workspace, write(tmp_path, "own.csv", "account_id,name\nZ1,Zeta\n"), "accounts", actor=cast.charlie
    )
    reject = batch.steps.get().rejects.get()
    address = reverse("import-correct", args=[own.pk, reject.pk])
    assert as_person(cast.charlie).post(address, {"cell-3": "2024-01-01"}).status_code == 404


def test_the_list_holds_ones_own_imports(batch, cast, as_person):
    assert "accounts.csv" in as_person(cast.alice).get(reverse("import")).content.decode()
    assert "accounts.csv" in as_person(cast.root).get(reverse("import")).content.decode()
    assert "accounts.csv" not in as_person(cast.bob).get(reverse("import")).content.decode()
    assert as_person(cast.rita).get(reverse("import")).status_code == 403


def test_a_reader_uploads_nothing(cast, as_person):
    upload = SimpleUploadedFile("a.csv", ACCOUNTS.encode())
    assert as_person(cast.rita).post(reverse("import"), {"file": upload}).status_code == 403
    assert not ImportBatch.objects.exists()


def test_what_alice_imports_is_her_teams(batch, cast):
    assert Account.objects.visible_to(cast.bob).count() == 2
    assert not Account.objects.visible_to(cast.charlie).exists()


def test_rows_for_accounts_of_others_are_as_unknown(batch, cast, tmp_path):
    before = everything(cast.workspace)
    contracts = bring(cast.workspace, write(tmp_path, "c.csv", CONTRACTS), "contracts", actor=cast.charlie)
    assert contracts.counts["rejected"] == 2
    assert all("unknown account" in reason for _row, _column, reason in reasons(contracts))
    assert not ContractLine.objects.exists()
    text = "event_id,account_id,name,occurred_at\nE1,A1,login,2024-03-01\n"
    events = bring(cast.workspace, write(tmp_path, "e.csv", text), "events", actor=cast.charlie)
    assert "unknown account 'A1'" in reasons(events)[0][2]
    named = "ticket_id,company,opened_at\nT1,Acme,2024-03-01\n"
    tickets = bring(cast.workspace, write(tmp_path, "t.csv", named), "tickets", actor=cast.charlie)
    assert tickets.counts["rejected"] == 1
    changed = bring(
        cast.workspace, write(tmp_path, "a.csv", ACCOUNTS.replace("Acme", "Mine")), "accounts", actor=cast.charlie
    )
    assert changed.counts["rejected"] == 2
    assert everything(cast.workspace) == before


def test_making_missing_accounts_does_not_reach_into_those_of_others(batch, cast, tmp_path):
    versions = RecordVersion.objects.count()
    text = "event_id,account_id,name,occurred_at\nE1,A1,login,2024-03-01\n"
    events = bring(cast.workspace, write(tmp_path, "e.csv", text), "events", actor=cast.charlie, create_missing=True)
    assert events.counts["rejected"] == 1
    assert (RecordVersion.objects.count(), ExternalId.objects.count()) == (versions, 2)
