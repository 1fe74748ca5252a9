"""Taking the demo away: all that it brought, and nothing that is the person's own."""

from dataclasses import dataclass, field

from django.apps import apps
from django.db import models, transaction

from tenure.accounts.kinds import list_kinds
from tenure.accounts.models import Account, ContractLine, ExternalId, Product, RecordVersion
from tenure.foundation.models import Team, User, Workspace
from tenure.foundation.queries import count_team_accounts
from tenure.foundation.services import record_activity
from tenure.integrations.demo.services.aftermath import forget_health
from tenure.integrations.demo.services.events import remove_events
from tenure.integrations.models import ImportBatch

CHUNK = 50


@dataclass(slots=True)
class Removal:
    """What taking the demo away did. `kept_accounts` are demo accounts on which data of other imports hangs."""

    events: int = 0
    accounts: int = 0
    people: int = 0
    kept_accounts: list[str] = field(default_factory=list)
    kept_people: list[str] = field(default_factory=list)
    workspace_removed: bool = False


def remove_demo(*, batch: ImportBatch, actor: User | None) -> Removal:
    """Remove the records, events and people of a demo. Done again after a break, it goes on where it stood.

    A demo account on which records of another import hang is kept with all that hangs on it. The actor is kept, and
    so is the last administrator while there is anything else in the workspace.
    """
    removal = Removal(events=remove_events(batch=batch))
    workspace = batch.workspace
    mine = set(_record_ids(batch, "accounts"))
    kept = _accounts_in_use(batch, mine)
    going = sorted(mine - kept)
    for start in range(0, len(going), CHUNK):
        _remove_accounts(workspace, going[start : start + CHUNK])
    removal.accounts = len(going)
    removal.kept_accounts = list(Account.objects.filter(pk__in=kept).order_by("name").values_list("name", flat=True))
    _forget_versions(batch, kept)
    _remove_products(batch)
    forget_health(workspace=workspace)
    _remove_people(batch, actor, removal)
    _close(batch, actor, removal)
    return removal


def _record_ids(batch: ImportBatch, kind: str) -> list[int]:
    rows = ExternalId.objects.filter(workspace=batch.workspace, kind=kind, import_id=batch.pk)
    return list(rows.values_list("record_id", flat=True))


def _accounts_in_use(batch: ImportBatch, mine: set[int]) -> set[int]:
    """Return the demo's accounts that another import wrote to, and the parents of accounts of others."""
    others = RecordVersion.objects.filter(workspace=batch.workspace, import_id__isnull=False).exclude(
        import_id=batch.pk
    )
    written = others.filter(account_id__isnull=False).values_list("account_id", flat=True)
    used = {int(pk) for pk in written if pk is not None} & mine
    children = Account.objects.filter(workspace=batch.workspace, parent__in=mine).exclude(pk__in=mine)
    return used | {int(pk) for pk in children.values_list("parent_id", flat=True) if pk is not None}


@transaction.atomic
def _remove_accounts(workspace: Workspace, ids: list[int]) -> None:
    """Remove accounts, what hangs on them by key, and rows that only name them by number."""
    for model in apps.get_models():
        if _names_accounts(model):
            model._default_manager.filter(account_id__in=ids).delete()
    for kind in list_kinds():
        if kind.hangs_on_account:
            records = kind.model._default_manager.filter(account_id__in=ids)
            _forget_ids(workspace, kind.name, list(records.values_list("pk", flat=True)))
    _forget_ids(workspace, "accounts", ids)
    Account.objects.filter(pk__in=ids).delete()


def _names_accounts(model: type[models.Model]) -> bool:
    """Whether rows name an account by its number, without a key that would take them along."""
    return any(entry.name == "account_id" and not entry.is_relation for entry in model._meta.concrete_fields)


def _forget_ids(workspace: Workspace, kind: str, ids: list[int]) -> None:
    for start in range(0, len(ids), 400):
        part = ids[start : start + 400]
        ExternalId.objects.filter(workspace=workspace, kind=kind, record_id__in=part).delete()


def _forget_versions(batch: ImportBatch, kept: set[int]) -> None:
    """Drop the versions of products and of what is gone; those of the accounts that stay, stay."""
    rows = RecordVersion.objects.filter(workspace=batch.workspace, import_id=batch.pk)
    while True:
        ids = list(rows.exclude(account_id__in=kept).values_list("pk", flat=True)[:400])
        if not ids:
            return
        RecordVersion.objects.filter(pk__in=ids).delete()


def _remove_products(batch: ImportBatch) -> None:
    ids = _record_ids(batch, "products")
    used = set(ContractLine.objects.filter(product_id__in=ids).values_list("product_id", flat=True))
    free = [pk for pk in ids if pk not in used]
    with transaction.atomic():
        _forget_ids(batch.workspace, "products", free)
        Product.objects.filter(pk__in=free).delete()


def _remove_people(batch: ImportBatch, actor: User | None, removal: Removal) -> None:
    people = list(User.objects.filter(pk__in=batch.options.get("users", [])).order_by("pk"))
    others = User.objects.filter(workspace=batch.workspace).exclude(pk__in=[user.pk for user in people])
    admins = others.filter(role="admin", is_active=True).exists()
    is_empty = not others.exists() and not Account.objects.filter(workspace=batch.workspace).exists()
    for user in people:
        is_last_admin = user.is_admin and not admins and not is_empty
        if (actor is not None and user.pk == actor.pk) or is_last_admin:
            removal.kept_people.append(user.email)
            admins = admins or user.is_admin
            continue
        with transaction.atomic():
            user.delete()
        removal.people += 1
    for team in Team.objects.filter(pk__in=batch.options.get("teams", [])):
        if not team.members.exists() and not count_team_accounts(team=team):
            team.delete()


def _close(batch: ImportBatch, actor: User | None, removal: Removal) -> None:
    """Drop the batch; the workspace becomes what it was, or goes where the demo made it and nothing else is in it."""
    workspace = batch.workspace
    made, former = batch.options.get("made_workspace", False), batch.options.get("former", {})
    with transaction.atomic():
        batch.delete()
        is_empty = not Account.objects.filter(workspace=workspace).exists()
        if made and is_empty and not User.objects.filter(workspace=workspace).exists():
            workspace.delete()
            removal.workspace_removed = True
            return
        if former and is_empty:
            Workspace.objects.filter(pk=workspace.pk).update(**former)
        record_activity(
            actor=actor,
            workspace=workspace,
            verb="demo.removed",
            data={
                "accounts": removal.accounts,
                "people": removal.people,
                "kept": len(removal.kept_accounts),
                "views": batch.options.get("views", []),
            },
        )
