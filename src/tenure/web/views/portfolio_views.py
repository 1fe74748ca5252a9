"""Saving and keeping views of the portfolio."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tenure.foundation.models import User
from tenure.ui import flash
from tenure.ui.registry import READERS, page
from tenure.ui.views import next_address
from tenure.web.forms import ViewForm
from tenure.web.models import PortfolioView
from tenure.web.queries.portfolio_views import standard_title
from tenure.web.queries.state import with_view
from tenure.web.services import portfolio_views as services


@page("portfolio/views/", name="portfolio-views", title=gettext_lazy("Save a view"), roles=READERS)
@require_POST
def view_save(request: HttpRequest) -> HttpResponse:
    """Keep the state that the form carries under a name, and open it."""
    user, query = _user(request), request.POST.get("query", "")
    form = ViewForm(user, request.POST)
    try:
        if not form.is_valid():
            return _failed(request, form.errors.as_data(), query)
        view = services.save_view(actor=user, query=query, **form.cleaned_data)
    except ValidationError as error:
        return _failed(request, error, query)
    flash.done(request, _("View '%(name)s' saved.") % {"name": view.name}, undo=_undo(view))
    return _to(view)


@page("portfolio/views/<int:pk>/", name="portfolio-view", title=gettext_lazy("Change a view"), roles=READERS)
@require_POST
def view_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a view another name, team or state: the state where the form carries `query`, else name and team."""
    user, view = _user(request), _visible(request, pk)
    changes: dict[str, Any] = {}
    if "query" in request.POST:
        changes["query"] = request.POST["query"]
    else:
        form = ViewForm(user, request.POST)
        if not form.is_valid():
            return _failed(request, form.errors.as_data(), view.query)
        changes = form.cleaned_data
    try:
        view = services.change_view(actor=user, view=view, changes=changes)
    except ValidationError as error:
        return _failed(request, error, view.query)
    flash.done(request, _("View '%(name)s' saved.") % {"name": view.name})
    return _to(view)


@page("portfolio/views/<int:pk>/move/", name="portfolio-view-move", title=gettext_lazy("Move a view"), roles=READERS)
@require_POST
def view_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a view one place to the left or to the right."""
    view = _visible(request, pk)
    services.move_view(actor=_user(request), view=view, steps=-1 if request.POST.get("to") == "left" else 1)
    return HttpResponseRedirect(next_address(request, reverse("portfolio")))


@page("portfolio/views/<int:pk>/remove/", name="portfolio-view-remove", title=gettext_lazy("Remove"), roles=READERS)
@require_POST
def view_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a view away."""
    view = _visible(request, pk)
    services.remove_view(actor=_user(request), view=view)
    undo = reverse("portfolio-view-restore", args=[view.pk])
    flash.done(request, _("View '%(name)s' removed.") % {"name": view.name}, undo=undo)
    return HttpResponseRedirect(f"{reverse('portfolio')}?view=all")


@page(
    "portfolio/views/<int:pk>/restore/",
    name="portfolio-view-restore",
    title=gettext_lazy("Restore a view"),
    roles=READERS,
)
@require_POST
def view_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a removed view back."""
    view = get_object_or_404(PortfolioView.objects.editable_by(request.user), pk=pk)
    try:
        view = services.restore_view(actor=_user(request), view=view)
    except ValidationError as error:
        return _failed(request, error, view.query)
    return _to(view)


@page("portfolio/home/", name="portfolio-home", title=gettext_lazy("Begin with a view"), roles=READERS)
@require_POST
def home_set(request: HttpRequest) -> HttpResponse:
    """Let the person begin with a view."""
    key = request.POST.get("view", "")
    try:
        services.set_home(actor=_user(request), key=key)
    except ValidationError as error:
        return _failed(request, error, "")
    named = PortfolioView.objects.visible_to(request.user).filter(pk=key).first() if key.isdecimal() else None
    title = named.name if named else standard_title(key)
    flash.done(request, _("The portfolio now opens with '%(name)s'.") % {"name": title})
    return HttpResponseRedirect(next_address(request, reverse("portfolio")))


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _visible(request: HttpRequest, pk: int) -> PortfolioView:
    """Return a view that the person may open; changing another's is refused by the services."""
    view: PortfolioView = get_object_or_404(PortfolioView.objects.visible_to(request.user).distinct(), pk=pk)
    return view


def _undo(view: PortfolioView) -> str:
    return reverse("portfolio-view-remove", args=[view.pk])


def _to(view: PortfolioView) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('portfolio')}?{with_view(view.query, str(view.pk))}")


def _failed(request: HttpRequest, error: Any, query: str) -> HttpResponse:
    """Say what was wrong, and go back to the state that was to be kept."""
    found = error if isinstance(error, ValidationError) else ValidationError(error)
    flash.failed(request, " ".join(found.messages))
    return HttpResponseRedirect(next_address(request, f"{reverse('portfolio')}?{query}"))
