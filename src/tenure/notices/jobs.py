"""What is sent by the clock."""

from collections import Counter
from typing import Any

from tenure.foundation.jobs import JobRun, job, schedule
from tenure.foundation.models import Workspace
from tenure.notices.services import send_digests, send_notices


@job("notices.digest")
def digest(run: JobRun) -> dict[str, Any]:
    """Send the digests whose hour has come where the person is."""
    workspace = Workspace.objects.get(pk=run.workspace_id)
    return dict(Counter(sent.state for sent in send_digests(workspace=workspace, run=run)))


@job("notices.send")
def send(run: JobRun) -> dict[str, Any]:
    """Send the notices that people want by e-mail."""
    return dict(send_notices(workspace=Workspace.objects.get(pk=run.workspace_id)))


schedule("notices.digest", "*/30 * * * *")
schedule("notices.send", "*/10 * * * *")
