"""The activity log: who did what, when."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tenure.foundation.models import User
from tenure.foundation.queries import list_activities, list_verbs
from tenure.foundation.telling import describe
from tenure.ui.registry import ADMINS, Nav, page
from tenure.ui.tables import Column, Filter, Table


def _open_word(row: Any) -> str:
    return pgettext("link", "Open") if row.account_id else ""


def _account_url(row: Any) -> str:
    return f"/accounts/{row.account_id}/" if row.account_id else ""


COLUMNS = [
    Column("occurred_at", gettext_lazy("When"), kind="instant", is_fixed=True),
    Column("actor", gettext_lazy("Who"), value=lambda row: str(row.actor or _("The system"))),
    Column("what", gettext_lazy("What happened"), value=describe),
    Column("account", gettext_lazy("Customer"), value=_open_word, link=_account_url),
    Column("verb", gettext_lazy("Kind"), is_shown=False),
]


@page(
    "settings/activity/",
    name="activity",
    title=gettext_lazy("Activity log"),
    roles=ADMINS,
    nav=Nav(icon="history", order=40, group="settings"),
)
def activity(request: HttpRequest) -> HttpResponse:
    """List what happened, newest first; by person, kind, and days (`from`, `to`)."""
    actor: User = request.user  # type: ignore[assignment]
    rows = list_activities(workspace_id=actor.workspace_id)
    person, verb = request.GET.get("person", ""), request.GET.get("verb", "")
    rows = rows.filter(actor_id=person) if person.isascii() and person.isdigit() and len(person) < 19 else rows
    rows = rows.filter(verb=verb) if verb else rows
    since, until = _day(request, "from"), _day(request, "to")
    rows = rows.filter(occurred_at__gte=_start(since)) if since else rows
    rows = rows.filter(occurred_at__lt=_start(until + timedelta(days=1))) if until else rows
    people = [(str(one.pk), str(one)) for one in User.objects.filter(workspace_id=actor.workspace_id)]
    verbs = [(one, one) for one in list_verbs(workspace_id=actor.workspace_id)]
    table = Table(
        request,
        name="activity",
        columns=COLUMNS,
        rows=rows,
        default_sort="-id",
        filters=[Filter("person", _("Who"), people), Filter("verb", _("Kind"), verbs)],
        empty={"icon": "history", "title": _("Nothing has happened yet"), "text": ""},
    )
    if table.is_export:
        return table.export()
    return render(request, "workspace/activity.html", {"table": table, "since": since, "until": until})


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
