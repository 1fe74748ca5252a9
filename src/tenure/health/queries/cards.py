"""Which scorecards are in use, and which one judges an account."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import QuerySet

from tenure.health.models import Scorecard, ScorecardVersion
from tenure_engine.health import cards as engine
from tenure_engine.health.reading import read_card

SHIPPED = Path(__file__).resolve().parents[1] / "scorecards"
DEFAULT = "saas"


@dataclass(frozen=True, slots=True)
class CurrentCard:
    """A scorecard in use, read, with the id and number of its version."""

    version_id: int
    number: int
    card: engine.Scorecard

    @property
    def name(self) -> str:
        """The scorecard's name."""
        return self.card.name


def shipped_definitions() -> dict[str, dict[str, Any]]:
    """Return the definitions that come with the product, by name."""
    definitions = [deepcopy(_read_definition(path)) for path in sorted(SHIPPED.glob("*.yml"))]
    return {str(definition["name"]): definition for definition in definitions}


@cache
def _read_definition(path: Path) -> dict[str, Any]:
    """Every computation asks for them, and reading YAML takes longer than all the rest of the asking."""
    definition: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return definition


def current_versions(workspace_id: int) -> list[ScorecardVersion]:
    """Return the newest version of each scorecard in use, by name."""
    rows = ScorecardVersion.objects.filter(scorecard__workspace_id=workspace_id, scorecard__is_active=True)
    newest: dict[int, ScorecardVersion] = {}
    for row in rows.select_related("scorecard").order_by("scorecard__name", "-number"):
        newest.setdefault(row.scorecard_id, row)
    return list(newest.values())


def current_cards(workspace_id: int) -> list[CurrentCard]:
    """Return the scorecards in use, read."""
    return [CurrentCard(row.pk, row.number, card_of(row)) for row in current_versions(workspace_id)]


def card_of(version: ScorecardVersion) -> engine.Scorecard:
    """Return a version's scorecard, read; the digest stands for the definition."""
    card = _read.get(version.digest)
    if card is None:
        card = _read[version.digest] = read_card(version.definition)
    return card


_read: dict[str, engine.Scorecard] = {}


def card_for(segment: str, cards: Sequence[CurrentCard]) -> CurrentCard | None:
    """Return the card that judges accounts of a segment: the one that names it, else the one for all others."""
    for current in cards:
        if segment in current.card.segments:
            return current
    rest = [current for current in cards if not current.card.segments]
    return next((current for current in rest if current.name == DEFAULT), rest[0] if rest else None)


def list_scorecards(workspace_id: int) -> QuerySet[Scorecard]:
    """Return all scorecards of a workspace with their versions, newest version first."""
    return Scorecard.objects.filter(workspace_id=workspace_id).prefetch_related("versions").order_by("name")


def list_versions(workspace_id: int) -> QuerySet[ScorecardVersion]:
    """Return every version of every scorecard of a workspace, by scorecard, the newest first."""
    rows = ScorecardVersion.objects.filter(scorecard__workspace_id=workspace_id)
    return rows.select_related("scorecard", "actor").order_by("scorecard__name", "-number")


def texts_in(text: Mapping[str, str], language: str) -> str:
    """Return a card's text in a language, else in the one for all others."""
    return text.get(language) or text.get(language.split("-")[0]) or text.get("", "")
