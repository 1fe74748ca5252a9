"""The people of a workspace: who is in, with which role, in which teams."""

from collections.abc import Iterable

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from tenure.foundation.choices import Role
from tenure.foundation.models import Team, User, Workspace
from tenure.foundation.services.activities import record_activity


def require_admin(actor: User) -> Workspace:
    """Return the actor's workspace; raises PermissionDenied for anyone but its administrators."""
    if not actor.is_active or not actor.is_admin or actor.workspace is None:
        raise PermissionDenied(_("Only administrators may do this."))
    return actor.workspace


@transaction.atomic
def invite_member(*, actor: User, email: str, role: str, name: str = "", teams: Iterable[Team] = ()) -> User:
    """Make a person who has no password yet; `make_sign_in_key` gives the way in. Raises ValidationError by field."""
    workspace = require_admin(actor)
    _check_role(role)
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError({"email": error.messages}) from None
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise ValidationError({"email": _("There is a person of this e-mail address already.")})
    user = User.objects.create_user(email.strip(), None, workspace=workspace, role=Role(role), name=name.strip())
    user.teams.set(_own_teams(workspace, teams))
    data = {"email": user.email, "role": user.role}
    record_activity(actor=actor, workspace=workspace, verb="user.invited", subject=user, data=data)
    return user


@transaction.atomic
def change_member(*, actor: User, member: User, name: str, role: str, teams: Iterable[Team]) -> User:
    """Change a person's name, role and teams. Raises ValidationError where nobody would administer any more."""
    workspace = require_admin(actor)
    _check_member(workspace, member)
    _check_role(role)
    if role != Role.ADMIN:
        _check_other_admin(workspace, member, "role")
    before = {"role": member.role, "teams": sorted(team.name for team in member.teams.all())}
    member.name, member.role = name.strip(), Role(role)
    member.save(update_fields=["name", "role"])
    chosen = _own_teams(workspace, teams)
    member.teams.set(chosen)
    data = {
        "email": member.email,
        "before": before,
        "after": {"role": member.role, "teams": sorted(team.name for team in chosen)},
    }
    record_activity(actor=actor, workspace=workspace, verb="user.changed", subject=member, data=data)
    return member


@transaction.atomic
def close_member(*, actor: User, member: User) -> None:
    """Shut a person out: sessions and keys end at once, what they did stays.

    Raises ValidationError for the last administrator.
    """
    workspace = require_admin(actor)
    _check_member(workspace, member)
    if member.pk == actor.pk:
        raise ValidationError(_("You cannot shut yourself out. Ask another administrator."))
    _check_other_admin(workspace, member, None)
    if User.objects.filter(pk=member.pk, is_active=True).update(is_active=False):
        record_activity(
            actor=actor, workspace=workspace, verb="user.closed", subject=member, data={"email": member.email}
        )


@transaction.atomic
def reopen_member(*, actor: User, member: User) -> None:
    """Let a person in again."""
    workspace = require_admin(actor)
    _check_member(workspace, member)
    if User.objects.filter(pk=member.pk, is_active=False).update(is_active=True):
        record_activity(
            actor=actor, workspace=workspace, verb="user.reopened", subject=member, data={"email": member.email}
        )


def make_sign_in_key(*, actor: User, member: User) -> dict[str, str]:
    """Return the parts of the address at which a person sets a password: it works once and for 72 hours.

    It is the address of a forgotten password, so that there is one way in and one set of rules for it.
    """
    workspace = require_admin(actor)
    _check_member(workspace, member)
    record_activity(
        actor=actor, workspace=workspace, verb="user.key_made", subject=member, data={"email": member.email}
    )
    return {"uidb36": user_pk_to_url_str(member), "key": default_token_generator.make_token(member)}


def name_self(*, actor: User, name: str) -> None:
    """Set the name by which others see a person."""
    actor.name = name.strip()[:150]
    actor.save(update_fields=["name"])


def _check_role(role: str) -> None:
    if role not in Role.values:
        raise ValidationError({"role": _("This role is not there.")})


def _check_member(workspace: Workspace, member: User) -> None:
    if member.workspace_id != workspace.pk:
        raise PermissionDenied(_("This person belongs to another workspace."))


def _check_other_admin(workspace: Workspace, member: User, field: str | None) -> None:
    others = User.objects.filter(workspace=workspace, role=Role.ADMIN, is_active=True).exclude(pk=member.pk)
    if member.role == Role.ADMIN and not others.exists():
        text = _("This is the only administrator. Make another one first.")
        raise ValidationError({field: text} if field else text)


def _own_teams(workspace: Workspace, teams: Iterable[Team]) -> list[Team]:
    return [team for team in teams if team.workspace_id == workspace.pk]
