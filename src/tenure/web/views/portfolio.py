"""Portfolio: how is my book, and what is changing?"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from tenure.accounts.links import account_url
from tenure.foundation.models import User
from tenure.ui.registry import READERS, Nav, page
from tenure.ui.tables import Column, Filter, Table
from tenure.ui.templatetags.tenure_ui import band_word
from tenure.web.queries.portfolio import BANDS, RENEWAL_DAYS, Wanted, list_book, list_owners, list_values, summary
from tenure.web.queries.usage import weekly_users


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
    wanted = Wanted(
        text=request.GET.get("q", "").strip()[:200],
        **{name: request.GET.get(name, "") for name in ("segment", "stage", "owner", "band", "renewal", "paying")},
    )
    day = timezone.localdate()
    rows = list_book(user=user, wanted=wanted, day=day)
    usage: dict[int, list[float]] = {}
    columns = book_columns(usage)
    groups = ("segment", "stage", "owner", "band", "region")
    table = Table(
        request,
        name="portfolio",
        columns=columns,
        rows=rows,
        default_sort="-arr",
        filters=book_filters(user),
        has_search=True,
        groups=[column for column in columns if column.name in groups],
        empty=_empty(user),
    )
    if table.is_export:
        return table.export()
    shown = [row.account.pk for row in (rows if table.grouping else table.page)]
    usage |= weekly_users(workspace_id=user.workspace_id, accounts=shown, day=day)
    context = {
        "table": table,
        "tabs": view_tabs(request, user),
        "summary": summary(rows),
        "currency": _currency(user),
    }
    return render(request, "web/portfolio.html", context)


def book_columns(usage: Mapping[int, Sequence[float]]) -> list[Column]:
    """Return the columns of the book; `usage` is filled for the rows in view once these are known."""
    return [
        Column(
            "name",
            gettext_lazy("Customer"),
            kind="name",
            value=lambda row: row.account.name,
            link=lambda row: account_url(row.account.pk),
            sort=True,
            is_fixed=True,
        ),
        Column(
            "health",
            gettext_lazy("Health"),
            value=lambda row: row.facts.score,
            sort=True,
            template="web/cells/health.html",
        ),
        Column(
            "trend",
            gettext_lazy("90 days"),
            value=lambda row: row.facts.change,
            sort=True,
            template="web/cells/trend.html",
            help=gettext_lazy("Change of the health score in 90 days, in points"),
        ),
        Column(
            "arr",
            gettext_lazy("ARR"),
            kind="money",
            value=lambda row: row.arr,
            currency=lambda row: row.facts.main_currency,
            sort=True,
            has_total=True,
            decimals=0,
        ),
        Column(
            "renewal",
            gettext_lazy("Renewal"),
            value=lambda row: row.facts.renewal_on,
            sort=True,
            template="web/cells/renewal.html",
        ),
        Column("stage", gettext_lazy("Stage"), value=lambda row: row.account.stage, sort=True, kind="badge"),
        Column("segment", gettext_lazy("Segment"), value=lambda row: row.account.segment, sort=True),
        Column("owner", gettext_lazy("Owner"), value=lambda row: row.facts.owner, sort=True),
        Column(
            "touch",
            gettext_lazy("Last touch"),
            value=lambda row: row.facts.last_touch_at and timezone.localtime(row.facts.last_touch_at).date(),
            sort=True,
            kind="date",
        ),
        Column(
            "usage",
            gettext_lazy("Usage, 90 days"),
            kind="spark",
            value=lambda row: usage.get(row.account.pk),
            help=gettext_lazy("Active users a week"),
        ),
        Column(
            "ctas",
            pgettext_lazy("column", "To do"),
            kind="number",
            value=lambda row: row.open_ctas or None,
            sort=True,
        ),
        Column("band", gettext_lazy("Band"), value=lambda row: band_word(row.facts.band), sort=True, is_shown=False),
        Column("region", gettext_lazy("Region"), value=lambda row: row.account.region, sort=True, is_shown=False),
        Column(
            "industry", gettext_lazy("Industry"), value=lambda row: row.account.industry, sort=True, is_shown=False
        ),
        Column(
            "size",
            gettext_lazy("Employees"),
            kind="number",
            value=lambda row: row.account.size,
            sort=True,
            is_shown=False,
        ),
        Column("source", gettext_lazy("Came by"), value=lambda row: row.account.source, sort=True, is_shown=False),
        Column(
            "signed",
            gettext_lazy("Customer since"),
            kind="date",
            value=lambda row: row.account.signed_on,
            sort=True,
            is_shown=False,
        ),
    ]


def book_filters(user: User) -> list[Filter]:
    """Return the choices above the table."""
    people: list[tuple[str, Any]] = [(str(one.pk), str(one)) for one in list_owners(user=user)]
    renewal = [(str(days), _("within %(count)s days") % {"count": days}) for days in RENEWAL_DAYS]
    filters = [
        Filter("band", _("Health"), [(band, band_word(band)) for band in BANDS] + [("none", band_word(None))]),
        Filter("renewal", _("Renewal"), renewal),
        Filter("segment", _("Segment"), [(value, value) for value in list_values(user=user, name="segment")]),
        Filter("stage", _("Stage"), [(value, value) for value in list_values(user=user, name="stage")]),
        Filter("owner", _("Owner"), [*people, ("none", _("nobody"))]),
    ]
    return [entry for entry in filters if entry.choices]


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
        empty |= {"url": "/imports/", "action": _("Import your data")}
    return empty
