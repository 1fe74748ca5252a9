"""Background jobs: how far they are, how they ended."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure.foundation.choices import FINISHED_STATES, JobState
from tenure.foundation.models import Job
from tenure.foundation.queries import list_jobs
from tenure.ui.registry import READERS, Nav, page
from tenure.ui.tables import Column, Filter, Table
from tenure.workspace.words import job_title

COLUMNS = [
    Column(
        "kind",
        gettext_lazy("Job"),
        kind="name",
        value=lambda row: job_title(row.kind),
        link=lambda row: reverse("job", args=[row.pk]),
        sort=True,
        is_fixed=True,
    ),
    Column("state", gettext_lazy("State"), kind="badge", value=lambda row: row.get_state_display(), sort=True),
    Column("message", gettext_lazy("Message")),
    Column("actor", gettext_lazy("Started by"), value=lambda row: str(row.actor or _("the clock"))),
    Column("created_at", gettext_lazy("Started"), kind="instant", sort=True),
    Column("finished_at", gettext_lazy("Ended"), kind="instant", sort=True),
    Column("attempts", gettext_lazy("Tries"), kind="number", sort=True, is_shown=False),
]


@page(
    "settings/jobs/",
    name="jobs",
    title=gettext_lazy("Jobs"),
    roles=READERS,
    nav=Nav(icon="progress", order=30, group="settings"),
)
def jobs(request: HttpRequest) -> HttpResponse:
    """List jobs: an administrator's all, others their own; those not finished stand above with their progress."""
    rows = list_jobs(user=request.user).select_related("actor")  # type: ignore[arg-type]
    state = request.GET.get("state", "")
    table = Table(
        request,
        name="jobs",
        columns=COLUMNS,
        rows=rows.filter(state=state) if state in JobState.values else rows,
        default_sort="-created_at",
        filters=[Filter("state", _("State"), JobState.choices)],
        empty={
            "icon": "progress",
            "title": _("No jobs yet"),
            "text": _("Long work, such as an import, shows up here with its progress."),
        },
    )
    if table.is_export:
        return table.export()
    running = [{"job": row, "title": job_title(row.kind)} for row in rows.exclude(state__in=FINISHED_STATES)[:20]]
    return render(request, "workspace/jobs.html", {"table": table, "running": running})


@page("settings/jobs/<int:pk>/", name="job", title=gettext_lazy("Job"), roles=READERS)
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one job: progress, result, error."""
    rows = list_jobs(user=request.user).select_related("actor")  # type: ignore[arg-type]
    row: Job = get_object_or_404(rows, pk=pk)
    context = {"job": row, "heading": job_title(row.kind), "result": sorted(row.result.items())}
    return render(request, "workspace/job.html", context)
