"""Search over customers, people, tickets and notes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from tenure.ui.registry import READERS, page
from tenure.web.queries.search import search as find


@page("search/", name="search", title=gettext_lazy("Search"), roles=READERS)
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found; while a person types, the first few of each kind."""
    text = request.GET.get("q", "")
    is_quick = bool(getattr(request, "htmx", False))
    context = {"text": text.strip(), "found": find(user=request.user, text=text, is_quick=is_quick)}  # type: ignore[arg-type]
    if is_quick:
        name = "palette_hits" if request.GET.get("part") == "palette" else "search_hits"
        return render(request, f"web/parts/{name}.html", context)
    return render(request, "web/search.html", context)
