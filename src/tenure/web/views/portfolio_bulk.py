"""Doing something to many customers of the portfolio at once."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from tenure.foundation.jobs import enqueue
from tenure.foundation.models import User
from tenure.ui import flash
from tenure.ui.registry import READERS, WRITERS, page
from tenure.ui.views import next_address
from tenure.web.asked import Asked, ask
from tenure.web.book_table import BookTable
from tenure.web.models import BulkChange
from tenure.web.queries.book.parts import Int64
from tenure.web.queries.book.scope import chosen_in
from tenure.web.services.bulk import plan_bulk, run_bulk, undo_bulk

AT_ONCE = 200
MOST_IDS = 10_000


@page("portfolio/change/", name="portfolio-change", title=gettext_lazy("Change many customers"), roles=WRITERS)
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Do one thing to the chosen customers, at once or, to very many, in the background."""
    user = _user(request)
    asked = ask(user, request.GET)
    ids = asked.book.facts.ids[_chosen(request, asked)].tolist()
    back = next_address(request, f"{reverse('portfolio')}?{request.GET.urlencode()}")
    try:
        kind = request.POST.get("act", "")
        planned = plan_bulk(actor=user, kind=kind, accounts=ids, params=request.POST.dict())
    except (ValidationError, PermissionDenied) as error:
        flash.failed(request, " ".join(getattr(error, "messages", [])) or _("You may not do this."))
        return HttpResponseRedirect(back)
    undo = reverse("portfolio-change-undo", args=[planned.pk])
    if planned.accounts <= AT_ONCE:
        flash.done(request, _told(run_bulk(change=planned)), undo=undo)
    else:
        enqueue("portfolio.change", actor=user, params={"change": planned.pk})
        text = _("%(count)s customers are being changed in the background; see Jobs.")
        flash.done(request, text % {"count": planned.accounts}, undo=undo)
    return HttpResponseRedirect(back)


@page(
    "portfolio/change/<int:pk>/undo/",
    name="portfolio-change-undo",
    title=gettext_lazy("Undo a change of many customers"),
    roles=WRITERS,
)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a change of many customers back."""
    user = _user(request)
    row = get_object_or_404(BulkChange, pk=pk, actor=user)
    if row.finished_at is not None and row.undone_at is None and row.changed > AT_ONCE:
        enqueue("portfolio.undo", actor=user, params={"change": row.pk})
        flash.done(request, _("It is being undone in the background; see Jobs."))
        return HttpResponseRedirect(next_address(request, reverse("portfolio")))
    try:
        back = undo_bulk(actor=user, change=row)
    except ValidationError as error:
        flash.failed(request, " ".join(error.messages))
    else:
        text = ngettext("Undone for %(count)s customer.", "Undone for %(count)s customers.", back)
        flash.done(request, text % {"count": back})
    return HttpResponseRedirect(next_address(request, reverse("portfolio")))


@page("portfolio/export/", name="portfolio-export", title=gettext_lazy("Export customers"), roles=READERS)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Give the chosen customers as a file, with the columns in view."""
    asked = ask(_user(request), request.GET)
    table = BookTable(
        request,
        book=asked.book,
        places=_chosen(request, asked),
        address_of=lambda _name, _key: "",
        name="portfolio",
        columns=asked.columns,
        default_sort="-arr",
    )
    return table.export("xlsx" if request.POST.get("format") == "xlsx" else "csv")


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _chosen(request: HttpRequest, asked: Asked) -> Int64:
    """Return the places chosen in the form: all that match the address, or those ticked; never beyond the scope."""
    if request.POST.get("all"):
        return asked.places
    ids = [int(pk) for pk in request.POST.getlist("ids")[:MOST_IDS] if pk.isdecimal() and len(pk) < 19]
    return chosen_in(asked.book, asked.visible, ids)


def _told(done: BulkChange) -> str:
    values: dict[str, Any] = {"count": done.changed, "skipped": done.skipped}
    text = ngettext("%(count)s customer changed.", "%(count)s customers changed.", done.changed) % values
    if done.skipped:
        more = ngettext(
            "%(skipped)s was skipped: you may not change it, or it does not apply.",
            "%(skipped)s were skipped: you may not change them, or it does not apply.",
            done.skipped,
        )
        text = f"{text} {more % values}"
    return text
