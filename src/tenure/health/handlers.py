"""What other domains' facts mean for health: a run that finds what changed, and computes it again."""

from tenure.foundation.choices import FINISHED_STATES
from tenure.foundation.facts import on
from tenure.foundation.jobs import enqueue
from tenure.foundation.models import Activity, Job
from tenure.health.services import forget_account


@on("import.finished")
@on("import.undone")
@on("import.corrected")
@on("demo.loaded")
@on("demo.removed")
@on("events.user_erased")
@on("scorecard.changed")
def on_data_changed(activity: Activity) -> None:
    """Bring health up to date; the run itself finds which days something has changed of."""
    waits = Job.objects.filter(workspace_id=activity.workspace_id, kind="health.compute", done=0)
    if not waits.exclude(state__in=FINISHED_STATES).filter(attempts=0).exists():
        enqueue("health.compute", actor=None, workspace=activity.workspace)


@on("account.deleted")
@on("events.account_erased")
def on_account_gone(activity: Activity) -> None:
    """Take an account that is gone out of the history."""
    if activity.account_id is not None:
        forget_account(workspace_id=activity.workspace_id, account_id=activity.account_id)
