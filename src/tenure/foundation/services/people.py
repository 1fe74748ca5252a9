"""Workspace, teams and people."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from tenure.foundation.choices import Role
from tenure.foundation.models import Team, User, Workspace
from tenure.foundation.services.activities import record_activity


@transaction.atomic
def create_workspace(
    *, name: str, currency: str = "USD", language: str = "en", time_zone: str | None = None
) -> Workspace:
    """Make the company of this instance; its time zone is that of the settings where none is given."""
    zone = time_zone or settings.TIME_ZONE
    workspace = Workspace.objects.create(name=name, currency=currency, language=language, time_zone=zone)
    record_activity(actor=None, workspace=workspace, verb="workspace.created", data={"name": name})
    return workspace


def ensure_team(*, workspace: Workspace, name: str) -> Team:
    """Return the team of that name, made if needed."""
    return Team.objects.get_or_create(workspace=workspace, name=name)[0]


@transaction.atomic
def create_user(
    *,
    workspace: Workspace,
    email: str,
    password: str,
    role: str = Role.READER,
    name: str = "",
    teams: Iterable[Team] = (),
    language: str = "",
    actor: User | None = None,
) -> User:
    """Make a person. Raises ValidationError for a weak password."""
    validate_password(password)
    user = User.objects.create_user(
        email, password, workspace=workspace, role=Role(role), name=name, language=language
    )
    user.teams.set(list(teams))
    record_activity(actor=actor, workspace=workspace, verb="user.created", data={"email": user.email, "role": role})
    return user
