"""Making, changing, deleting and restoring a record."""

from datetime import UTC, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tenure.accounts.forms.records import RecordForm
from tenure.accounts.kinds import RecordKind
from tenure.accounts.links import account_url, record_url
from tenure.accounts.models import Account
from tenure.accounts.queries.records import has_account
from tenure.accounts.services.removal import remove_record, restore_removed
from tenure.accounts.views.lists import kind_or_404
from tenure.accounts.views.pages import get_editable
from tenure.foundation.models import User
from tenure.ui import flash
from tenure.ui.registry import WRITERS, page
from tenure.ui.views import next_address


@page("records/<slug:kind>/new/", name="record-new", title=gettext_lazy("New record"), roles=WRITERS)
def record_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Make a record by hand, of the account in the address if one is named, with the values in the address."""
    entry = kind_or_404(kind)
    actor: User = request.user  # type: ignore[assignment]
    named = request.GET.get("account", "")
    accounts = Account.objects.editable_by(actor)
    account = accounts.filter(pk=int(named)).first() if named.isascii() and named.isdigit() else None
    given = {one.name: request.GET[one.name] for one in entry.fields if one.entered and one.name in request.GET}
    form = RecordForm(request.POST or None, kind=entry, actor=actor, account=account, initial=given)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        if saved is not None:
            flash.done(request, _("%(kind)s added: %(name)s") % {"kind": entry.label, "name": saved})
            return redirect(_after(entry, saved))
    return _page(request, entry, form, title=_("New: %(kind)s") % {"kind": entry.label}, back=_back(entry, account))


@page("records/<slug:kind>/<int:pk>/edit/", name="record-edit", title=gettext_lazy("Edit"), roles=WRITERS)
def record_edit(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Change a record."""
    entry = kind_or_404(kind)
    record = get_editable(request, entry, pk)
    form = RecordForm(request.POST or None, kind=entry, actor=request.user, record=record)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        if saved is not None:
            flash.done(request, _("Saved: %(name)s") % {"name": saved})
            return redirect("record", entry.name, saved.pk)
    return _page(request, entry, form, title=str(record), back=reverse("record", args=[entry.name, pk]))


@page("records/<slug:kind>/<int:pk>/delete/", name="record-delete", title=gettext_lazy("Delete"), roles=WRITERS)
@require_POST
def record_delete(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take a record away; the message offers to bring it back."""
    entry = kind_or_404(kind)
    record = get_editable(request, entry, pk)
    name, account_id = str(record), getattr(record, "account_id", None)
    try:
        remove_record(kind=entry, actor=request.user, record=record)  # type: ignore[arg-type]
    except ValidationError as error:
        flash.failed(request, " ".join(error.messages))
        return redirect("record", entry.name, pk)
    undo = reverse("record-restore", args=[entry.name, pk])
    flash.done(request, _("Deleted: %(name)s") % {"name": name}, undo=undo)
    return redirect(account_url(account_id) if account_id else reverse("record-list", args=[entry.name]))


@page("records/<slug:kind>/<int:pk>/restore/", name="record-restore", title=gettext_lazy("Restore"), roles=WRITERS)
@require_POST
def record_restore(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Bring back a record and what went with it."""
    entry = kind_or_404(kind)
    try:
        record = restore_removed(kind=entry, actor=request.user, record_id=pk)  # type: ignore[arg-type]
    except PermissionDenied:
        raise Http404 from None  # whether it ever was there is nobody else's business
    except ValidationError as error:
        flash.failed(request, " ".join(error.messages))
        return redirect(next_address(request, reverse("record-list", args=[entry.name])))
    flash.done(request, _("Restored: %(name)s") % {"name": record})
    return redirect("record", entry.name, pk)


def _page(request: HttpRequest, kind: RecordKind, form: RecordForm, *, title: str, back: str) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"kind": kind, "form": form, "heading": title, "back": back, "now": datetime.now(UTC)}
    return render(request, "accounts/form.html", context, status=status)


def _back(kind: RecordKind, account: Account | None) -> str:
    return account_url(account.pk) if account else reverse("record-list", args=[kind.name])


def _after(kind: RecordKind, record: object) -> str:
    """What hangs on an account leads back to it; others to themselves."""
    account_id = getattr(record, "account_id", None)
    if has_account(kind) and account_id and kind.name not in ("agreements", "contracts"):
        return account_url(account_id)
    return record_url(kind.name, record.pk)  # type: ignore[attr-defined]
