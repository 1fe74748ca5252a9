"""Logging a touchpoint and writing a note from the account page."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tenure.accounts.forms.quick import NoteForm, TouchpointForm
from tenure.accounts.links import account_url
from tenure.accounts.models import Account
from tenure.accounts.panels import contact as panels
from tenure.foundation.models import User
from tenure.ui import flash
from tenure.ui.registry import WRITERS, page


@page("accounts/<int:pk>/touchpoints/", name="touchpoint-log", title=gettext_lazy("Log a touchpoint"), roles=WRITERS)
@require_POST
def touchpoint_log(request: HttpRequest, pk: int) -> HttpResponse:
    """Log a contact with a customer."""
    actor: User = request.user  # type: ignore[assignment]
    account = _editable(actor, pk)
    form = TouchpointForm(request.POST, account=account)
    saved = form.save(actor) if form.is_valid() else None
    return _answer(request, account, "touchpoints", panels.touchpoints, form, saved)


@page("accounts/<int:pk>/notes/", name="note-write", title=gettext_lazy("Write a note"), roles=WRITERS)
@require_POST
def note_write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a note about a customer."""
    actor: User = request.user  # type: ignore[assignment]
    account = _editable(actor, pk)
    form = NoteForm(request.POST)
    saved = form.save(actor, account) if form.is_valid() else None
    return _answer(request, account, "notes", panels.notes, form, saved)


def _editable(actor: User, pk: int) -> Account:
    account: Account | None = Account.objects.editable_by(actor).filter(pk=pk).first()
    if account is None:
        raise Http404
    return account


def _answer(
    request: HttpRequest, account: Account, kind: str, build: Callable[..., dict[str, Any]], form: Any, saved: Any
) -> HttpResponse:
    """The panel anew for htmx; else the account page, or the full form with the problems."""
    if saved is not None:
        undo = reverse("record-delete", args=[kind, saved.pk])
        flash.done(request, _("Saved: %(name)s") % {"name": saved}, undo=undo)
    if getattr(request, "htmx", False):
        context = build(request, account) if saved is not None else build(request, account, form)
        context["oob"] = True
        return render(request, f"accounts/panels/{kind}.html", context)
    if saved is not None:
        return redirect(account_url(account.pk))
    context = {"account": account, "form": form, "back": account_url(account.pk)}
    return render(request, "accounts/quick.html", context, status=422)
