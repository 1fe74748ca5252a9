"""Score derivation: why this score, and why did it move?"""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure.accounts.models import Account
from tenure.health.forms import DerivationForm, Question
from tenure.health.queries.current import find_newest_day, history_of
from tenure.health.queries.explanations import NoScorecard, Told, explain_account
from tenure.health.queries.standing import standings_of
from tenure.health.shown import moves_chart, rows_chart, shown_moves, shown_rows
from tenure.health.words import BECAUSE, write_points
from tenure.ui.charts import Chart, Mark, Series, series_chart
from tenure.ui.numbers import format_day, format_percent
from tenure.ui.registry import READERS, page
from tenure_engine.health.moves import Movement, why_moved

HISTORY_DAYS = 180


@page("health/accounts/<int:pk>/", name="score", title=gettext_lazy("Score derivation"), roles=READERS)
def score(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every row of a score on one day, or on two with what each row did between them."""
    account = get_object_or_404(Account.objects.visible_to(request.user), pk=pk)
    newest = find_newest_day(account.workspace_id) or timezone.localdate() - timedelta(days=1)
    form = DerivationForm(request.GET, newest=newest)
    form.is_valid()
    question = form.question
    context: dict[str, Any] = {"account": account, "form": form, "question": question, "as_of": question.as_of}
    try:
        told = _told(account, question, question.as_of)
        before = _told(account, question, question.against) if question.against else None
    except NoScorecard:
        return render(request, "health/score.html", context | {"told": None})
    context |= _one_day(told) | {"history": _history(account, question)}
    if before is not None:
        context |= _two_days(before, told)
    return render(request, "health/score.html", context)


def _told(account: Account, question: Question, day: date) -> Told:
    return explain_account(account=account, day=day, known_on=question.known_on(day))


def _one_day(told: Told) -> dict[str, Any]:
    standings = {
        key: _("%(share)s of the others do better") % {"share": format_percent(share, decimals=0)}
        for key, share in standings_of(told).items()
    }
    rows = shown_rows(told, standings)
    because = told.explanation.because
    return {
        "told": told,
        "rows": rows,
        "chart": rows_chart(rows, told.explanation.score) if told.score is not None else None,
        "total": write_points(told.explanation.total, decimals=2),
        "because": BECAUSE[because] if because else "",
        "average": None if told.segment_average is None else told.segment_average / 100,
    }


def _two_days(before: Told, after: Told) -> dict[str, Any]:
    movement = why_moved(before.explanation, after.explanation)
    moves = shown_moves(before, after, movement)
    start, end = before.explanation.score, after.explanation.score
    chart = moves_chart(moves, start, end) if start is not None and end is not None else None
    return {
        "before": before,
        "moves": moves,
        "moved_points": None if movement.delta is None else movement.delta / 100,
        "moves_chart": chart,
        "verdict": _verdict(movement),
    }


def _verdict(movement: Movement) -> str:
    """Return in one sentence what moved the score."""
    if movement.delta is None:
        return _("On one of the two days there is no score, so there is nothing to compare.")
    values = {
        "before": write_points(movement.before.score, decimals=2),
        "after": write_points(movement.after.score, decimals=2),
        "change": write_points(movement.delta, sign=True, decimals=2),
    }
    return _("From %(before)s to %(after)s: %(change)s points. The rows below add up to exactly that.") % values


def _history(account: Account, question: Question) -> Chart | None:
    first = question.as_of - timedelta(days=HISTORY_DAYS - 1)
    values = history_of([account.pk], first=first, last=question.as_of).get(account.pk)
    if not values or sum(value is not None for value in values) < 2:
        return None
    days = [format_day(first + timedelta(days=number)) for number in range(HISTORY_DAYS)]
    marks = []
    if question.against is not None and first <= question.against <= question.as_of:
        marks.append(Mark(format_day(question.against), _("Compared with")))
    series = [Series(_("Score"), values, color="@accent", kind="area")]
    return series_chart(days, series, format="number", first_column=_("Day"), marks=marks)
