"""Definitions: what does this number mean, and who uses it?"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from tenure.foundation.models import User
from tenure.health.queries.cards import CurrentCard, current_cards, list_versions, texts_in
from tenure.health.words import UNITS, group_label, key_label, write_points, write_share
from tenure.ui.registry import READERS, Nav, page, panels
from tenure_engine.health.cards import Scorecard
from tenure_engine.measures import Direction, Measure, all_measures
from tenure_engine.windows.inputs import Source

SOURCES: dict[Source, Any] = {
    Source.EVENTS: _("Usage"),
    Source.TICKETS: _("Support"),
    Source.SURVEYS: _("Surveys"),
    Source.TOUCHPOINTS: _("Contact"),
    Source.CONTACTS: _("People"),
    Source.CONTRACTS: _("Contracts"),
    Source.INVOICES: _("Invoices"),
    Source.DEVICES: _("Devices"),
    Source.LOSSES: _("Losses"),
}


@dataclass(frozen=True, slots=True)
class ShownMeasure:
    """A measure of the catalogue, written, with the scorecards that use it."""

    measure: Measure
    label: str
    unit: str
    is_higher_better: bool
    used_by: tuple[str, ...]

    @property
    def windows(self) -> str:
        """The windows it takes."""
        return ", ".join(str(each) for each in self.measure.windows)


@page(
    "definitions/",
    name="definitions",
    title=_("Definitions"),
    roles=READERS,
    nav=Nav(icon="book", order=80, key="d", group="data"),
)
def definitions(request: HttpRequest) -> HttpResponse:
    """Show every measure, scorecard and alert rule with its meaning, formula, unit and use."""
    user: User = request.user  # type: ignore[assignment]
    workspace_id = user.workspace_id or 0
    cards = current_cards(workspace_id)
    context = {
        "sections": _sections(cards),
        "panels": [
            render_to_string(spec.template, spec.build(request, None), request) for spec in panels("definitions")
        ],
        "cards": [_shown_card(current) for current in cards],
        "versions": list_versions(workspace_id),
    }
    return render(request, "health/definitions.html", context)


def _sections(cards: list[CurrentCard]) -> list[dict[str, Any]]:
    """Return the measures by where their data come from."""
    uses: dict[str, list[str]] = defaultdict(list)
    language = get_language() or "en"
    for current in cards:
        for name in dict.fromkeys(key.name for key in current.card.needed_keys()):
            uses[name].append(texts_in(current.card.label, language))
    by_source: dict[Source, list[ShownMeasure]] = defaultdict(list)
    for name, measure in all_measures().items():
        by_source[measure.source].append(
            ShownMeasure(
                measure=measure,
                label=gettext(measure.label),
                unit=str(UNITS[measure.unit]),
                is_higher_better=measure.direction is Direction.HIGHER,
                used_by=tuple(uses[name]),
            )
        )
    return [
        {"name": source.value, "title": title, "measures": by_source[source]}
        for source, title in SOURCES.items()
        if by_source[source]
    ]


def _shown_card(current: CurrentCard) -> dict[str, Any]:
    card, language = current.card, get_language() or "en"
    return {
        "name": card.name,
        "label": texts_in(card.label, language),
        "meaning": texts_in(card.meaning, language),
        "version": current.number,
        "segments": card.segments,
        "green": write_points(card.green),
        "amber": write_points(card.amber),
        "min_coverage": write_share(card.min_coverage),
        "rows": list(_card_rows(card)),
        "caps": [
            {
                "label": texts_in(cap.label, language),
                "key": key_label(cap.key),
                "name": cap.key.name,
                "limit": write_points(cap.limit),
            }
            for cap in card.caps
        ],
    }


def _card_rows(card: Scorecard) -> Any:
    for group in card.groups:
        for each in group.measures:
            yield {
                "group": group_label(card, group.name),
                "name": each.key.name,
                "label": key_label(each.key),
                "share": write_share(card.numerator(group, each) * 10_000 // card.denominator),
                "points": [
                    (value, write_points(points))
                    for value, points in zip(each.curve.values, each.curve.points, strict=True)
                ],
                "missing": each.missing.value,
            }
