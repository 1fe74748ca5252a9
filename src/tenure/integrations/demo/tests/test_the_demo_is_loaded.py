from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tenure.accounts.models import Account, Contract, ContractLine, ExternalId, Note, RecordVersion
from tenure.integrations.demo.queries import demo_password, list_demo_people, list_stories
from tenure.integrations.demo.services import load_demo
from tenure.integrations.demo.types import DemoCompany
from tenure.integrations.models import ImportBatch

pytestmark = pytest.mark.django_db


def said(text: str) -> None:
    """Nobody listens to the progress here."""


@pytest.fixture(scope="module")
def batch(
    django_db_setup: None,
    django_db_blocker: Any,
    loadable: DemoCompany,
    without_health: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[ImportBatch]:
    """The demo, loaded once for the whole file."""
    home = override_settings(TENURE_HOME=tmp_path_factory.mktemp("home"))
    with django_db_blocker.unblock(), transaction.atomic():
        with home:
            loaded = load_demo(company=loadable, password=demo_password(), progress=said)
        yield loaded
        transaction.set_rollback(True)


def test_every_record_and_every_version_arrives(batch: ImportBatch, chinese: DemoCompany) -> None:
    versions = RecordVersion.objects.filter(workspace=batch.workspace)
    for kind in ("accounts", "contacts", "contracts", "tickets", "invoices", "surveys", "touchpoints", "losses"):
        mine = versions.filter(kind=kind)
        assert mine.values("record_id").distinct().count() == len(chinese.latest(kind)), kind
        assert set(mine.values_list("import_id", flat=True)) == {batch.pk}
    assert versions.filter(kind="tickets").count() == len(chinese.records["tickets"])
    assert Note.objects.count() == len(chinese.records["notes"])
    assert not versions.filter(is_assumed=True).exists()


def test_a_record_is_as_the_demo_knows_it_last(batch: ImportBatch, chinese: DemoCompany) -> None:
    line = next(row for row in chinese.records["contracts"] if row["line_id"] == "C-0053-2-1")
    newest = chinese.latest("contracts")["C-0053-2-1"]
    found = ContractLine.objects.get(pk=_pk(batch, "contracts", "C-0053-2-1"))
    assert line["mrr"] != newest["mrr"] == found.mrr
    assert found.contract.renewal_of is not None
    assert found.renewal_of is not None
    assert found.product is not None


def _pk(batch: ImportBatch, kind: str, value: str) -> int:
    return ExternalId.objects.get(workspace=batch.workspace, kind=kind, system="demo", value=value).record_id


def test_the_past_can_be_read_as_it_was_known(batch: ImportBatch, chinese: DemoCompany) -> None:
    rows = [row for row in chinese.records["contracts"] if row["line_id"] == "C-0053-2-1"]
    pk = _pk(batch, "contracts", "C-0053-2-1")
    versions = RecordVersion.objects.filter(kind="contracts", record_id=pk).order_by("known_at")
    assert [(row["known_at"], str(row["mrr"])) for row in rows] == [
        (version.known_at, version.data["mrr"]) for version in versions
    ]


def test_the_contract_of_a_renewal_names_the_contract_before(batch: ImportBatch, chinese: DemoCompany) -> None:
    renewed = {row["contract_id"] for row in chinese.latest("contracts").values() if row["renewal_of"]}
    found = Contract.objects.filter(workspace=batch.workspace, renewal_of__isnull=False)
    assert found.count() == len(renewed) > 20
    assert not Contract.objects.filter(workspace=batch.workspace, signed_on__isnull=True).exists()


def test_accounts_have_owner_team_parent_tags_and_city(batch: ImportBatch, chinese: DemoCompany) -> None:
    assert all(account.team for account in Account.objects.all())
    assert Account.objects.filter(owners__role="csm").distinct().count() == len(chinese.latest("accounts"))
    assert Account.objects.filter(parent__isnull=False).count() == 3
    assert any(account.tags for account in Account.objects.all())
    assert all(account.custom["城市"] for account in Account.objects.all())


def test_the_people_of_the_demo_are_there_and_speak_its_language(batch: ImportBatch, chinese: DemoCompany) -> None:
    people = list_demo_people(batch.workspace)
    assert [user.email for user in people] == [user.email for user in chinese.users]
    assert people[0].is_admin
    assert {user.language for user in people} == {"zh-hans"}


def test_stories_lead_to_their_accounts(batch: ImportBatch, chinese: DemoCompany) -> None:
    links = list_stories(batch)
    assert len(links) == len(chinese.stories) == 12
    for link in links:
        assert link.account_id is not None
        assert Account.objects.get(pk=link.account_id).name == link.account_name


def test_the_list_of_imports_shows_it_and_offers_no_undo(batch: ImportBatch, client: Any) -> None:
    client.force_login(list_demo_people(batch.workspace)[0])
    page = client.get("/import/")
    assert page.status_code == 200
    assert batch.file_name in page.content.decode()
    assert not batch.is_undoable
    assert client.get(f"/import/{batch.pk}/").status_code == 200


def test_loading_again_does_nothing(batch: ImportBatch, loadable: DemoCompany) -> None:
    before = RecordVersion.objects.count()
    again = load_demo(company=loadable, password=demo_password(), progress=said, workspace=batch.workspace)
    assert again == batch
    assert RecordVersion.objects.count() == before
