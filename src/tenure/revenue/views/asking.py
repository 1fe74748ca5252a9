"""From an address to figures, or to the reason why there are none."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from tenure.foundation.models import User
from tenure.revenue.forms import QuestionForm
from tenure.revenue.queries import Criteria, Figures, RevenueError, list_accounts, open_figures, segments_of
from tenure.revenue.shown import Addresses, chips_of, facts_of
from tenure_engine.revenue import Definition


@dataclass(frozen=True, slots=True)
class Answer:
    """The form of a question, and its figures or what is wrong with it."""

    form: QuestionForm
    figures: Figures | None = None
    error: str = ""

    @property
    def criteria(self) -> Criteria:
        """Return the question; raises AttributeError where there are no figures."""
        if self.figures is None:
            raise AttributeError("the question has no answer")
        return self.figures.criteria


def answer(request: HttpRequest) -> Answer:
    """Return the figures that an address asks for, in the person's scope."""
    actor: User = request.user  # type: ignore[assignment]
    current = list_accounts(workspace=actor.workspace, actor=actor)
    form = QuestionForm(request.GET, segments=segments_of(current), today=timezone.localdate())
    if not form.is_valid():
        return Answer(form)
    try:
        figures = open_figures(workspace=actor.workspace, actor=actor, criteria=form.criteria, current=current)
        return Answer(form, figures)
    except RevenueError as error:
        return Answer(form, error=str(error))


def figures_or_404(request: HttpRequest) -> Figures:
    """Return the figures that an address asks for; a question without an answer has no derivation."""
    found = answer(request)
    if found.figures is None:
        raise Http404(found.error or _("The address does not ask for a figure."))
    return found.figures


def with_definition(figures: Figures, definition: Definition) -> dict[str, Any]:
    """Return what the definition's chips and dialog show."""
    written = figures.define(definition)
    return {
        "chips": chips_of(figures.criteria, written),
        "rules": [_(rule.template) % rule.numbers for rule in definition.rules()],
        "facts": facts_of(figures, written),
        "currency": figures.book.currency,
        "addresses": Addresses(figures.criteria),
    }


def failed(request: HttpRequest, found: Answer) -> HttpResponse:
    """Show the form with what is wrong; nothing was computed."""
    return render(request, "revenue/retention.html", {"form": found.form, "error": found.error}, status=400)
