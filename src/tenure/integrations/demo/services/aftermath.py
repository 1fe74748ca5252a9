"""What follows from the demo's data: health of the last year, the calls to action; and forgetting them again."""

from collections.abc import Callable

from tenure.accounts.models import Account
from tenure.foundation.jobs import enqueue
from tenure.foundation.models import Workspace
from tenure.health.models import HealthDay
from tenure.health.queries.explanations import day_files
from tenure.health.services import bring_up_to_date, reopen_days
from tenure.playbooks.services.health_calls import open_health_calls

_SAY_EVERY_DAYS = 90


def compute_health(*, workspace: Workspace, progress: Callable[[str], None]) -> None:
    """Compute measures and scores of the last year's days, and open what they call for."""
    said = 0

    def tell(done: int, total: int) -> None:
        nonlocal said
        if done - said >= _SAY_EVERY_DAYS or (done == total and done > said):
            said = done
            progress(f"health of {done} of {total} days")

    bring_up_to_date(workspace=workspace, progress=tell)
    called = open_health_calls(workspace=workspace)
    progress(f"{called.opened} calls to action")


def forget_health(*, workspace: Workspace) -> None:
    """Drop the history where no account is left; else have it computed again, for averages have changed."""
    if Account.objects.filter(workspace=workspace).exists():
        reopen_days(workspace_id=workspace.pk)
        enqueue("health.compute", actor=None, workspace=workspace)
        return
    days = HealthDay.objects.filter(workspace=workspace)
    files = day_files(workspace.pk)
    for day in days.values_list("day", flat=True):
        files.drop(day)
    days.delete()
