"""The demo company: what it tells, loading it, taking it away."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tenure.foundation.jobs import enqueue
from tenure.integrations.demo.companies import COMPANIES
from tenure.integrations.demo.jobs import LOAD, REMOVE
from tenure.integrations.demo.queries import (
    demo_password,
    find_demo,
    find_demo_job,
    is_whole,
    list_demo_people,
    list_stories,
)
from tenure.integrations.demo.words import WORDS
from tenure.ui.registry import ADMINS, READERS, Nav, page


@page(
    "demo/",
    name="demo",
    title=gettext_lazy("Demo company"),
    roles=READERS,
    nav=Nav(icon="bulb", order=96, group="settings"),
)
@require_GET
def demo(request: HttpRequest) -> HttpResponse:
    """Show the stories of the demo and, to administrators, how to load or remove it."""
    person = request.user
    batch = find_demo(person.workspace)  # type: ignore[union-attr]
    context: dict[str, Any] = {"job": find_demo_job(person.workspace), "batch": batch}  # type: ignore[union-attr]
    if batch is not None and is_whole(batch):
        context |= {
            "as_told": date.fromisoformat(batch.options["today"]),
            "stories": list_stories(batch, user=person),  # type: ignore[arg-type]
        }
        if person.is_admin:  # type: ignore[union-attr]
            people = list_demo_people(batch.workspace)
            usual = bool(people) and people[0].check_password(demo_password())
            context |= {"people": people, "password": demo_password() if usual else ""}
    return render(request, "integrations/demo.html", context)


@page("demo/load/", name="demo-load", title=gettext_lazy("Load the demo"), roles=ADMINS)
@require_POST
def demo_load(request: HttpRequest) -> HttpResponse:
    """Begin to load the demo, unless it is there or on its way."""
    company, _dash, language = request.POST.get("demo", "").partition("-")
    workspace = request.user.workspace  # type: ignore[union-attr]
    batch = find_demo(workspace)
    is_there = batch is not None and is_whole(batch)
    if company in COMPANIES and language in WORDS and not is_there and find_demo_job(workspace) is None:
        params = {"company": company, "language": language, "today": timezone.localdate().isoformat()}
        enqueue(LOAD, actor=request.user, params=params)  # type: ignore[arg-type]
    return redirect("demo")


@page("demo/remove/", name="demo-remove", title=gettext_lazy("Remove the demo"), roles=ADMINS)
@require_POST
def demo_remove(request: HttpRequest) -> HttpResponse:
    """Begin to take the demo away."""
    workspace = request.user.workspace  # type: ignore[union-attr]
    if find_demo(workspace) is not None and find_demo_job(workspace) is None:
        enqueue(REMOVE, actor=request.user)  # type: ignore[arg-type]
    return redirect("demo")
