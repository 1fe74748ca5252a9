"""Figures as they were reported, and the same question asked again."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenure.foundation.models import User
from tenure.revenue.forms import ReportForm
from tenure.revenue.models import ReportedRetention
from tenure.revenue.queries import Criteria, RevenueError, open_figures
from tenure.revenue.queries.documents import retention_document
from tenure.revenue.queries.reports import list_reports, question_of
from tenure.revenue.services import report_retention, withdraw_report
from tenure.revenue.shown import Addresses, chips_of, period_of
from tenure.revenue.views.asking import answer, failed
from tenure.ui import flash
from tenure.ui.registry import READERS, WRITERS, page
from tenure.ui.tables import Column, Table
from tenure.ui.views import next_address

RATIOS = ("nrr", "grr", "logo_retention")
AMOUNTS = ("beginning", "expansion", "contraction", "churn", "reactivation", "ending")


@page("retention/reports/", name="retention-reports", title=gettext_lazy("Reported retention"), roles=READERS)
@require_http_methods(["GET", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """List the results that were kept; a POST keeps the one that the address asks for."""
    actor: User = request.user  # type: ignore[assignment]
    if request.method == "POST":
        return _keep(request)
    columns = [
        Column(
            "title", pgettext("report", "Title"), "name", sort="title", link=lambda row: f"{row.pk}/", is_fixed=True
        ),
        Column("reported_at", _("Reported"), "instant", sort="reported_at"),
        Column("author", pgettext("report", "By"), "person"),
        Column("period", pgettext("period", "Period"), value=lambda row: period_of(question_of(row))),
        Column("nrr", _("NRR"), "percent", value=lambda row: row.figures["nrr"]),
        Column("grr", _("GRR"), "percent", value=lambda row: row.figures["grr"]),
    ]
    empty = {
        "icon": "bookmark",
        "title": _("Nothing was reported yet"),
        "text": _("Keep a result under a name on the Retention page; later you see here what has changed since."),
        "url": "../",
        "action": _("Open Retention"),
    }
    table = Table(
        request,
        name="reports",
        columns=columns,
        rows=list_reports(actor=actor),
        default_sort="-reported_at",
        empty=empty,
    )
    return table.export() if table.is_export else render(request, "revenue/reports.html", {"table": table})


def _keep(request: HttpRequest) -> HttpResponse:
    """Keep the result of the address's question under a name."""
    found = answer(request)
    if found.figures is None:
        return failed(request, found)
    form = ReportForm(request.POST)
    if not form.is_valid():
        flash.failed(request, _("Give the report a title of at most 200 letters."))
        return redirect(next_address(request, Addresses(found.criteria).page()))
    try:
        report = report_retention(actor=request.user, criteria=found.criteria, **form.cleaned_data)  # type: ignore[arg-type]
    except ValidationError as error:
        flash.failed(request, " ".join(error.messages))
        return redirect(next_address(request, Addresses(found.criteria).page()))
    flash.done(request, _("Kept as “%(title)s”.") % {"title": report.title})
    return redirect("retention-report", report.pk)


@page("retention/reports/<int:pk>/", name="retention-report", title=gettext_lazy("Reported retention"), roles=READERS)
@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a result as it was reported, as the record would have given it then, and as it gives it now."""
    row = get_object_or_404(list_reports(actor=request.user), pk=pk)  # type: ignore[arg-type]
    asked = question_of(row)
    then = asked.known(asked.known_on or timezone.localdate(row.reported_at))
    columns = [_restated(row, then), _restated(row, asked)]
    context = {
        "report": row,
        "chips": chips_of(asked, row.definition),
        "currency": row.definition["currency"],
        "then_day": then.known_on,
        "lines": _lines(row, columns),
        "errors": [column["error"] for column in columns if column["error"]],
        "now_url": Addresses(asked).page(),
        "then_url": Addresses(then).page(),
        "may_withdraw": request.user.is_admin or row.author_id == request.user.pk,  # type: ignore[union-attr]
    }
    return render(request, "revenue/report.html", context)


@page(
    "retention/reports/<int:pk>/withdraw/",
    name="retention-report-withdraw",
    title=gettext_lazy("Withdraw report"),
    roles=WRITERS,
)
@require_POST
def report_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a report."""
    row = get_object_or_404(list_reports(actor=request.user), pk=pk)  # type: ignore[arg-type]
    withdraw_report(actor=request.user, report=row)  # type: ignore[arg-type]
    flash.done(request, _("Withdrawn. Its figures stay in the activity log."))
    return redirect("retention-reports")


def _restated(row: ReportedRetention, asked: Criteria) -> dict[str, Any]:
    """Return the figures of a report's question as the record answers it, in its author's scope."""
    try:
        figures = open_figures(workspace=row.workspace, actor=row.author, criteria=asked)
    except RevenueError as error:
        return {"figures": {}, "error": str(error)}
    return {"figures": retention_document(figures), "error": ""}


def _lines(row: ReportedRetention, columns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one line a figure: reported, known then, known now, and what has changed since it was reported."""
    names = {
        "nrr": _("Net revenue retention (NRR)"),
        "grr": _("Gross revenue retention (GRR)"),
        "logo_retention": _("Logo retention"),
        "customers_beginning": _("Customers at the beginning"),
        "beginning": pgettext("bridge", "Beginning"),
        "expansion": pgettext("movement", "Expansion"),
        "contraction": pgettext("movement", "Contraction"),
        "churn": pgettext("movement", "Churn"),
        "reactivation": pgettext("movement", "Reactivation"),
        "ending": pgettext("bridge", "Ending"),
    }
    lines = []
    for name, title in names.items():
        kind = "ratio" if name in RATIOS else "money" if name in AMOUNTS else "count"
        reported, then, now = (
            _value(kind, given.get(name)) for given in (row.figures, columns[0]["figures"], columns[1]["figures"])
        )
        change = None if reported is None or now is None else now - reported
        line = {"title": title, "kind": kind, "reported": reported, "then": then, "now": now, "change": change}
        lines.append(line)
    return lines


def _value(kind: str, value: Any) -> Any:
    if value is None or kind != "money":
        return value
    return Decimal(value)
