"""Background work of the calls to action and of alerts."""

from typing import Any

from tenure.foundation.jobs import JobRun, enqueue, job, schedule
from tenure.foundation.models import Workspace
from tenure.playbooks.alerts import services as alerts
from tenure.playbooks.alerts.queries.previews import lacks_previews
from tenure.playbooks.services import end_snoozes, tell_owners
from tenure.playbooks.services.health_calls import open_health_calls


@job("playbooks.open_ctas")
def open_ctas(run: JobRun) -> dict[str, Any]:
    """Open and close the calls to action that health asks for; then the rules look at everybody."""
    workspace = Workspace.objects.get(pk=run.workspace_id)
    done = open_health_calls(workspace=workspace)
    enqueue("playbooks.raise_alerts", actor=None, workspace=workspace)
    return {"opened": done.opened, "kept": done.kept, "closed": done.closed}


@job("playbooks.raise_alerts")
def raise_alerts(run: JobRun) -> dict[str, Any]:
    """Raise the alerts of the newest day, and open the calls to action that they ask for."""
    workspace = Workspace.objects.get(pk=run.workspace_id)
    done = alerts.raise_alerts(workspace=workspace, progress=run.progress)
    if done.day is not None and lacks_previews(workspace.pk, done.day):
        enqueue("playbooks.preview_alerts", actor=None, workspace=workspace)
    told = tell_owners(workspace=workspace)
    day = done.day.isoformat() if done.day else None
    return {"day": day, "opened": done.opened, "ended": done.ended, "calls": done.called, "told": told}


@job("playbooks.wake_ctas")
def wake_ctas(run: JobRun) -> dict[str, Any]:
    """End the snoozes whose day has come, and say so."""
    return {"woken": end_snoozes(workspace=Workspace.objects.get(pk=run.workspace_id))}


@job("playbooks.preview_alerts")
def preview_alerts(run: JobRun) -> dict[str, Any]:
    """Replay every rule over the last year, as it is set."""
    found = alerts.preview_rules(workspace=Workspace.objects.get(pk=run.workspace_id), progress=run.progress)
    return {"rules": len(found)}


@job("playbooks.preview_alert")
def preview_alert(run: JobRun, *, name: str, parameters: dict[str, Any], knowledge: str = "") -> dict[str, Any]:
    """Replay one rule over the last year with the parameters that somebody wants to see."""
    workspace = Workspace.objects.get(pk=run.workspace_id)
    how = alerts.Knowledge(knowledge) if knowledge else None
    found = alerts.preview(
        workspace=workspace, name=name, parameters=parameters, knowledge=how, progress=run.progress
    )
    return {"preview": found.pk if found else None}


schedule("playbooks.wake_ctas", "5 * * * *")
