"""Alerts: what the rules found, with the evidence; letting one rest."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tenure.foundation.db.spellings import spelled
from tenure.foundation.models import User
from tenure.playbooks.alerts import services
from tenure.playbooks.alerts.choices import Severity
from tenure.playbooks.alerts.forms import RestForm
from tenure.playbooks.alerts.queries import listing
from tenure.playbooks.alerts.queries.evidence import course_of
from tenure.playbooks.alerts.shown import (
    course_chart,
    course_finding,
    evidence_rows,
    parameter_rows,
    rule_label,
    rule_of,
    shown_rule,
    why,
)
from tenure.playbooks.models import Alert
from tenure.ui import flash
from tenure.ui.numbers import format_day
from tenure.ui.registry import READERS, WRITERS, Nav, page
from tenure.ui.tables import Column, Filter, Table
from tenure.ui.views import next_address
from tenure_engine.alerts import all_rules

QUICK_DAYS = (7, 14, 30, 90)
STATES = {
    listing.OPEN: pgettext_lazy("alerts", "Open"),
    listing.RESTING: pgettext_lazy("alerts", "Resting"),
    listing.ENDED: gettext_lazy("Ended within 90 days"),
    listing.ALL: pgettext_lazy("alerts", "All"),
}
COLUMNS = [
    Column(
        "account",
        gettext_lazy("Customer"),
        kind="name",
        value=lambda row: row.account.name,
        sort="account__name",
        link=lambda row: reverse("alert", args=[row.pk]),
        is_fixed=True,
    ),
    Column("why", gettext_lazy("What was found"), value=why, template="playbooks/cells/why.html"),
    Column("rule", gettext_lazy("Rule"), value=lambda row: rule_label(row.rule), sort="rule"),
    Column("severity", gettext_lazy("Severity"), kind="badge", value=lambda row: row.get_severity_display()),
    Column("since", gettext_lazy("So since"), kind="date", value=lambda row: row.since_on, sort="since_on"),
    Column("opened", gettext_lazy("Opened"), kind="date", value=lambda row: row.opened_on, sort="opened_on"),
    Column(
        "ended",
        pgettext_lazy("alert", "Ended"),
        kind="date",
        value=lambda row: row.ended_on,
        sort="ended_on",
        is_shown=False,
    ),
    Column(
        "owner",
        gettext_lazy("With"),
        value=lambda row: str(row.cta.owner or "") if row.cta else "",
        sort="cta__owner__name",
    ),
]


@page(
    "alerts/",
    name="alerts",
    title=gettext_lazy("Alerts"),
    roles=READERS,
    nav=Nav(icon="alert-triangle", order=30, key="a"),
)
@require_GET
def alerts(request: HttpRequest) -> HttpResponse:
    """List what the rules found, or with `?tab=rules` the rules with what they raised."""
    user: User = request.user  # type: ignore[assignment]
    tab = "rules" if request.GET.get("tab") == "rules" else "alerts"
    figures = listing.get_figures(user=user)
    context: dict[str, Any] = {
        "tab": tab,
        "figures": figures,
        "looked_on": listing.newest_look(workspace_id=user.workspace_id or 0),
        "tabs": _tabs("rules" if tab == "rules" else _state(request)),
    }
    if tab == "rules":
        rows = listing.list_rules_with_counts(user=user)
        context["rules"] = [{**shown_rule(row.setting), "open": row.open, "recent": row.recent} for row in rows]
        return render(request, "playbooks/alerts.html", context)
    table = _table(request, user, figures)
    if table.is_export:
        return table.export()
    return render(request, "playbooks/alerts.html", context | {"table": table})


def _state(request: HttpRequest) -> str:
    state = request.GET.get("state", "")
    return state if state in STATES else listing.OPEN


def _tabs(current: str) -> list[dict[str, Any]]:
    address = reverse("alerts")
    tabs = [
        {"url": address if name == listing.OPEN else f"{address}?state={name}", "title": title, "name": name}
        for name, title in STATES.items()
    ]
    tabs.append({"url": f"{address}?tab=rules", "title": _("Rules"), "name": "rules", "count": len(all_rules())})
    return [{"count": None, **tab, "is_current": tab["name"] == current} for tab in tabs]


def _table(request: HttpRequest, user: User, figures: listing.Figures) -> Table:
    state, rule, severity = _state(request), request.GET.get("rule", ""), request.GET.get("severity", "")
    rows = listing.list_alerts(user=user, state=state, rule=rule, severity=severity)
    search = request.GET.get("q", "").strip()
    counted = {listing.OPEN: figures.open, listing.RESTING: figures.resting}
    return Table(
        request,
        name="alerts",
        columns=COLUMNS,
        rows=rows.filter(spelled("account__name__icontains", search)) if search else rows,
        default_sort="-opened",
        filters=[
            Filter("rule", gettext_lazy("Rule"), [(name, rule_label(name)) for name in all_rules()]),
            Filter("severity", gettext_lazy("Severity"), Severity.choices),
        ],
        has_search=True,
        count=None if rule or severity or search else counted.get(state),
        empty={
            "icon": "bell-off",
            "title": _("No alert is open"),
            "text": _("Every night the rules look at all customers. What they find appears here with its evidence."),
            "url": f"{reverse('alerts')}?tab=rules",
            "action": _("See the rules"),
        },
    )


@page("alerts/<int:pk>/", name="alert", title=gettext_lazy("Alert"), roles=READERS)
@require_GET
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one alert: the course of what the rule looked at, with the threshold, and the numbers."""
    user: User = request.user  # type: ignore[assignment]
    row: Alert = get_object_or_404(listing.list_alerts(user=user, state=listing.ALL), pk=pk)
    rule = rule_of(row)
    context: dict[str, Any] = {
        "alert": row,
        "why": why(row),
        "label": rule_label(row.rule),
        "rest": listing.find_rest(user=user, alert=row),
        "others": listing.other_times(user=user, alert=row),
        "quick_days": QUICK_DAYS,
        "may_edit": Alert.objects.editable_by(user).filter(pk=pk).exists(),
    }
    if rule is not None:
        course = course_of(row)
        context |= {
            "rule": rule,
            "action": _(rule.action),
            "meaning": _(rule.meaning),
            "chart": course_chart(course, row),
            "finding": course_finding(course),
            "numbers": evidence_rows(row, rule),
            "parameters": parameter_rows(rule, row.parameters),
        }
    return render(request, "playbooks/alert.html", context)


@page("alerts/<int:pk>/snooze/", name="alert-snooze", title=gettext_lazy("Snooze"), roles=WRITERS)
@require_POST
def snooze(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the rule rest for the customer until a day, with the reason."""
    form = RestForm(request.POST)
    if not form.is_valid():
        return _refuse(request, pk, " ".join(str(error) for errors in form.errors.values() for error in errors))

    def act(actor: User, row: Alert) -> None:
        services.snooze_alert(actor=actor, alert=row, until=form.chosen_day, note=form.cleaned_data["note"])
        text = _("%(rule)s rests for %(account)s until %(day)s.") % {
            "rule": rule_label(row.rule),
            "account": row.account,
            "day": format_day(form.chosen_day),
        }
        flash.done(request, text, undo=reverse("alert-wake", args=[pk]))

    return _answer(request, pk, act)


@page("alerts/<int:pk>/wake/", name="alert-wake", title=gettext_lazy("Wake"), roles=WRITERS)
@require_POST
def wake(request: HttpRequest, pk: int) -> HttpResponse:
    """End the rest now."""

    def act(actor: User, row: Alert) -> None:
        services.wake_alert(actor=actor, alert=row)
        numbers = {"rule": rule_label(row.rule), "account": row.account}
        flash.done(request, _("%(rule)s looks at %(account)s again.") % numbers)

    return _answer(request, pk, act)


def _answer(request: HttpRequest, pk: int, act: Callable[[User, Alert], None]) -> HttpResponse:
    actor: User = request.user  # type: ignore[assignment]
    row = get_object_or_404(Alert.objects.editable_by(actor).select_related("account"), pk=pk)
    try:
        act(actor, row)
    except ValidationError as error:
        return _refuse(request, pk, " ".join(error.messages))
    return HttpResponseRedirect(next_address(request, reverse("alert", args=[pk])))


def _refuse(request: HttpRequest, pk: int, text: str) -> HttpResponse:
    get_object_or_404(Alert.objects.editable_by(request.user), pk=pk)
    flash.failed(request, text)
    return HttpResponseRedirect(next_address(request, reverse("alert", args=[pk])))
