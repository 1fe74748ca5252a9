"""Reads of the foundation."""

from django.db.models import QuerySet

from tenure.foundation.models import Activity, Job, User, Workspace


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
