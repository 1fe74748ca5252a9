"""The accounts behind a figure of the Health page."""

from typing import Any

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tenure.foundation.models import User
from tenure.health.base_words import NO_SEGMENT, Addresses, bar_word, knowledge, place_word, segment_word
from tenure.health.forms import Question
from tenure.health.queries.base import BINS, PLACES, Base, Choice, open_base
from tenure.health.queries.base_moves import Moves
from tenure.health.shown_base import BaseRows, add_reasons, title_of
from tenure.ui.tables import Column, Filter, Table

COLUMNS = [
    Column("name", gettext_lazy("Customer"), "name", link=lambda row: row.url, sort=True, is_fixed=True),
    Column("score", pgettext_lazy("column", "Score"), sort=True, template="health/cells/score.html"),
    Column("before", pgettext_lazy("column", "Before"), sort=True, template="health/cells/before.html"),
    Column("change", gettext_lazy("Change"), "number", sort=True, template="health/cells/change.html"),
    Column("reason", gettext_lazy("Why"), template="health/cells/reason.html"),
    Column("segment", gettext_lazy("Segment"), sort=True),
]
WAYS = ("up", "down")


def list_accounts(request: HttpRequest, user: User, question: Question) -> HttpResponse:
    """Show the accounts that the address chooses, to be sorted and exported; the reason of those in view."""
    base = open_base(user=user, day=question.as_of, against=question.against, is_then=question.is_then)
    addresses = Addresses(question.as_of, question.against, question.is_then)
    choice = read_choice(request)
    found = BaseRows(base, np.flatnonzero(base.select(choice)), addresses) if base else None
    text = request.GET.get("q", "").strip().casefold()
    table = Table(
        request,
        name="health-accounts",
        columns=_columns(request, base),
        rows=(found.named(text) if found and text else found) or [],
        default_sort="score",
        filters=_filters(base),
        has_search=True,
        groups=[COLUMNS[-1]],
        empty=_empty(),
    )
    if table.is_export:
        return table.export()
    if base and base.before:
        moves = Moves(base, workspace_id=user.workspace_id or 0, is_then=question.is_then)
        add_reasons(moves, table.in_view)
    context: dict[str, Any] = {
        "table": table,
        "base": base,
        "choice": choice,
        "heading": title_of(choice),
        "facts": _facts(choice),
        "back": addresses.page(),
        "as_of": question.as_of,
        "question": question,
    }
    return render(
        request, "health/base_accounts.html", context | (knowledge(base, is_then=question.is_then) if base else {})
    )


def _columns(request: HttpRequest, base: Base | None) -> list[Column]:
    """Return the columns; a file holds no reasons, since those are written for the rows in view."""
    left_out = {"before", "change", "reason"} if base is None or base.before is None else set()
    left_out |= {"reason"} if "format" in request.GET else set()
    return [column for column in COLUMNS if column.name not in left_out]


def read_choice(request: HttpRequest) -> Choice:
    """Return which accounts the address means; what makes no sense counts as left out."""
    given = request.GET

    def one_of(name: str, known: tuple[str, ...]) -> str:
        return given.get(name, "") if given.get(name) in known else ""

    segment = given.get("segment") or None
    return Choice(
        now=one_of("now", PLACES),
        was=one_of("was", PLACES),
        bar=_bar(given.get("bar", "")),
        was_bar=_bar(given.get("was_bar", "")),
        moved=one_of("moved", WAYS),
        stepped=one_of("stepped", WAYS),
        segment="" if segment == NO_SEGMENT else segment,
        is_below=given.get("below") == "yes",
    )


def _bar(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and int(text) < BINS else None


def _filters(base: Base | None) -> list[Filter]:
    if base is None:
        return []
    segments = [(str(name) or NO_SEGMENT, segment_word(str(name))) for name in sorted(set(base.segments))]
    filters = [Filter("now", _("Now"), [(place, place_word(place)) for place in PLACES])]
    if base.before is not None:
        filters.append(Filter("was", _("Before"), [(place, place_word(place, is_before=True)) for place in PLACES]))
    return [*filters, Filter("segment", _("Segment"), segments)]


def _facts(choice: Choice) -> list[str]:
    """Return what the choice asks beside its title."""
    facts = []
    if choice.bar is not None:
        facts.append(_("Score %(bar)s") % {"bar": bar_word(choice.bar)})
    if choice.was_bar is not None:
        facts.append(_("Score before %(bar)s") % {"bar": bar_word(choice.was_bar)})
    if choice.segment is not None:
        facts.append(segment_word(choice.segment))
    return facts


def _empty() -> dict[str, Any]:
    return {
        "icon": "heartbeat",
        "title": _("No customer is behind this figure"),
        "text": _("On these days nobody is in this place, or nothing is kept of the day."),
    }
