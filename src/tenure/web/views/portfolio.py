"""Portfolio: how is my book, and what is changing?"""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tenure.foundation.models import User
from tenure.ui.numbers import format_number
from tenure.ui.registry import READERS, Nav, page
from tenure.web.asked import (
    Asked,
    ask,
    chips_of,
    choices_of,
    conditions_of,
    filters_of,
    group_address,
    range_of,
    values_of,
    with_condition,
)
from tenure.web.book_map import draw_map
from tenure.web.book_table import MAP, BookTable
from tenure.web.forms import ViewForm
from tenure.web.queries.book.asking import TAG, sums_of
from tenure.web.queries.book.store import is_behind
from tenure.web.queries.people import people_for
from tenure.web.queries.portfolio_views import home_tab, list_tabs
from tenure.web.queries.state import with_view, write_state

MOST_VALUES = 300


@page(
    "portfolio/",
    name="portfolio",
    title=gettext_lazy("Portfolio"),
    roles=READERS,
    nav=Nav(icon="briefcase", order=20, key="p"),
)
def portfolio(request: HttpRequest) -> HttpResponse:
    """List the accounts within the person's scope."""
    user = _user(request)
    if not request.GET and (home := home_tab(user=user)):
        return redirect(f"{reverse('portfolio')}?{with_view(home.query, home.key)}")
    if (address := with_condition(request.GET)) is not None:
        return redirect(address)
    asked = ask(user, request.GET)
    more = {"filters": filters_of(asked), "groups": asked.groups, "empty": _empty(user)}
    table = BookTable(request, **_parts(request, asked), **more)
    if table.is_export:
        return table.export()
    context = {
        "table": table,
        "asked": asked,
        **_map(asked),
        "chips": chips_of(asked),
        "group_choices": [(one.name, _("By %(column)s") % {"column": one.title}) for one in asked.groups],
        "summary": sums_of(asked.book, asked.places),
        "currency": user.workspace.currency if user.workspace else "",
        **_views(request, user),
        **_freshness(asked),
    }
    return render(request, "web/portfolio.html", context)


def _fields(request: HttpRequest) -> dict[str, Any]:
    """Return which columns there are, and what can be filtered by."""
    asked = ask(_user(request), request.GET)
    return {"asked": asked, "table": BookTable(request, **_parts(request, asked)), **choices_of(asked)}


def _acts(request: HttpRequest) -> dict[str, Any]:
    """Return to whom customers can be given, and the tags they have."""
    user = _user(request)
    people = [(str(one.pk), str(one)) for one in people_for(user)] if user.may_write else []
    return {"people": people, "tag_choices": values_of(ask(user, request.GET), TAG)[:MOST_VALUES]}


def _save(request: HttpRequest) -> dict[str, Any]:
    """Return the form of a new view."""
    return {"form": ViewForm(_user(request), auto_id="new_%s"), "state": write_state(request.GET)}


def _rename(request: HttpRequest) -> dict[str, Any]:
    """Return the form of the person's own view that the address names."""
    current = _views(request, _user(request))["current"]
    if current is None or not current.is_own:
        raise Http404
    initial = {"name": current.saved.name, "team": current.saved.team_id}
    return {"form": ViewForm(_user(request), initial=initial), "current": current}


PARTS = {"columns": _fields, "filter": _fields, "acts": _acts, "save": _save, "rename": _rename}


@page(
    "portfolio/choices/<slug:part>/",
    name="portfolio-choices",
    title=gettext_lazy("Columns and filters"),
    roles=READERS,
)
def choices(request: HttpRequest, part: str) -> HttpResponse:
    """Show what a page needs only once it is opened: a dialog's content, or what can be done with chosen rows."""
    if part not in PARTS:
        raise Http404
    if not getattr(request, "htmx", False):
        return redirect(f"{reverse('portfolio')}?{request.GET.urlencode()}")
    return render(request, f"web/portfolio/{part}.html", PARTS[part](request))


@page("portfolio/values/", name="portfolio-values", title=gettext_lazy("Values of a field"), roles=READERS)
def values(request: HttpRequest) -> HttpResponse:
    """Show which values a field has among the person's customers, to choose from."""
    if not getattr(request, "htmx", False):
        return redirect("portfolio")
    asked = ask(_user(request), request.GET)
    name = request.GET.get("wf", "")
    found = range_of(asked, name) if name not in ("signed", "renewal", "touch") else None
    column = next((one for one in asked.columns if one.name == name), None)
    context = {
        "values": [label for _key, label in values_of(asked, name)[:MOST_VALUES]],
        "range": [_written(bound, column) for bound in found] if found else None,
        "filter_ops": conditions_of(asked, name),
        "is_date": name in ("signed", "renewal", "touch"),
    }
    return render(request, "web/portfolio/values.html", context)


def _views(request: HttpRequest, user: User) -> dict[str, Any]:
    """Return what the tabs need: every view, the one that is open, and the state it may be saved with."""
    tabs = list_tabs(user=user, params=request.GET)
    current = next((tab for tab in tabs if tab.is_current), None)
    return {"tabs": tabs, "current": current, "state": write_state(request.GET)}


def _map(asked: Asked) -> dict[str, Any]:
    """Return the map, where the address asks for it."""
    if asked.params.get("display") != MAP:
        return {}
    drawn = draw_map(asked)
    axes = [("x", drawn.x, pgettext("axis", "Across")), ("y", drawn.y, pgettext("axis", "Up"))]
    return {"map": drawn, "map_axes": axes}


def _parts(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    return {
        "name": "portfolio",
        "book": asked.book,
        "places": asked.places,
        "address_of": partial(group_address, request),
        "columns": asked.columns,
        "default_sort": "-arr",
        "has_search": True,
        "clear_url": f"{reverse('portfolio')}?view=all",
    }


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _freshness(asked: Asked) -> dict[str, Any]:
    """Return of when the figures are: now, or the time a large book was read while it is read anew."""
    behind = is_behind(asked.book)
    return {
        "is_behind": behind,
        "read_at": asked.book.made_at if behind else timezone.now(),
        "measured_on": asked.book.measured.day,
    }


def _written(bound: float, column: Any) -> str:
    if column is not None and column.kind == "percent":
        return f"{format_number(bound * 100, decimals=0)}%"
    return format_number(round(bound, 2))


def _empty(user: User) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "icon": "briefcase",
        "title": _("No customers yet"),
        "text": _(
            "The portfolio shows every customer with health, revenue and renewal. Bring in your customers to begin."
        ),
    }
    if user.may_write:
        empty |= {"url": reverse("import"), "action": _("Import your data")}
        empty |= {"other_url": reverse("demo"), "other_action": _("Look at a demo company")}
    return empty
