"""Small pages of the frame: a person's choices, the progress of a job."""

from django.conf import settings
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from tenure.foundation.jobs import request_cancel
from tenure.foundation.queries import list_jobs
from tenure.foundation.services import save_preferences
from tenure.ui import flash
from tenure.ui.registry import READERS, page

YEAR_SECONDS = 31_536_000


@page("preferences/", name="preferences", title=_("Preferences"), roles=READERS)
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the language and theme a person chose, and go back to where they were."""
    language, theme = request.POST.get("language"), request.POST.get("theme")
    try:
        save_preferences(actor=request.user, language=language, theme="" if theme == "system" else theme)  # type: ignore[arg-type]
    except ValidationError as error:
        raise BadRequest(" ".join(error.messages)) from error
    response = HttpResponseRedirect(next_address(request))
    if language:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR_SECONDS, samesite="Lax")
    return response


@page("jobs/<int:pk>/progress/", name="job-progress", title=_("Job"), roles=READERS)
@require_GET
def job_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a job is; the page that shows it is loaded anew once it has ended."""
    job = get_object_or_404(list_jobs(user=request.user), pk=pk)  # type: ignore[arg-type]
    if not getattr(request, "htmx", False):
        return render(request, "ui/job.html", {"job": job})
    response = render(request, "ui/components/job.html", {"job": job})
    if job.is_finished:
        response["HX-Refresh"] = "true"
    return response


@page("jobs/<int:pk>/cancel/", name="job-cancel", title=_("Cancel job"), roles=READERS)
@require_POST
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a job to stop, and go back to the page that shows it."""
    job = get_object_or_404(list_jobs(user=request.user), pk=pk)  # type: ignore[arg-type]
    request_cancel(job=job, actor=request.user)  # type: ignore[arg-type]
    flash.done(request, _("The job stops at its next step. What it had written before is kept."))
    return HttpResponseRedirect(next_address(request))


def next_address(request: HttpRequest, default: str = "/") -> str:
    """Return the address to go to after a form: its `next` field or the page it came from, never another site."""
    for address in (request.POST.get("next", ""), request.headers.get("Referer", "")):
        if address and url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
            return address
    return default
