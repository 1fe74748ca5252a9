"""Background work of health."""

from datetime import date
from typing import Any

from tenure.foundation.jobs import JobRun, job, schedule
from tenure.foundation.models import Workspace
from tenure.health.services import bring_up_to_date, compute_days


@job("health.compute")
def compute(run: JobRun, *, first: str = "", last: str = "") -> dict[str, Any]:
    """Bring measures and scores up to date, or compute the days from `first` to `last` (ISO) again."""
    workspace = Workspace.objects.get(pk=run.workspace_id)
    if first:
        days = compute_days(
            workspace=workspace,
            first=date.fromisoformat(first),
            last=date.fromisoformat(last or first),
            progress=run.progress,
        )
        return {"days": days.days, "accounts": days.accounts}
    brought = bring_up_to_date(workspace=workspace, progress=run.progress)
    day = brought.day.isoformat() if brought.day else None
    return {"day": day, "days": brought.days, "accounts": brought.accounts}


schedule("health.compute", "15 1 * * *")
