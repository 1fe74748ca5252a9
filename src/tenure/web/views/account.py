"""The account page: what is going on with this customer?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy

from tenure.accounts.forms.quick import QuickLogForm
from tenure.accounts.models import Account
from tenure.foundation.models import User
from tenure.ui.registry import READERS, PanelSpec, page, panels
from tenure.web.queries.header import Known, get_header
from tenure.web.queries.timeline import FILTERS, Person, get_timeline, list_persons


@dataclass(frozen=True, slots=True)
class DrawnPanel:
    """A panel with its content."""

    spec: PanelSpec
    context: dict[str, Any]
    html: str


@page("accounts/<int:pk>/", name="account", title=gettext_lazy("Customer"), roles=READERS)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything about one customer."""
    user: User = request.user  # type: ignore[assignment]
    accounts = Account.objects.visible_to(user).select_related("team", "workspace").prefetch_related("owners__user")
    row = get_object_or_404(accounts, pk=pk)
    may_edit = user.may_write  # the account was found within their scope
    drawn = [draw_panel(request, spec, row) for spec in panels("account")]
    read = {one.spec.name: one.context for one in drawn}
    known = Known(read["health"]["told"], read["health"]["state"], read["identity"]["parent"])
    context = {
        "account": row,
        "header": get_header(account=row, day=timezone.localdate(), known=known),
        "columns": [[one for one in drawn if one.spec.column == column] for column in (1, 2)],
        "may_edit": may_edit,
        "log": QuickLogForm(account=row) if may_edit else None,
        **timeline_context(request, row),
    }
    return render(request, "web/account.html", context)


@page("accounts/<int:pk>/timeline/", name="account-timeline", title=gettext_lazy("Timeline"), roles=READERS)
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a part of the timeline; opened directly, as a page of its own."""
    row = get_object_or_404(Account.objects.visible_to(request.user), pk=pk)
    is_part = bool(getattr(request, "htmx", False))
    template = "web/parts/timeline.html" if is_part else "web/timeline.html"
    return render(request, template, {"account": row, **timeline_context(request, row)})


def timeline_context(request: HttpRequest, account: Account) -> dict[str, Any]:
    """Return the timeline the address asks for, with its filters."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in FILTERS else ""
    theirs, ours = list_persons(account=account)
    person = next((one for one in (*theirs, *ours) if one.key == request.GET.get("who")), None)
    before = _instant(request.GET.get("before", ""))
    return {
        "timeline": get_timeline(account=account, kind=kind, person=person, before=before),
        "filters": [_filter(name, title, kind, person) for name, title in FILTERS.items()],
        "theirs": theirs,
        "ours": ours,
        "person": person,
        "before": before,
    }


def _filter(name: str, title: Any, kind: str, person: Person | None) -> dict[str, Any]:
    words = {"kind": name, "who": person.key if person else ""}
    query = urlencode({key: value for key, value in words.items() if value})
    return {"query": f"?{query}" if query else "", "title": title, "is_current": name == kind}


def draw_panel(request: HttpRequest, spec: PanelSpec, account: Account) -> DrawnPanel:
    """Return a panel with its content drawn."""
    context = spec.build(request, account)
    return DrawnPanel(spec, context, render_to_string(spec.template, context, request=request))


def _instant(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and timezone.is_aware(found) else None
