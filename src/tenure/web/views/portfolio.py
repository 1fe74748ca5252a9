"""Portfolio: how is my book, and what is changing?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure.foundation.models import User
from tenure.ui.registry import READERS, Nav, page
from tenure.ui.tables import Filter, Table
from tenure.ui.templatetags.tenure_ui import band_word
from tenure.web.columns import COLUMNS, GROUPS
from tenure.web.forms import ViewForm
from tenure.web.queries import portfolio as queries
from tenure.web.queries.portfolio_views import home_tab, list_tabs
from tenure.web.queries.state import ME, with_view, write_state


@page(
    "portfolio/",
    name="portfolio",
    title=gettext_lazy("Portfolio"),
    roles=READERS,
    nav=Nav(icon="briefcase", order=20, key="p"),
)
def portfolio(request: HttpRequest) -> HttpResponse:
    """List the accounts within the person's scope."""
    user: User = request.user  # type: ignore[assignment]
    if not request.GET and (home := home_tab(user=user)):
        return redirect(f"{reverse('portfolio')}?{with_view(home.query, home.key)}")
    wanted = queries.Wanted(
        text=request.GET.get("q", "").strip()[:200],
        **{name: request.GET.get(name, "") for name in ("segment", "stage", "owner", "band", "renewal", "paying")},
    )
    day = timezone.localdate()
    rows = queries.list_book(user=user, wanted=wanted, day=day)
    table = Table(
        request,
        name="portfolio",
        columns=COLUMNS,
        rows=rows,
        default_sort="-arr",
        filters=book_filters(user),
        has_search=True,
        groups=[column for column in COLUMNS if column.name in GROUPS],
        group_link=lambda column, row: group_address(request, column.name, row),
        empty=_empty(user),
        clear_url=f"{reverse('portfolio')}?view=all",
    )
    if table.is_export:
        return table.export()
    queries.add_usage(table.in_view, day)
    context = {
        "table": table,
        **views_of(request, user),
        "summary": queries.summary(rows),
        "currency": _currency(user),
    }
    return render(request, "web/portfolio.html", context)


def views_of(request: HttpRequest, user: User) -> dict[str, Any]:
    """Return what the tabs need: every view, the one that is open, and forms for it."""
    tabs = list_tabs(user=user, params=request.GET)
    current = next((tab for tab in tabs if tab.is_current), None)
    context: dict[str, Any] = {"tabs": tabs, "current": current, "state": write_state(request.GET)}
    context["new_form"] = ViewForm(user, auto_id="new_%s")
    if current and current.saved and current.is_own:
        initial = {"name": current.saved.name, "team": current.saved.team_id}
        context["view_form"] = ViewForm(user, initial=initial)
    return context


def book_filters(user: User) -> list[Filter]:
    """Return the choices above the table."""
    people: list[tuple[str, Any]] = [(str(one.pk), str(one)) for one in queries.list_owners(user=user)]
    renewal = [(str(days), _("within %(count)s days") % {"count": days}) for days in queries.RENEWAL_DAYS]
    filters = [
        Filter(
            "band", _("Health"), [(band, band_word(band)) for band in queries.BANDS] + [("none", band_word(None))]
        ),
        Filter("renewal", _("Renewal"), renewal),
        Filter("segment", _("Segment"), [(value, value) for value in queries.list_values(user=user, name="segment")]),
        Filter("stage", _("Stage"), [(value, value) for value in queries.list_values(user=user, name="stage")]),
        Filter("owner", _("Owner"), [(ME, _("me")), *people, ("none", _("nobody"))]),
    ]
    return [entry for entry in filters if entry.choices]


def group_address(request: HttpRequest, name: str, row: queries.BookRow) -> str:
    """Return the address of all customers of a row's group; nothing where they have no value to filter by."""
    owner = row.facts.owner
    values = {
        "segment": row.account.segment,
        "stage": row.account.stage,
        "owner": str(owner.pk) if owner else "none",
        "band": row.facts.band or "none",
    }
    if not values[name]:
        return ""
    params = request.GET.copy()
    params.pop("group", None)
    params[name] = values[name]
    return f"{reverse('portfolio')}?{params.urlencode()}"


def _currency(user: User) -> str:
    return user.workspace.currency if user.workspace else ""


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
