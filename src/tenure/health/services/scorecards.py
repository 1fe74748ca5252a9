"""Keeping scorecards: those shipped, and those written here. A definition is never changed, only followed."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from tenure.foundation.choices import Role
from tenure.foundation.models import User, Workspace
from tenure.foundation.services import record_activity
from tenure.health.choices import Origin
from tenure.health.models import Scorecard, ScorecardVersion
from tenure.health.queries.cards import DEFAULT, CurrentCard, current_cards, shipped_definitions
from tenure_engine.health.reading import read_card


def ensure_scorecards(*, workspace: Workspace) -> list[CurrentCard]:
    """Bring the shipped scorecards in, or up to date where nobody changed them; return the cards in use.

    The first is in use at once, the others once somebody takes them into use.
    """
    for name, definition in shipped_definitions().items():
        _ship(workspace, name, definition)
    return current_cards(workspace.pk)


@transaction.atomic
def _ship(workspace: Workspace, name: str, definition: Mapping[str, Any]) -> None:
    digest = digest_of(definition)
    card, _made = Scorecard.objects.get_or_create(
        workspace=workspace, name=name, defaults={"is_active": name == DEFAULT}
    )
    newest = card.versions.order_by("-number").first()
    if newest is None or (newest.origin == Origin.SHIPPED and newest.digest != digest):
        read_card(definition)
        _add_version(card, definition, Origin.SHIPPED, None)


@transaction.atomic
def save_scorecard(*, actor: User, definition: Mapping[str, Any], is_active: bool = True) -> ScorecardVersion:
    """Keep a scorecard's new version, and return it; the same definition again makes none.

    Raises PermissionDenied for who is neither leader nor administrator, CardError with every problem found.
    """
    if actor.role not in (Role.ADMIN, Role.LEADER) or actor.workspace is None:
        raise PermissionDenied
    name = read_card(definition).name
    card, _made = Scorecard.objects.get_or_create(workspace=actor.workspace, name=name)
    Scorecard.objects.filter(pk=card.pk).update(is_active=is_active)
    newest = card.versions.order_by("-number").first()
    if newest is not None and newest.digest == digest_of(definition):
        return newest
    version = _add_version(card, definition, Origin.WRITTEN, actor)
    record_activity(
        actor=actor,
        workspace=actor.workspace,
        verb="scorecard.changed",
        subject=card,
        data={"name": name, "version": version.number},
    )
    return version


@transaction.atomic
def use_scorecard(*, actor: User, name: str, is_active: bool) -> Scorecard:
    """Take a scorecard into use or out of it. Of those that name no segment only one judges: the one taken last.

    Raises PermissionDenied for who is neither leader nor administrator, Scorecard.DoesNotExist for an unknown name.
    """
    if actor.role not in (Role.ADMIN, Role.LEADER) or actor.workspace is None:
        raise PermissionDenied
    ensure_scorecards(workspace=actor.workspace)
    chosen = Scorecard.objects.get(workspace=actor.workspace, name=name)
    Scorecard.objects.filter(pk=chosen.pk).update(is_active=is_active)
    if is_active and not _segments_of(chosen):
        for other in Scorecard.objects.filter(workspace=actor.workspace, is_active=True).exclude(pk=chosen.pk):
            if not _segments_of(other):
                Scorecard.objects.filter(pk=other.pk).update(is_active=False)
    data = {"name": name, "is_active": is_active}
    record_activity(actor=actor, workspace=actor.workspace, verb="scorecard.changed", subject=chosen, data=data)
    chosen.refresh_from_db()
    return chosen


def _segments_of(card: Scorecard) -> list[str]:
    newest = card.versions.order_by("-number").first()
    return list(newest.definition.get("segments") or []) if newest else []


def digest_of(definition: Mapping[str, Any]) -> str:
    """Return what stands for a definition's content."""
    return sha256(json.dumps(definition, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _add_version(
    card: Scorecard, definition: Mapping[str, Any], origin: Origin, actor: User | None
) -> ScorecardVersion:
    last = card.versions.aggregate(last=Max("number"))["last"] or 0
    return ScorecardVersion.objects.create(
        scorecard=card,
        number=last + 1,
        definition=dict(definition),
        digest=digest_of(definition),
        origin=origin,
        actor=actor,
    )
