"""The Retention page: what is our NRR, exactly?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tenure.revenue import charts, shown
from tenure.revenue.forms import ReportForm
from tenure.revenue.queries import Figures
from tenure.revenue.queries.reports import list_reports
from tenure.revenue.views.asking import answer, failed, with_definition
from tenure.ui.registry import READERS, Nav, page

MONTHS = 24
COHORTS = (12, 24)
REPORTS = 5


@page(
    "retention/",
    name="retention",
    title=gettext_lazy("Retention"),
    roles=READERS,
    nav=Nav(icon="chart-arrows-vertical", order=40, key="e", group="revenue"),
)
@require_GET
def retention(request: HttpRequest) -> HttpResponse:
    """Show retention, the ARR bridge, movements, cohorts and the six rates of one question."""
    found = answer(request)
    if found.figures is None:
        return failed(request, found)
    figures = found.figures
    context: dict[str, object] = {
        "form": found.form,
        "figures": figures,
        "import_url": find_url("import") if request.user.may_write else "",
    }
    if figures.book.rows:
        context |= _sections(request, figures)
    return render(request, "revenue/retention.html", context)


def _sections(request: HttpRequest, figures: Figures) -> dict[str, object]:
    addresses, currency = shown.Addresses(figures.criteria), figures.book.currency
    by_revenue = request.GET.get("cohorts") != "logo"
    months = figures.movements_back(MONTHS).months
    cohort_months = COHORTS[1] if request.GET.get("cohort_months") == str(COHORTS[1]) else COHORTS[0]
    return {
        **with_definition(figures, figures.retention.definition),
        "heads": shown.heads_of(figures, addresses),
        "bridge_chart": charts.draw_bridge(figures.bridge, currency, addresses.figure),
        "bridge_caption": shown.bridge_caption(figures),
        "bridge_rows": shown.bridge_rows(figures, addresses),
        "movement_chart": charts.draw_movements(months, currency, addresses.movement),
        "movement_caption": shown.movement_caption(months, currency),
        "movement_heads": [charts.movement_name(name) for name in charts.BRIDGE_STEPS],
        "movement_rows": shown.movement_rows(months, addresses),
        "by_revenue": by_revenue,
        "cohort_months": cohort_months,
        "cohort_rows": shown.cohort_rows(figures.cohorts_back(cohort_months).cohorts, by_revenue, addresses),
        "cohort_ages": range(cohort_months),
        "rate_rows": shown.rate_rows(figures, addresses),
        "cs_rows": shown.cs_rows(figures, addresses),
        "report_form": ReportForm(),
        "reports": list_reports(actor=request.user)[:REPORTS],  # type: ignore[arg-type]
        "has_beginning": bool(figures.retention.beginning),
    }


def find_url(name: str) -> str:
    """Return the address of a page of a higher domain, nothing where it is not installed."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
