"""Health: is the base getting better, and what moves it?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tenure.foundation.models import User
from tenure.health import base_charts
from tenure.health.base_words import Addresses, knowledge, verdict
from tenure.health.forms import DerivationForm, Question
from tenure.health.queries.base import Base, Choice, Kept, kept_days, open_base
from tenure.health.queries.base_moves import BaseMoves, Moves
from tenure.health.shown_base import band_heads, movers, segment_rows
from tenure.health.views.base_accounts import list_accounts
from tenure.ui.numbers import format_day, format_number
from tenure.ui.registry import READERS, Nav, page

MOVERS = 8
TITLE = gettext_lazy("Health")


@page("health/", name="health", title=TITLE, roles=READERS, nav=Nav(icon="heartbeat", order=25, key="h"))
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Show the distribution of scores on two days, what flowed between the bands, and what moved them."""
    user: User = request.user  # type: ignore[assignment]
    kept = kept_days(user.workspace_id or 0)
    form = question_form(request, kept)
    context: dict[str, Any] = {"form": form, "kept": kept, "as_of": form.question.as_of}
    if kept is not None:
        context |= _answered(user, form, kept)
    return render(request, "health/base.html", context)


@page("health/accounts/", name="health-accounts", title=gettext_lazy("Customers behind a figure"), roles=READERS)
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts behind a figure of the Health page, each with why its score moved."""
    user: User = request.user  # type: ignore[assignment]
    form = question_form(request, kept_days(user.workspace_id or 0))
    return list_accounts(request, user, form.question)


def question_form(request: HttpRequest, kept: Kept | None) -> DerivationForm:
    """Return the two days asked for: without any, the newest day and the one ninety days before."""
    newest = kept.last if kept else timezone.localdate()
    form = DerivationForm(request.GET, newest=newest, against=kept.usual_against if kept else None)
    form.is_valid()
    return form


def _answered(user: User, form: DerivationForm, kept: Kept) -> dict[str, Any]:
    question = form.question
    base = open_base(user=user, day=question.as_of, against=question.against, is_then=question.is_then)
    if base is None:
        return {"base": None, "why_none": _why_none(form, kept)}
    if not base.now.customers and not (base.before and base.before.customers):
        return {"base": base, "is_empty": True}
    addresses = Addresses(question.as_of, question.against, question.is_then)
    moves = Moves(base, workspace_id=user.workspace_id or 0, is_then=question.is_then)
    found, heads = moves.of_base(), band_heads(base, addresses)
    return {
        "base": base,
        "verdict": verdict(base, found),
        "heads": heads,
        "distribution": base_charts.distribution(base, addresses),
        "flow": base_charts.flow(base, addresses),
        "parts": base_charts.parts(found) if found else None,
        **_compared(found),
        "movers": [
            {"title": title, "rows": movers(base, moves, way, MOVERS, addresses), "url": url}
            for way, title, url in (
                ("down", _("Fell most"), addresses.accounts(Choice(moved="down")) + "&sort=change"),
                ("up", _("Rose most"), addresses.accounts(Choice(moved="up")) + "&sort=-change"),
            )
        ],
        "segments": segment_rows(base, heads, addresses),
        "missing": _why_one_day(base, question),
        **knowledge(base, is_then=question.is_then),
    }


def _compared(moves: BaseMoves | None) -> dict[str, str]:
    """Return the mean scores that the parts lead from and to."""
    if moves is None:
        return {}
    return {
        "compared": format_number(moves.count),
        "compared_before": format_number(moves.before, decimals=2),
        "compared_after": format_number(moves.after, decimals=2),
    }


def _why_one_day(base: Base, question: Question) -> str:
    """Return why the earlier day is not shown; nothing where it is, or where none was asked for."""
    if base.before is not None or question.against is None:
        return ""
    values = {"day": format_day(question.against)}
    if question.is_then:
        return (
            _("What was known at the end of %(day)s was not kept for all customers, so only one day is shown.")
            % values
        )
    return _("Nothing that can be compared is kept of %(day)s, so only one day is shown.") % values


def _why_none(form: DerivationForm, kept: Kept) -> str:
    """Return why there is nothing to show for a day."""
    if form.question.is_then and kept.first <= form.question.as_of <= kept.last:
        return _(
            "This day was computed only with later knowledge, so what was known then is not kept for all customers. "
            "The derivation of a single score can show it."
        )
    values = {"first": format_day(kept.first), "last": format_day(kept.last)}
    return _("Scores are kept from %(first)s to %(last)s. Choose a day in between.") % values
