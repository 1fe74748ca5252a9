"""Background work of the event log."""

from typing import Any

from tenure.events.services import compact_events, maintain_events
from tenure.foundation.jobs import JobRun, job, schedule


@job("events.compact")
def compact(run: JobRun) -> dict[str, Any]:
    """Bring what was accepted into the log and the rollup."""
    done = compact_events(workspace=run.workspace_id, progress=run.progress)
    return {"created": done.created, "unchanged": done.unchanged, "refused": len(done.refused)}


@job("events.maintain")
def maintain(run: JobRun) -> dict[str, Any]:
    """Merge small files and remove old ones."""
    done = maintain_events(workspace=run.workspace_id)
    return {"merged_files": done.merged_files, "files": done.files}


schedule("events.compact", "*/5 * * * *")
schedule("events.maintain", "30 2 * * *")
