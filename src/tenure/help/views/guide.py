"""The guide in the product."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy

from tenure.help.guide import folder_of, list_guide, read_guide
from tenure.ui.registry import READERS, Nav, page


@page(
    "help/",
    name="help",
    title=gettext_lazy("Help"),
    roles=READERS,
    nav=Nav(icon="help-circle", order=90, group="settings"),
)
def index(request: HttpRequest) -> HttpResponse:
    """Show the first page of the guide."""
    return guide(request, "first-hour")


@page("help/<slug:slug>/", name="guide", title=gettext_lazy("Help"), roles=READERS)
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one page of the guide in the reader's language."""
    language = get_language() or "en"
    try:
        shown = read_guide(slug, folder_of(language))
    except KeyError as error:
        raise Http404 from error
    return render(request, "help/guide.html", {"shown": shown, "guide": list_guide(language)})
