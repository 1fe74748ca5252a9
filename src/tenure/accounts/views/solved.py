"""The ledger of problems solved for one customer, to take along to the talk about the renewal."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenure.accounts.links import account_url
from tenure.accounts.models import Account
from tenure.accounts.queries.solved import get_ledger
from tenure.ui.registry import READERS, page


class PeriodForm(forms.Form):
    """Which part of the ledger."""

    since = forms.DateField(
        label=pgettext_lazy("period", "From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=pgettext_lazy("period", "To"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


@page("accounts/<int:pk>/problems-solved/", name="account-solved", title=_("Problems solved"), roles=READERS)
def account_solved(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and print what we solved for a customer, and what came of it."""
    account = get_object_or_404(Account.objects.visible_to(request.user).select_related("workspace"), pk=pk)
    form = PeriodForm(request.GET)
    period: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    context = {
        "account": account,
        "account_url": account_url(pk),
        "form": form,
        "ledger": get_ledger(account=account, since=period.get("since"), until=period.get("until")),
        "since": period.get("since"),
        "until": period.get("until"),
        "today": timezone.localdate(),
        "may_edit": Account.objects.editable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "accounts/solved.html", context)
