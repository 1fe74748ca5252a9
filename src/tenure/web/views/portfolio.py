"""Portfolio: how is my book, and what is changing?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tenure.foundation.models import User
from tenure.ui.registry import READERS, Nav, page
from tenure.ui.tables import Filter, Table
from tenure.ui.templatetags.tenure_ui import band_word
from tenure.web.columns import COLUMNS, GROUPS
from tenure.web.queries import portfolio as queries


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
    )
    if table.is_export:
        return table.export()
    queries.add_usage(table.in_view, day)
    context = {
        "table": table,
        "tabs": view_tabs(request, user),
        "summary": queries.summary(rows),
        "currency": _currency(user),
    }
    return render(request, "web/portfolio.html", context)


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
        Filter("owner", _("Owner"), [*people, ("none", _("nobody"))]),
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


def view_tabs(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    """Return the views everybody has."""
    address = reverse("portfolio")
    views = [
        (_("All customers"), ""),
        (_("Mine"), f"owner={user.pk}"),
        (_("At risk"), "band=red&sort=-arr"),
        (_("Renewing in 90 days"), "renewal=90&sort=renewal"),
        (pgettext("customers", "Left"), "paying=no&sort=name"),
    ]
    now = request.GET.urlencode()
    return [
        {"url": f"{address}?{query}" if query else address, "title": title, "is_current": now == query}
        for title, query in views
    ]


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
