"""The page of exchange rate tables."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tenure.foundation.models import User
from tenure.revenue.forms import RateTableForm
from tenure.revenue.queries import list_rate_tables
from tenure.revenue.services import save_rate_table
from tenure.ui import flash
from tenure.ui.registry import ADMINS, Nav, page


@page(
    "exchange-rates/",
    name="exchange-rates",
    title=gettext_lazy("Exchange rates"),
    roles=ADMINS,
    nav=Nav(icon="currency-dollar", order=95, group="settings"),
)
@require_http_methods(["GET", "POST"])
def exchange_rates(request: HttpRequest) -> HttpResponse:
    """Show the dated tables and take a new one."""
    actor: User = request.user  # type: ignore[assignment]
    form = RateTableForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            save_rate_table(actor=actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("rates", error)
        else:
            flash.done(request, _("The table is kept; reports of its time use it from now on."))
            return redirect("exchange-rates")
    tables = list_rate_tables(workspace=actor.workspace)
    context = {"form": form, "tables": tables, "currency": actor.workspace.currency}
    return render(request, "revenue/exchange_rates.html", context, status=400 if form.errors else 200)
