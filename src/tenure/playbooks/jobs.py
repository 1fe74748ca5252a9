"""Background work of the calls to action."""

from typing import Any

from tenure.foundation.jobs import JobRun, job
from tenure.foundation.models import Workspace
from tenure.playbooks.services.health_calls import open_health_calls


@job("playbooks.open_ctas")
def open_ctas(run: JobRun) -> dict[str, Any]:
    """Open and close the calls to action that health asks for."""
    done = open_health_calls(workspace=Workspace.objects.get(pk=run.workspace_id))
    return {"opened": done.opened, "kept": done.kept, "closed": done.closed}
