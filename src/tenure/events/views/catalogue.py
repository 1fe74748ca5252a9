"""The event catalogue: is my product sending what I think?"""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from tenure.events.choices import RefusalReason
from tenure.events.forms import DescriptionForm
from tenure.events.queries import (
    KindRow,
    catalogue_until,
    find_kind,
    list_kind_accounts,
    list_kinds,
    list_quarantined,
)
from tenure.events.services import describe_kind
from tenure.foundation.db.spellings import spelled
from tenure.foundation.models import User
from tenure.ui.charts import Chart, Series, series_chart
from tenure.ui.flash import done
from tenure.ui.numbers import format_day, format_number
from tenure.ui.registry import READERS, WRITERS, Nav, page
from tenure.ui.tables import Column, Filter, Table
from tenure_engine.period import from_day, to_day


@page(
    "events/",
    name="events",
    title=gettext_lazy("Events"),
    roles=READERS,
    nav=Nav(icon="activity", order=80, key="v", group="data"),
)
def events(request: HttpRequest) -> HttpResponse:
    """List the kinds of events with their volumes."""
    user: User = request.user  # type: ignore[assignment]
    text = request.GET.get("q", "").strip().casefold()
    kinds = [row for row in list_kinds(user=user) if text in row.name.casefold()]
    table = Table(
        request,
        name="events",
        columns=_kind_columns(),
        rows=kinds,
        default_sort="-events",
        has_search=True,
        empty=_no_events(user),
    )
    if table.is_export:
        return table.export()
    until = catalogue_until(user=user)
    context = {"table": table, "tabs": _tabs(user, "events"), "until": format_day(until) if until else ""}
    return render(request, "events/list.html", context)


@page("events/quarantine/", name="quarantine", title=gettext_lazy("Refused events"), roles=READERS)
def quarantine(request: HttpRequest) -> HttpResponse:
    """List the events that were refused, with the reasons."""
    user: User = request.user  # type: ignore[assignment]
    reason = request.GET.get("reason", "")
    rows = list_quarantined(user=user, reason=reason if reason in RefusalReason.values else "")
    text = request.GET.get("q", "").strip()[:200]
    table = Table(
        request,
        name="quarantine",
        columns=_quarantine_columns(),
        rows=rows.filter(spelled("name__icontains", text)) if text else rows,
        default_sort="-quarantined_at",
        filters=[Filter("reason", _("Reason"), RefusalReason.choices)],
        has_search=True,
        empty={
            "icon": "shield-check",
            "title": _("Nothing was refused"),
            "text": _(
                "An event that cannot be taken is kept here with the reason, so that nothing is lost silently."
            ),
        },
    )
    if table.is_export:
        return table.export()
    return render(request, "events/list.html", {"table": table, "tabs": _tabs(user, "quarantine")})


@page("events/kind/", name="event-kind", title=gettext_lazy("Event kind"), roles=READERS)
def kind(request: HttpRequest) -> HttpResponse:
    """Show one kind of event: what it means, how often it comes, from whom, and what is computed from it."""
    user: User = request.user  # type: ignore[assignment]
    row = _kind_or_404(request, user)
    context = {
        "kind": row,
        "first_on": format_day(row.first_on),
        "last_on": format_day(row.last_on),
        "chart": _weeks_chart(row, user),
        "caption": _weeks_caption(row),
        "accounts": list_kind_accounts(user=user, name=row.name, limit=20),
        "form": DescriptionForm(initial={"description": row.description}) if user.may_write else None,
    }
    return render(request, "events/kind.html", context)


@page("events/kind/describe/", name="event-kind-describe", title=gettext_lazy("Event kind"), roles=WRITERS)
def describe(request: HttpRequest) -> HttpResponse:
    """Write what a kind of event means."""
    user: User = request.user  # type: ignore[assignment]
    row = _kind_or_404(request, user)
    form = DescriptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        describe_kind(actor=user, name=row.name, description=form.cleaned_data["description"])
        done(request, _("The description was saved."))
    return redirect(kind_url(row.name))


def kind_url(name: str) -> str:
    """Return the page of a kind; a name may hold anything, so it is a parameter."""
    return f"{reverse('event-kind')}?{urlencode({'name': name})}"


def _kind_or_404(request: HttpRequest, user: User) -> KindRow:
    row = find_kind(user=user, name=request.GET.get("name", ""))
    if row is None:
        raise Http404
    return row


def _kind_columns() -> list[Column]:
    return [
        Column("name", _("Event"), "name", sort=True, link=lambda row: kind_url(row.name), is_fixed=True),
        Column("weeks", _("Last 13 weeks"), "spark"),
        Column("events", _("Events"), "number", sort=True, decimals=0),
        Column("accounts", _("Customers"), "number", sort=True, decimals=0),
        Column("users", _("Users"), "number", sort=True, decimals=0),
        Column("first_on", _("First seen"), "date", sort=True),
        Column("last_on", _("Last seen"), "date", sort=True),
        Column(
            "uses",
            pgettext("event kind", "Used by"),
            value=lambda row: len(row.uses) or None,
            template="events/cells/uses.html",
        ),
        Column("description", _("Description"), sort=True),
    ]


def _quarantine_columns() -> list[Column]:
    return [
        Column("name", _("Event"), value=lambda row: row.name[:120], sort=True, is_fixed=True),
        Column(
            "account",
            _("Customer"),
            value=lambda row: str(row.account) if row.account else None,
            sort="account__name",
        ),
        Column("reason", _("Reason"), value=lambda row: row.get_reason_display(), sort=True),
        Column("message_id", _("Event id"), value=lambda row: row.message_id[:120], sort=True),
        Column("user_id", _("User"), value=lambda row: row.user_id[:120], sort=True, is_shown=False),
        Column("source", _("Source"), value=lambda row: row.source[:120], sort=True),
        Column("occurred_at", _("Happened"), "instant", sort=True),
        Column("row_number", _("Row"), "number", value=lambda row: row.row_number or None, sort=True, decimals=0),
        Column("properties", _("Properties"), value=lambda row: row.properties[:300], is_shown=False),
        Column("quarantined_at", _("Refused"), "instant", sort=True),
    ]


def _tabs(user: User, current: str) -> list[dict[str, Any]]:
    return [
        {
            "url": reverse("events"),
            "title": pgettext("events", "Kinds"),
            "is_current": current == "events",
            "count": None,
        },
        {
            "url": reverse("quarantine"),
            "title": pgettext("events", "Refused"),
            "is_current": current == "quarantine",
            "count": list_quarantined(user=user).count(),
        },
    ]


def _no_events(user: User) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "icon": "activity",
        "title": _("No events yet"),
        "text": _(
            "Events say what the users of your product do. Usage measures and health scores are computed from them."
        ),
    }
    if user.may_write:
        empty |= {"url": reverse("import"), "action": _("Import a file")}
    return empty


def _weeks_chart(row: KindRow, user: User) -> Chart:
    until = catalogue_until(user=user) or row.last_on
    starts = [from_day(to_day(until) - 7 * back - 6) for back in reversed(range(len(row.weeks)))]
    return series_chart(
        [format_day(start) for start in starts],
        [Series(_("Events a week"), row.weeks, color="@accent")],
        first_column=_("Week from"),
    )


def _weeks_caption(row: KindRow) -> str:
    count = sum(row.weeks)
    text = ngettext(
        "%(count)s event in the last 13 weeks of data", "%(count)s events in the last 13 weeks of data", count
    )
    return text % {"count": format_number(count)}
