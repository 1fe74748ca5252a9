"""Reads of the foundation."""

from django.apps import apps
from django.db.models import Count, QuerySet

from tenure.foundation.models import Activity, ApiToken, Job, Team, User, Workspace


def find_workspace() -> Workspace | None:
    """Return the one company of this instance, or None before the first set-up."""
    return Workspace.objects.order_by("pk").first()


def get_workspace() -> Workspace:
    """Return the one company of this instance; raises Workspace.DoesNotExist before the first set-up."""
    workspace = find_workspace()
    if workspace is None:
        raise Workspace.DoesNotExist("no workspace yet: run 'tenure init'")
    return workspace


def is_sign_up_open() -> bool:
    """Whether the first person, who becomes administrator, has yet to sign up."""
    return not User.objects.exists()


def list_jobs(*, user: User) -> QuerySet[Job]:
    """Return the jobs a person may see: their own, and all of them for an administrator."""
    jobs = Job.objects.filter(workspace_id=user.workspace_id)
    return jobs if user.is_admin else jobs.filter(actor=user)


def list_activities(*, workspace_id: int, account_id: int | None = None) -> QuerySet[Activity]:
    """Return activities, newest first; the caller has checked the scope of the account."""
    rows = Activity.objects.filter(workspace_id=workspace_id).select_related("actor")
    return rows if account_id is None else rows.filter(account_id=account_id)


def list_members(*, actor: User) -> QuerySet[User]:
    """Return the people of the actor's workspace, those shut out last."""
    rows = User.objects.filter(workspace_id=actor.workspace_id).prefetch_related("teams")
    return rows.order_by("-is_active", "name", "email")


def list_teams(*, actor: User) -> QuerySet[Team]:
    """Return the teams of the actor's workspace with the count of their people."""
    return Team.objects.filter(workspace_id=actor.workspace_id).annotate(people=Count("members"))


def count_team_accounts(*, team: Team) -> int:
    """Return how many accounts a team covers."""
    return int(apps.get_model("accounts", "Account").objects.filter(team_id=team.pk).count())


def count_accounts_by_team(*, actor: User) -> dict[int, int]:
    """Return how many accounts each team of the actor's workspace covers, by the team's id."""
    model = apps.get_model("accounts", "Account")
    rows = model.objects.filter(workspace_id=actor.workspace_id).exclude(team=None).order_by()
    return dict(rows.values("team").annotate(count=Count("pk")).values_list("team", "count"))


def list_tokens(*, user: User) -> QuerySet[ApiToken]:
    """Return a person's keys, newest first, those revoked left out."""
    return ApiToken.objects.filter(user=user, revoked_at__isnull=True)


def list_verbs(*, workspace_id: int) -> list[str]:
    """Return the kinds of activity there are, by name."""
    rows = Activity.objects.filter(workspace_id=workspace_id).order_by("verb")
    return list(rows.values_list("verb", flat=True).distinct())
