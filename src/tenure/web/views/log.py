"""The quick log: a call, a meeting, an e-mail, a note in one line, on the timeline at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tenure.accounts.forms.quick import QuickLogForm
from tenure.accounts.models import Account
from tenure.foundation.models import User
from tenure.ui import flash
from tenure.ui.registry import WRITERS, page
from tenure.web.queries.facts import last_touches
from tenure.web.views.account import timeline_context


@page("accounts/<int:pk>/log/", name="account-log", title=gettext_lazy("Log"), roles=WRITERS)
@require_POST
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what happened; the message offers to take it back."""
    user: User = request.user  # type: ignore[assignment]
    account = get_object_or_404(Account.objects.editable_by(user).prefetch_related("owners__user"), pk=pk)
    form = QuickLogForm(request.POST, account=account)
    saved = form.save(user) if form.is_valid() else None
    if saved is not None:
        kind, record = saved
        undo = reverse("record-delete", args=[kind, record.pk])
        flash.done(request, _("Logged: %(name)s") % {"name": record}, undo=undo)
        form = QuickLogForm(account=account, initial={"kind": form.cleaned_data["kind"]})
    if not getattr(request, "htmx", False):
        if saved is not None:
            return redirect("account", pk)
        return render(request, "web/log.html", {"account": account, "log": form}, status=422)
    context = {"account": account, "log": form, "is_answer": True}
    if saved is not None:
        touched = last_touches([pk], timezone.localdate()).get(pk)
        context |= {"is_saved": True, "touched_at": touched, **timeline_context(request, account)}
    return render(request, "web/parts/logged.html", context)
