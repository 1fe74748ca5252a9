"""Who of us an account belongs to, set by a person."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tenure.accounts.choices import OwnerRole
from tenure.accounts.models import Account, AccountOwner
from tenure.foundation.models import Team, User
from tenure.foundation.services import record_activity

OWNER_FIELDS = {"owner": OwnerRole.CSM, "sales_owner": OwnerRole.SALES, "onboarding_owner": OwnerRole.ONBOARDING}


@transaction.atomic
def set_owners(*, actor: User, account: Account, people: Mapping[str, User | None]) -> None:
    """Set the owners that `people` names by field ("owner", "sales_owner", "onboarding_owner"); None ends one.

    Raises ValidationError by field for someone who cannot own, PermissionDenied without the right to write.
    """
    _may_write(actor, account)
    before = {owner.role: owner for owner in account.owners.select_related("user")}
    changed: dict[str, list[str]] = {}
    for name, person in people.items():
        role = OWNER_FIELDS[name]
        current = before.get(role)
        if (current.user_id if current else None) == (person.pk if person else None):
            continue
        if person is not None and (not person.is_active or person.workspace_id != actor.workspace_id):
            raise ValidationError({name: _("This person is not there any more.")})
        if current is not None:
            current.delete()
        if person is not None:
            AccountOwner.objects.create(account=account, user=person, role=role)
        changed[name] = [str(current.user) if current else "", str(person or "")]
    if changed:
        _tell(actor, account, "account.owners_changed", changed)


@transaction.atomic
def set_team(*, actor: User, account: Account, team: Team | None) -> None:
    """Let another team cover an account. Only an administrator may choose a team that is not theirs."""
    _may_write(actor, account)
    if account.team_id == (team.pk if team else None):
        return
    if team is not None and team.workspace_id != actor.workspace_id:
        raise PermissionDenied
    if not actor.is_admin and (team is None or not actor.teams.filter(pk=team.pk).exists()):
        raise ValidationError({"team": _("Choose one of your teams; an administrator may choose any.")})
    before = str(account.team or "")
    account.team = team
    account.save(update_fields=["team"])
    _tell(actor, account, "account.team_changed", {"team": [before, str(team or "")]})


def own_if_unseen(*, actor: User, account: Account) -> None:
    """Make the actor the owner of a new account that they could not see otherwise."""
    if not Account.objects.visible_to(actor).filter(pk=account.pk).exists():
        AccountOwner.objects.get_or_create(account=account, role=OwnerRole.CSM, defaults={"user": actor})


def _may_write(actor: User, account: Account) -> None:
    if not Account.objects.editable_by(actor).filter(pk=account.pk).exists():
        raise PermissionDenied


def _tell(actor: User, account: Account, verb: str, changed: Mapping[str, Any]) -> None:
    record_activity(
        actor=actor,
        workspace=account.workspace_id,
        verb=verb,
        account=account,
        subject=account,
        data={"kind": "accounts", "label": account.name[:200], "changed": dict(changed)},
    )
