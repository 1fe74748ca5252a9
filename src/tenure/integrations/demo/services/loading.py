"""Loading a demo company, as one import."""

import time
from collections.abc import Callable
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from tenure.accounts.models import Account
from tenure.foundation.models import User, Workspace
from tenure.foundation.services import create_workspace, record_activity
from tenure.integrations.choices import BatchState, KnownTime
from tenure.integrations.demo.queries import SYSTEM, find_demo, is_whole
from tenure.integrations.demo.services.aftermath import choose_card, compute_health
from tenure.integrations.demo.services.events import describe_kinds, load_events
from tenure.integrations.demo.services.people import LANGUAGES, ids, make_people
from tenure.integrations.demo.services.records import load_records
from tenure.integrations.demo.services.removal import remove_demo
from tenure.integrations.demo.services.views import plan_views
from tenure.integrations.demo.services.working import begin_week
from tenure.integrations.demo.types import DemoCompany
from tenure.integrations.models import COUNTS, ImportBatch, ImportStep
from tenure.integrations.services.targets import list_targets

Progress = Callable[[str], None]
_TITLES = {"en": "{name} (demo)", "zh": "{name}（演示）"}
_TIME_ZONES = {"en": "UTC", "zh": "Asia/Shanghai"}


def load_demo(
    *, company: DemoCompany, password: str, progress: Progress, workspace: Workspace | None = None
) -> ImportBatch:
    """Load a company and return its batch; where a demo is loaded already, nothing is done.

    A demo whose loading was broken off is removed first. Without a workspace one is made. Raises ValidationError for
    a weak password.
    """
    before = find_demo(workspace)
    if workspace is not None and before is not None:
        if is_whole(before):
            return before
        progress("removing a demo whose loading was broken off")
        if remove_demo(batch=before, actor=None).workspace_removed:
            workspace = None
    began = time.monotonic()
    batch = _begin(company, workspace, password)
    progress(f"{company.name}: {len(batch.options['users'])} people")
    counts = load_records(batch=batch, company=company, say=lambda kind, count: progress(f"{count} {kind}"))
    counts["events"] = load_events(batch=batch, company=company)
    progress(f"{counts['events']} events")
    describe_kinds(company=company, actor=User.objects.get(email=company.users[0].email))
    choose_card(batch=batch, company=company)
    compute_health(workspace=batch.workspace, progress=progress)
    begin_week(workspace=batch.workspace, company=company)
    batch.options["views"] = plan_views(batch=batch, company=company)
    _finish(batch, counts, time.monotonic() - began)
    return batch


@transaction.atomic
def _begin(company: DemoCompany, workspace: Workspace | None, password: str) -> ImportBatch:
    is_new = workspace is None
    if workspace is None:
        workspace = create_workspace(name=company.name, currency=company.currency)
    former = _settle_in(workspace, company)
    teams, users = make_people(workspace=workspace, company=company, password=password)
    return ImportBatch.objects.create(
        workspace=workspace,
        file_name=_TITLES[company.language].format(name=company.name),
        system=SYSTEM,
        known_time=KnownTime.NOW,
        state=BatchState.RUNNING,
        options={
            "company": company.key,
            "name": company.name,
            "language": company.language,
            "seed": company.seed,
            "today": company.today.isoformat(),
            "made_workspace": is_new,
            "former": former,
            "teams": ids(teams),
            "users": ids(users),
            "event_names": list(company.event_texts),
            "stories": [asdict(story) for story in company.stories],
        },
    )


def _settle_in(workspace: Workspace, company: DemoCompany) -> dict[str, str]:
    """Let a workspace that nobody uses yet be the demo's company; return what it was before."""
    if User.objects.filter(workspace=workspace).exists() or Account.objects.filter(workspace=workspace).exists():
        return {}
    wanted = {
        "name": company.name,
        "currency": company.currency,
        "language": LANGUAGES[company.language],
        "time_zone": _TIME_ZONES[company.language],
    }
    former = {name: str(getattr(workspace, name)) for name in wanted}
    for name, value in wanted.items():
        setattr(workspace, name, value)
    workspace.save(update_fields=list(wanted))
    return former


@transaction.atomic
def _finish(batch: ImportBatch, counts: dict[str, int], seconds: float) -> None:
    shown = {target.name for target in list_targets()}
    for position, (kind, count) in enumerate((kind, count) for kind, count in counts.items() if kind in shown):
        numbers = dict.fromkeys(COUNTS, 0) | {"created": count}
        ImportStep.objects.create(batch=batch, position=position, kind=kind, taken=count, is_finished=True, **numbers)
    batch.state, batch.seconds, batch.finished_at = BatchState.DONE, round(seconds, 1), timezone.now()
    batch.row_count = sum(counts.values())
    batch.save(update_fields=["state", "seconds", "finished_at", "row_count", "options"])
    data = {"counts": counts, "views": batch.options["views"]}
    record_activity(actor=None, workspace=batch.workspace, verb="demo.loaded", data=data)
