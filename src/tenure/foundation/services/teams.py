"""Teams."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.foundation.models import Team, User
from tenure.foundation.queries import count_team_accounts
from tenure.foundation.services.activities import record_activity
from tenure.foundation.services.members import require_admin


@transaction.atomic
def create_team(*, actor: User, name: str) -> Team:
    """Make a team. Raises ValidationError for a name that is empty or taken."""
    workspace = require_admin(actor)
    team = _named(Team(workspace=workspace), name)
    record_activity(actor=actor, workspace=workspace, verb="team.created", subject=team, data={"name": team.name})
    return team


@transaction.atomic
def rename_team(*, actor: User, team: Team, name: str) -> Team:
    """Give a team another name. Raises ValidationError for a name that is empty or taken."""
    workspace = require_admin(actor)
    before = team.name
    team = _named(team, name)
    if team.name != before:
        data = {"name": team.name, "before": before}
        record_activity(actor=actor, workspace=workspace, verb="team.renamed", subject=team, data=data)
    return team


@transaction.atomic
def delete_team(*, actor: User, team: Team) -> None:
    """Remove a team that covers nothing. Raises ValidationError while it has people or accounts."""
    workspace = require_admin(actor)
    people, accounts = team.members.count(), count_team_accounts(team=team)
    if people or accounts:
        words = [
            ngettext("%(count)s person", "%(count)s people", people) % {"count": people},
            ngettext("%(count)s account", "%(count)s accounts", accounts) % {"count": accounts},
        ]
        text = _("%(team)s still has %(people)s and %(accounts)s. Move them to another team first.")
        raise ValidationError(text % {"team": team.name, "people": words[0], "accounts": words[1]})
    record_activity(actor=actor, workspace=workspace, verb="team.deleted", subject=team, data={"name": team.name})
    team.delete()


def _named(team: Team, name: str) -> Team:
    clean = name.strip()
    if not clean:
        raise ValidationError({"name": _("A team needs a name.")})
    if len(clean) > 120:
        raise ValidationError({"name": _("A team's name has at most 120 characters.")})
    team.name = clean
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError:
        raise ValidationError({"name": _("There is a team of this name already.")}) from None
    return team
