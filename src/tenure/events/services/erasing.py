"""Taking events out: the undo of an import, the erasure of an account or a person. Both reach every file."""

from dataclasses import dataclass

from django.db import transaction

from tenure.accounts.models import Account
from tenure.events.log.rewriting import Target
from tenure.events.models import EventKind, QuarantinedEvent
from tenure.events.queries.logs import log_of
from tenure.events.services.quarantine import file_quarantine
from tenure.foundation.models import User, Workspace
from tenure.foundation.services import record_activity


@dataclass(frozen=True, slots=True)
class Erased:
    """How many events went from the log and from the quarantine."""

    events: int
    quarantined: int


def delete_import(*, workspace: Workspace | int, import_id: int) -> Erased:
    """Undo the events of an import; other imports' events stay. Safe to repeat."""
    return _erase(workspace, Target(import_id=import_id), {"import_id": import_id})


def erase_account(*, workspace: Workspace | int, account_id: int, actor: User | None) -> Erased:
    """Erase every event of an account from every file of the log; the rollup follows. Safe to repeat."""
    erased = _erase(workspace, Target(account_id=account_id), {"account_id": account_id})
    _note(workspace, actor, account_id, "events.account_erased", erased)
    return erased


def erase_user(*, workspace: Workspace | int, account_id: int, user_id: str, actor: User | None) -> Erased:
    """Erase every event of one user of an account; the activity does not name the user. Safe to repeat."""
    target = Target(account_id=account_id, user_id=user_id)
    erased = _erase(workspace, target, {"account_id": account_id, "user_id": user_id})
    _note(workspace, actor, account_id, "events.user_erased", erased)
    return erased


def _erase(workspace: Workspace | int, target: Target, rows: dict[str, int | str]) -> Erased:
    number = _number(workspace)
    log = log_of(number)
    events = log.remove(target)
    file_quarantine(workspace=number)
    quarantined, _ = QuarantinedEvent.objects.filter(workspace_id=number, **rows).delete()
    if target.account_id is not None:
        # a name that only they used may say who they are
        still = [name for name in log.rollup().kinds if name]
        EventKind.objects.filter(workspace_id=number).exclude(name__in=still).delete()
    return Erased(events, quarantined)


def _note(workspace: Workspace | int, actor: User | None, account_id: int, verb: str, erased: Erased) -> None:
    account = Account.objects.filter(pk=account_id).values_list("pk", flat=True).first()
    with transaction.atomic():
        record_activity(
            actor=actor,
            workspace=_number(workspace),
            verb=verb,
            account=account,
            data={"events": erased.events, "quarantined": erased.quarantined},
        )


def _number(workspace: Workspace | int) -> int:
    return workspace if isinstance(workspace, int) else workspace.pk
