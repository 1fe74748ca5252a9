"""Suggestions for references in forms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from tenure.accounts.kinds import get_kind
from tenure.accounts.queries.references import NotFound, find_by_text, list_options, option_text
from tenure.accounts.views.lists import kind_or_404
from tenure.foundation.models import User
from tenure.ui.registry import WRITERS, page


@page("records/<slug:kind>/options/", name="record-options", title=_("Suggestions"), roles=WRITERS)
def record_options(request: HttpRequest, kind: str) -> HttpResponse:
    """Return records that what is typed in `field` may mean, of the form's account."""
    entry = kind_or_404(kind)
    actor: User = request.user  # type: ignore[assignment]
    text = request.GET.get(request.GET.get("field", "q"), "")[:200].strip()
    named = request.GET.get("account_id", "")
    account_id = None
    if named and entry.hangs_on_account:
        try:
            account_id = find_by_text(kind=get_kind("accounts"), actor=actor, text=named).pk
        except NotFound:
            account_id = None
    options = list_options(kind=entry, actor=actor, text=text, account_id=account_id)
    return render(request, "accounts/options.html", {"options": [option_text(record) for record in options]})
