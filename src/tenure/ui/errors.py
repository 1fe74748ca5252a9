"""Error pages: what happened, what was kept, what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that cannot be understood."""
    return _page(
        request,
        400,
        _("This request could not be understood"),
        _("The address or the form held something unexpected. Nothing was changed. Go back and try again."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a person whose role does not open this page."""
    return _page(
        request,
        403,
        _("Your role does not open this page"),
        _("Nothing was changed. If you need it for your work, ask an administrator of this workspace."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose protection token is missing or old."""
    return _page(
        request,
        403,
        _("This form has expired"),
        _("Nothing was saved. Go back, reload the page and send the form again."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere, or to what this person may not see."""
    return _page(
        request,
        404,
        _("There is nothing here"),
        _("The page was moved or removed, or it belongs to customers outside your teams."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours; the page needs neither session nor database."""
    context = {
        "status": 500,
        "title": _("Something went wrong on our side"),
        "text": _("What you had saved before is safe; the last step was not carried out. Please try it again."),
    }
    return HttpResponse(loader.render_to_string("ui/error.html", context), status=500)


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponse(f"{title}. {text}", status=status, content_type="text/plain; charset=utf-8")
    return render(request, "ui/error.html", {"status": status, "title": title, "text": text}, status=status)
