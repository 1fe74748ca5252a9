"""What a person does with a call to action. Every answer leads back to where they were."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tenure.foundation.models import User
from tenure.playbooks import services
from tenure.playbooks.forms import CompleteForm, SnoozeForm
from tenure.playbooks.models import Cta
from tenure.ui import flash
from tenure.ui.numbers import format_day
from tenure.ui.registry import WRITERS, page
from tenure.ui.views import next_address


@page("ctas/<int:pk>/completion/", name="cta-complete", title=gettext_lazy("Done"), roles=WRITERS)
@require_POST
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """End it with an outcome and a note."""
    form = CompleteForm({"outcome": "handled", **request.POST.dict()})
    if not form.is_valid():
        return _refuse(request, form.errors.as_text())

    def act(actor: User, cta: Cta) -> None:
        services.complete_cta(actor=actor, cta=cta, **form.cleaned_data)
        text = _("Done: %(account)s.") % {"account": cta.account}
        flash.done(request, text, undo=reverse("cta-reopen", args=[pk]))

    return _answer(request, pk, act)


@page("ctas/<int:pk>/snooze/", name="cta-snooze", title=gettext_lazy("Snooze"), roles=WRITERS)
@require_POST
def snooze(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it rest until a day."""
    form = SnoozeForm(request.POST)
    if not form.is_valid():
        return _refuse(request, " ".join(str(error) for errors in form.errors.values() for error in errors))

    def act(actor: User, cta: Cta) -> None:
        services.snooze_cta(actor=actor, cta=cta, until=form.chosen_day, note=form.cleaned_data["note"])
        text = _("%(account)s rests until %(day)s.") % {"account": cta.account, "day": format_day(form.chosen_day)}
        flash.done(request, text, undo=reverse("cta-wake", args=[pk]))

    return _answer(request, pk, act)


@page("ctas/<int:pk>/wake/", name="cta-wake", title=gettext_lazy("Wake"), roles=WRITERS)
@require_POST
def wake(request: HttpRequest, pk: int) -> HttpResponse:
    """End its rest now."""

    def act(actor: User, cta: Cta) -> None:
        services.wake_cta(actor=actor, cta=cta)
        flash.done(request, _("%(account)s is back on the list.") % {"account": cta.account})

    return _answer(request, pk, act)


@page("ctas/<int:pk>/reopen/", name="cta-reopen", title=gettext_lazy("Reopen"), roles=WRITERS)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that it was done."""

    def act(actor: User, cta: Cta) -> None:
        services.reopen_cta(actor=actor, cta=cta)
        flash.done(request, _("%(account)s is back on the list.") % {"account": cta.account})

    return _answer(request, pk, act)


@page("ctas/<int:pk>/owner/", name="cta-assign", title=gettext_lazy("Give to"), roles=WRITERS)
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it to somebody, or to the team's queue."""
    number = request.POST.get("owner", "")
    people = User.objects.filter(workspace_id=request.user.workspace_id, is_active=True)  # type: ignore[union-attr]
    owner = get_object_or_404(people, pk=number) if number.isdigit() else None

    def act(actor: User, cta: Cta) -> None:
        services.assign_cta(actor=actor, cta=cta, owner=owner)
        to = owner or _("the team's queue")
        flash.done(request, _("%(account)s is with %(owner)s now.") % {"account": cta.account, "owner": to})

    return _answer(request, pk, act)


def _answer(request: HttpRequest, pk: int, act: Callable[[User, Cta], None]) -> HttpResponse:
    actor: User = request.user  # type: ignore[assignment]
    cta = get_object_or_404(Cta.objects.editable_by(actor).select_related("account"), pk=pk)
    try:
        act(actor, cta)
    except ValidationError as error:
        return _refuse(request, " ".join(error.messages))
    return HttpResponseRedirect(next_address(request))


def _refuse(request: HttpRequest, text: str) -> HttpResponse:
    flash.failed(request, text)
    return HttpResponseRedirect(next_address(request))
