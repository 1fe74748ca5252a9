"""What the calls to action do about facts of lower domains."""

from tenure.foundation.facts import on
from tenure.foundation.jobs import enqueue
from tenure.foundation.models import Activity


@on("health.computed")
def on_health_computed(activity: Activity) -> None:
    """Look for customers that need somebody, once their scores are new."""
    enqueue("playbooks.open_ctas", actor=None, workspace=activity.workspace)
