from datetime import date, timedelta
from typing import Any

import pytest

from tenure.accounts.models import Account, ContractLine, ExternalId, Invoice, RecordVersion, Ticket
from tenure.events.models import EventKind
from tenure.events.queries import get_rollup
from tenure.foundation.models import Team, User, Workspace
from tenure.integrations.demo.queries import demo_password, find_demo, is_whole, list_demo_people
from tenure.integrations.demo.services import load_demo, remove_demo
from tenure.integrations.demo.types import DemoCompany
from tenure.integrations.models import ImportBatch

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_health")]


def said(text: str) -> None:
    """Nobody listens to the progress here."""


@pytest.fixture
def batch(loadable: DemoCompany) -> ImportBatch:
    return load_demo(company=loadable, password=demo_password(), progress=said)


def test_a_demo_that_was_broken_off_is_loaded_anew(batch: ImportBatch, loadable: DemoCompany) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(state="running")
    workspace = Workspace.objects.get()
    again = load_demo(company=loadable, password=demo_password(), progress=said, workspace=workspace)
    assert again.pk != batch.pk
    assert is_whole(again)
    assert Account.objects.count() == len(loadable.latest("accounts"))


def test_removing_leaves_an_empty_instance(batch: ImportBatch) -> None:
    assert get_rollup(batch.workspace).user_days.count.sum() > 0
    removal = remove_demo(batch=batch, actor=None)
    assert removal.events > 0
    assert len(get_rollup(batch.workspace_id).user_days.count) == 0
    assert removal.accounts == 120
    assert removal.workspace_removed
    for model in (
        Account,
        ContractLine,
        Ticket,
        Invoice,
        RecordVersion,
        ExternalId,
        User,
        Team,
        Workspace,
        ImportBatch,
        EventKind,
    ):
        assert model.objects.count() == 0, model


def test_removing_does_not_touch_the_persons_own_data(cast: Any, loadable: DemoCompany) -> None:
    own = cast.account("Own customer", signed_on=date(2025, 1, 1))
    batch = load_demo(company=loadable, password=demo_password(), progress=said, workspace=cast.workspace)
    assert batch.options["made_workspace"] is False
    assert cast.workspace.currency == "USD"
    removal = remove_demo(batch=batch, actor=cast.root)
    assert list(Account.objects.all()) == [own]
    assert removal.kept_accounts == []
    assert {user.email.split("@")[0] for user in User.objects.all()} == {"alice", "bob", "rita", "charlie", "root"}
    assert {team.name for team in Team.objects.all()} == {"North", "South"}
    assert find_demo(cast.workspace) is None


def test_a_workspace_that_nobody_uses_is_the_demos_and_is_itself_again(
    workspace: Workspace, loadable: DemoCompany
) -> None:
    batch = load_demo(company=loadable, password=demo_password(), progress=said, workspace=workspace)
    workspace.refresh_from_db()
    assert (workspace.name, workspace.currency, workspace.language) == (loadable.name, "CNY", "zh-hans")
    assert not remove_demo(batch=batch, actor=None).workspace_removed
    workspace.refresh_from_db()
    assert (workspace.name, workspace.currency, workspace.language) == ("Kestrel Software", "USD", "en")


def test_a_demo_account_with_data_of_another_import_is_kept_and_named(cast: Any, loadable: DemoCompany) -> None:
    batch = load_demo(company=loadable, password=demo_password(), progress=said, workspace=cast.workspace)
    account = Account.objects.get(name=loadable.stories[0].account_name)
    ticket = Ticket.objects.create(
        workspace=cast.workspace, account=account, subject="own", opened_at=batch.made_at - timedelta(days=1)
    )
    RecordVersion.objects.create(
        workspace=cast.workspace,
        kind="tickets",
        record_id=ticket.pk,
        account_id=account.pk,
        known_at=batch.made_at,
        import_id=batch.pk + 1,
    )
    removal = remove_demo(batch=batch, actor=cast.root)
    assert removal.kept_accounts == [account.name]
    assert Ticket.objects.filter(pk=ticket.pk).exists()
    assert Account.objects.count() == 1


def test_the_only_administrator_and_whoever_removes_it_stay(batch: ImportBatch) -> None:
    admin = list_demo_people(batch.workspace)[0]
    removal = remove_demo(batch=batch, actor=admin)
    assert removal.kept_people == [admin.email]
    assert not removal.workspace_removed
    assert list(User.objects.all()) == [admin]
