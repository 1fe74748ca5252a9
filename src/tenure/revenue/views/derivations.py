"""Every figure opened: the accounts and contract lines behind it, to be read, sorted and exported."""

from calendar import monthrange
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from tenure.accounts.links import account_url
from tenure.accounts.models import Account
from tenure.revenue import charts
from tenure.revenue.queries import Figures
from tenure.revenue.queries.account import list_lines, list_steps
from tenure.revenue.queries.derivations import (
    derive_cohort,
    derive_movement,
    derive_rate,
    derive_retention,
)
from tenure.revenue.queries.parts import AccountPart, Derivation, LinePart
from tenure.revenue.shown import Addresses, rate_title, write_part
from tenure.revenue.views.asking import figures_or_404, with_definition
from tenure.ui.numbers import format_day, format_money, format_number, format_percent
from tenure.ui.registry import READERS, page
from tenure.ui.tables import Column, Table
from tenure_engine.money import from_micros
from tenure_engine.period import add_months, month_end
from tenure_engine.revenue import Definition

TITLE = gettext_lazy("Where a figure comes from")
Fact = tuple[str, str]


@page("retention/figures/<slug:name>/", name="retention-figure", title=TITLE, roles=READERS)
@require_GET
def figure(request: HttpRequest, name: str) -> HttpResponse:
    """Open a figure of retention or of the bridge."""
    figures = figures_or_404(request)
    try:
        derivation = derive_retention(figures, name)
    except KeyError:
        raise Http404 from None
    ratios = {"nrr": figures.retention.nrr, "grr": figures.retention.grr}
    ratios["logo_retention"] = figures.retention.logo_retention
    value = format_percent(ratios[name], decimals=2) if name in ratios else ""
    return _opened(request, derivation, value, figures.retention.definition)


@page(
    "retention/movements/<int:year>/<int:month>/<slug:name>/",
    name="retention-movement",
    title=TITLE,
    roles=READERS,
)
@require_GET
def movement(request: HttpRequest, year: int, month: int, name: str) -> HttpResponse:
    """Open a movement of a month."""
    figures = figures_or_404(request)
    end = _month_end(year, month)
    try:
        derivation = derive_movement(figures, end, name)
    except KeyError:
        raise Http404 from None
    definition = figures.movements.definition
    return _opened(
        request, derivation, "", definition, pgettext("month", "Month to %(day)s") % {"day": format_day(end)}
    )


@page("retention/rates/<slug:name>/", name="retention-rate", title=TITLE, roles=READERS)
@require_GET
def rate(request: HttpRequest, name: str) -> HttpResponse:
    """Open one of the rates."""
    figures = figures_or_404(request)
    try:
        derivation = derive_rate(figures, name, rate_title(name))
    except KeyError:
        raise Http404 from None
    all_rates = (*figures.rates.rates, figures.rates.existing_revenue_share)
    found = next(entry for entry in all_rates if entry.name == name)
    parts = [write_part(found, part, figures.book.currency) for part in (found.numerator, found.denominator)]
    words = {"rate": format_percent(found.value, decimals=2), "part": parts[0], "whole": parts[1]}
    value = pgettext("rate", "%(rate)s = %(part)s / %(whole)s") % words
    return _opened(request, derivation, value, figures.rates.definition)


@page("retention/cohorts/<int:year>/<int:month>/<int:age>/", name="retention-cohort", title=TITLE, roles=READERS)
@require_GET
def cohort(request: HttpRequest, year: int, month: int, age: int) -> HttpResponse:
    """Open a cell of the heat map."""
    figures = figures_or_404(request)
    end = _month_end(year, month)
    if age > 1200:
        raise Http404
    on = month_end(add_months(end.replace(day=1), age))
    derivation = derive_cohort(figures, end, on)
    definition = figures.cohorts_back(1).definition
    words = {"month": f"{end:%Y-%m}", "day": format_day(on)}
    return _opened(request, derivation, "", definition, _("First paid in %(month)s, seen on %(day)s") % words)


@page(
    "retention/accounts/<int:pk>/", name="retention-account", title=gettext_lazy("MRR of an account"), roles=READERS
)
@require_GET
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the days on which one account's MRR changed, and the lines that made it."""
    row = get_object_or_404(Account.objects.visible_to(request.user), pk=pk)
    figures = figures_or_404(request)
    steps = list_steps(figures, row.pk)
    table = _line_table(request, figures, list_lines(figures, row.pk), f"mrr-{row.pk}", has_account=False)
    if table.is_export:
        return table.export()
    context = {
        **with_definition(figures, figures.retention.definition),
        "account": row,
        "account_url": account_url(row.pk),
        "steps": list(reversed(steps)),
        "chart": charts.draw_steps(steps, figures.criteria.to_on, figures.book.currency),
        "table": table,
    }
    return render(request, "revenue/account.html", context)


def _month_end(year: int, month: int) -> date:
    if not 1900 <= year <= 2200 or not 1 <= month <= 12:
        raise Http404
    return date(year, month, monthrange(year, month)[1])


def _opened(
    request: HttpRequest, derivation: Derivation, value: str, definition: Definition, when: str = ""
) -> HttpResponse:
    """Show a derivation as its accounts or, with ?by=lines, as its contract lines."""
    figures = derivation.figures
    by_lines = request.GET.get("by") == "lines"
    if by_lines:
        table = _line_table(request, figures, derivation.lines(), f"{derivation.key}-lines")
    else:
        table = _account_table(request, derivation)
    if table.is_export:
        return table.export()
    context = {
        **with_definition(figures, definition),
        "derivation": derivation,
        "value": value or format_money(derivation.total, figures.book.currency),
        "when": when,
        "facts_shown": _sums(derivation),
        "table": table,
        "by_lines": by_lines,
        "retention_url": Addresses(figures.criteria).page(),
    }
    return render(request, "revenue/derivation.html", context)


def _sums(derivation: Derivation) -> list[Fact]:
    """Return the sums of the columns, so that the table below can be checked against the figure."""
    parts, currency = derivation.parts, derivation.figures.book.currency
    facts = [(_("Customers"), format_number(derivation.count))]
    titled = ((derivation.before_title, parts.before), (derivation.after_title, parts.after))
    for title, column in (*titled, (derivation.part_title, parts.part)):
        facts.append((str(title), format_money(from_micros(int(column.sum())), currency)))
    return facts


def _account_table(request: HttpRequest, derivation: Derivation) -> Table:
    currency = derivation.figures.book.currency
    addresses = Addresses(derivation.figures.criteria)

    def amount(name: str, title: Any) -> Column:
        return Column(name, title, "money", sort=True, currency=lambda row: currency, has_total=True)

    columns = [
        Column(
            "name", _("Account"), "name", sort=True, link=lambda row: addresses.account(row.account_id), is_fixed=True
        ),
        Column("segment", _("Segment"), sort=True),
        amount("before", derivation.before_title),
        amount("after", derivation.after_title),
        amount("part", derivation.part_title),
    ]
    rows = _matching(derivation.accounts(), request.GET.get("q", ""))
    return Table(
        request,
        name=derivation.key,
        columns=columns,
        rows=rows,
        default_sort="-size",
        has_search=True,
        groups=[columns[1]],
        empty=_empty(),
    )


def _line_table(
    request: HttpRequest, figures: Figures, lines: list[LinePart], name: str, *, has_account: bool = True
) -> Table:
    currency, addresses = figures.book.currency, Addresses(figures.criteria)

    def amount(name: str, title: Any) -> Column:
        return Column(name, title, "money", sort=True, currency=lambda row: currency, has_total=name != "mrr")

    columns = [
        Column("account", _("Account"), "name", sort=True, link=lambda row: addresses.account(row.account_id)),
        Column("label", pgettext("contract", "Line"), sort=True, is_fixed=True),
        Column("product", _("Product"), sort=True),
        Column("starts_on", _("Starts on"), "date", sort=True),
        Column("ends_on", _("Ends on"), "date", sort=True),
        amount("mrr", _("MRR of the line")),
        amount("before", _("Counts before")),
        amount("after", _("Counts after")),
        amount("part", _("Change")),
    ]
    rows = _matching(lines, request.GET.get("q", ""))
    return Table(
        request,
        name=name,
        columns=columns if has_account else columns[1:],
        rows=rows,
        default_sort="place",
        has_search=has_account,
        empty=_empty(),
    )


def _matching(rows: list[Any], text: str) -> list[Any]:
    wanted = text.strip().casefold()
    if not wanted:
        return rows

    def named(row: AccountPart | LinePart) -> str:
        return row.name if isinstance(row, AccountPart) else f"{row.account} {row.label} {row.product}"

    return [row for row in rows if wanted in named(row).casefold()]


def _empty() -> dict[str, str]:
    return {
        "icon": "list-details",
        "title": _("Nothing is behind this figure"),
        "text": _("No account moved in this way. The figure is zero."),
    }
