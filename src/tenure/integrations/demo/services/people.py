"""The demo's team."""

from collections.abc import Sequence

from tenure.foundation.models import Team, User, Workspace
from tenure.foundation.services import create_user, ensure_team
from tenure.integrations.demo.types import DemoCompany, DemoUser

LANGUAGES = {"en": "en", "zh": "zh-hans"}


def make_people(*, workspace: Workspace, company: DemoCompany, password: str) -> tuple[list[Team], list[User]]:
    """Make the teams and people of a demo that are not there yet, and return what was made."""
    before = set(Team.objects.filter(workspace=workspace).values_list("name", flat=True))
    teams = {name: ensure_team(workspace=workspace, name=name) for name in company.teams}
    made = [_person(workspace, user, teams, password, company.language) for user in company.users]
    return [team for name, team in teams.items() if name not in before], [user for user in made if user is not None]


def _person(
    workspace: Workspace, user: DemoUser, teams: dict[str, Team], password: str, language: str
) -> User | None:
    if User.objects.filter(email__iexact=user.email).exists():
        return None
    return create_user(
        workspace=workspace,
        email=user.email,
        password=password,
        role=user.role,
        name=user.name,
        teams=[teams[name] for name in user.teams],
        language=LANGUAGES[language],
    )


def ids(rows: Sequence[Team] | Sequence[User]) -> list[int]:
    """Return the primary keys of rows."""
    return [int(row.pk) for row in rows]
