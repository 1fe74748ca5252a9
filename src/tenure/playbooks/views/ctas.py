"""What a person does with a call to action. Every answer leads back to where they were."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tenure.foundation.models import User
from tenure.playbooks import services
from tenure.playbooks.forms import CompleteForm, DueForm, SnoozeForm
from tenure.playbooks.models import Cta
from tenure.playbooks.queries import people_for
from tenure.ui import flash
from tenure.ui.numbers import format_day
from tenure.ui.registry import WRITERS, page
from tenure.ui.views import next_address


@page("ctas/<int:pk>/completion/", name="cta-complete", title=gettext_lazy("Done"), roles=WRITERS)
@require_POST
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """End it with an outcome and a note."""
    form = CompleteForm({"outcome": "handled", **request.POST.dict()})

    def act(actor: User, cta: Cta) -> None:
        services.complete_cta(actor=actor, cta=cta, **form.cleaned_data)
        text = _("Done: %(account)s.") % {"account": cta.account}
        flash.done(request, text, undo=reverse("cta-reopen", args=[pk]))

    return _answer(request, pk, act, form)


@page("ctas/<int:pk>/snooze/", name="cta-snooze", title=gettext_lazy("Snooze"), roles=WRITERS)
@require_POST
def snooze(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it rest until a day."""
    form = SnoozeForm(request.POST)

    def act(actor: User, cta: Cta) -> None:
        services.snooze_cta(actor=actor, cta=cta, until=form.chosen_day, note=form.cleaned_data["note"])
        text = _("%(account)s rests until %(day)s.") % {"account": cta.account, "day": format_day(form.chosen_day)}
        flash.done(request, text, undo=reverse("cta-wake", args=[pk]))

    return _answer(request, pk, act, form)


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


@page("ctas/<int:pk>/due/", name="cta-due", title=gettext_lazy("Due"), roles=WRITERS)
@require_POST
def due(request: HttpRequest, pk: int) -> HttpResponse:
    """Set another due date."""
    form = DueForm(request.POST)

    def act(actor: User, cta: Cta) -> None:
        day = form.cleaned_data["due_on"]
        services.change_cta(actor=actor, cta=cta, due_on=day)
        flash.done(request, _("%(account)s is due on %(day)s.") % {"account": cta.account, "day": format_day(day)})

    return _answer(request, pk, act, form)


@page("ctas/<int:pk>/people/", name="cta-people", title=gettext_lazy("Give to"), roles=WRITERS)
@require_GET
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Show to whom it may be given: who sees the customer and may work."""
    actor: User = request.user  # type: ignore[assignment]
    cta = get_object_or_404(Cta.objects.editable_by(actor).select_related("account", "owner"), pk=pk)
    found = people_for(user=actor, account_id=cta.account_id)
    template = "playbooks/parts/people.html" if getattr(request, "htmx", False) else "playbooks/people.html"
    return render(request, template, {"cta": cta, "people": found, "next": _back(request, pk)})


@page("ctas/<int:pk>/owner/", name="cta-assign", title=gettext_lazy("Give to"), roles=WRITERS)
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it to somebody, to oneself, or to the team's queue."""
    number = str(request.user.pk) if request.POST.get("take") else request.POST.get("owner", "")
    people = User.objects.filter(workspace_id=request.user.workspace_id, is_active=True)  # type: ignore[union-attr]
    owner = get_object_or_404(people, pk=number) if number.isdigit() else None

    def act(actor: User, cta: Cta) -> None:
        services.assign_cta(actor=actor, cta=cta, owner=owner)
        to = owner or _("the team's queue")
        flash.done(request, _("%(account)s is with %(owner)s now.") % {"account": cta.account, "owner": to})

    return _answer(request, pk, act)


def _answer(
    request: HttpRequest, pk: int, act: Callable[[User, Cta], None], form: forms.Form | None = None
) -> HttpResponse:
    """Carry out what was asked on a call within the person's scope, which is looked at before the form is."""
    actor: User = request.user  # type: ignore[assignment]
    cta = get_object_or_404(Cta.objects.editable_by(actor).select_related("account"), pk=pk)
    if form is not None and not form.is_valid():
        return _refuse(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    try:
        act(actor, cta)
    except ValidationError as error:
        return _refuse(request, " ".join(error.messages))
    return HttpResponseRedirect(next_address(request))


def _back(request: HttpRequest, pk: int) -> str:
    """Return the path of the page that the form will lead back to."""
    shown = urlsplit(request.headers.get("HX-Current-URL", ""))
    return f"{shown.path}?{shown.query}" if shown.path else reverse("cta", args=[pk])


def _refuse(request: HttpRequest, text: str) -> HttpResponse:
    flash.failed(request, text)
    return HttpResponseRedirect(next_address(request))
