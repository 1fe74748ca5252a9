"""The demo in the background: loading and removing it from the page."""

from datetime import date
from typing import Any

from tenure.foundation.jobs import JobCancelled, JobRun, job
from tenure.foundation.models import User, Workspace
from tenure.integrations.demo import DEFAULT_SEED
from tenure.integrations.demo.companies import generate
from tenure.integrations.demo.queries import demo_password, find_demo
from tenure.integrations.demo.services import load_demo, remove_demo

LOAD, REMOVE = "demo.load", "demo.remove"

_STEPS = 20


@job(LOAD)
def load(run: JobRun, *, company: str, language: str, today: str) -> dict[str, Any]:
    """Load a demo company as of a day. What a run that was killed or stopped has left is taken away first."""
    workspace = Workspace.objects.get(pk=run.workspace_id)
    done = 0

    def say(text: str) -> None:
        nonlocal done
        done += 1
        run.progress(min(done, _STEPS - 1), _STEPS, text)

    made = generate(company, DEFAULT_SEED, date.fromisoformat(today), language)
    try:
        batch = load_demo(company=made, password=demo_password(), progress=say, workspace=workspace)
    except JobCancelled:
        broken = find_demo(workspace)
        if broken is not None:
            remove_demo(batch=broken, actor=_actor(run))
        raise
    return {"batch": batch.pk}


@job(REMOVE)
def remove(run: JobRun) -> dict[str, Any]:
    """Take the demo away; done again after a break, it goes on."""
    batch = find_demo(Workspace.objects.get(pk=run.workspace_id))
    if batch is None:
        return {}
    removal = remove_demo(batch=batch, actor=_actor(run))
    return {"accounts": removal.accounts, "people": removal.people, "kept": removal.kept_accounts}


def _actor(run: JobRun) -> User | None:
    return None if run.actor_id is None else User.objects.filter(pk=run.actor_id).first()
