"""The single events of one account: what lies behind its usage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from tenure.accounts.models import Account
from tenure.events.forms import EventFilterForm
from tenure.events.queries import count_events_of, find_last_day, list_events
from tenure.ui.registry import READERS, page

PER_PAGE = 100
SHOWN_DAYS = 7


@dataclass(frozen=True)
class Listing(Sequence[dict[str, Any]]):
    """The events that a filter leaves, read a page at a time."""

    account: Account
    first: date
    last: date
    names: tuple[str, ...]
    user_id: str | None

    def __len__(self) -> int:
        return count_events_of(account=self.account, **self._filter())

    def __getitem__(self, rows: Any) -> Any:
        start, stop = rows.start or 0, rows.stop
        return list_events(account=self.account, limit=stop - start, offset=start, **self._filter())

    def _filter(self) -> dict[str, Any]:
        return {"first": self.first, "last": self.last, "names": self.names, "user_id": self.user_id}


@page("accounts/<int:pk>/events/", name="account-events", title=gettext_lazy("Events"), roles=READERS)
def account_events(request: HttpRequest, pk: int) -> HttpResponse:
    """List the events of an account, newest first; at first those of its last days of use."""
    account = get_object_or_404(Account.objects.visible_to(request.user), pk=pk)
    last = find_last_day(account=account) or timezone.localdate()
    first = last - timedelta(days=SHOWN_DAYS - 1)
    given = {name: value for name, value in request.GET.items() if value}
    form = EventFilterForm({"first": first.isoformat(), "last": last.isoformat(), **given})
    context: dict[str, Any] = {"account": account, "form": form}
    if form.is_valid():
        wanted = form.cleaned_data
        names = (wanted["name"],) if wanted["name"] else ()
        rows = Listing(account, wanted["first"], wanted["last"], names, wanted["user"] or None)
        context["page"] = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "events/account.html", context)
