"""Handing letters over: each at most once.

A letter is claimed before it is handed over and marked afterwards. What was surely refused is tried again, five
times at most; what a killed process or a broken connection leaves open is marked so and never sent again.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from tenure.foundation.models import User, Workspace
from tenure.notices.channels import Letter, NotAccepted, all_channels
from tenure.notices.choices import MAIL, DeliveryState
from tenure.notices.letters import letter_of_notices
from tenure.notices.models import Delivery, Notice

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 5
CLAIM_MINUTES = 15
Build = Callable[[], Letter | None]


def deliver(*, delivery: Delivery, build: Build) -> str:
    """Hand one letter over, unless it was before; return the state it is in."""
    if delivery.state != DeliveryState.WAITING:
        return str(delivery.state)
    letter = build()
    if letter is None:
        return _mark(delivery, DeliveryState.EMPTY, "")
    if not _claim(delivery):
        return str(DeliveryState.SENDING)
    state, error = _hand_over(delivery, letter)
    if state == DeliveryState.WAITING and delivery.attempts + 1 >= MOST_ATTEMPTS:
        state = DeliveryState.FAILED
    return _mark(delivery, state, error)


def _hand_over(delivery: Delivery, letter: Letter) -> tuple[DeliveryState, str]:
    state, error = DeliveryState.UNSURE, ""
    try:
        with all_channels()[delivery.channel].open() as send:
            send(delivery.person, letter)
            state = DeliveryState.SENT
    except NotAccepted as problem:
        state, error = DeliveryState.WAITING, str(problem)
    except Exception as problem:
        # a connection that breaks when it is closed takes nothing back: what was sent stays sent
        error = str(problem) or type(problem).__name__
        logger.warning("letter %s to person %s: %s", delivery.key, delivery.person_id, problem)
    return state, error


def _claim(delivery: Delivery) -> bool:
    waiting = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING)
    claimed = waiting.update(state=DeliveryState.SENDING, claimed_at=timezone.now(), attempts=F("attempts") + 1)
    return bool(claimed)


def _mark(delivery: Delivery, state: DeliveryState, error: str) -> str:
    sent_at = timezone.now() if state == DeliveryState.SENT else None
    Delivery.objects.filter(pk=delivery.pk).update(state=state, error=error[:300], sent_at=sent_at)
    return str(state)


def give_up_claims(*, workspace: Workspace) -> int:
    """Mark what a killed process left half-way: nobody knows whether it arrived, so it is not sent again."""
    stale = timezone.now() - timedelta(minutes=CLAIM_MINUTES)
    rows = Delivery.objects.filter(workspace=workspace, state=DeliveryState.SENDING, claimed_at__lt=stale)
    return rows.update(state=DeliveryState.UNSURE)


def send_notices(*, workspace: Workspace) -> dict[str, int]:
    """Send the notices that wait for a letter, one letter a person; return how many letters are in each state."""
    give_up_claims(workspace=workspace)
    if not all_channels()[MAIL].is_ready():
        return {}
    waiting = Notice.objects.filter(workspace=workspace, wants_mail=True, delivery__isnull=True)
    for person_id in waiting.order_by().values_list("person_id", flat=True).distinct():
        _put_together(workspace, person_id)
    states: dict[str, int] = {}
    letters = Delivery.objects.filter(workspace=workspace, state=DeliveryState.WAITING, key__startswith="notices:")
    for delivery in letters.select_related("person__workspace"):
        state = deliver(delivery=delivery, build=lambda row=delivery: letter_of_notices(row))  # type: ignore[misc]
        states[state] = states.get(state, 0) + 1
    return states


@transaction.atomic
def _put_together(workspace: Workspace, person_id: int) -> None:
    """Let one letter take along all that waits for a person."""
    rows = Notice.objects.filter(workspace=workspace, person_id=person_id, wants_mail=True, delivery__isnull=True)
    last = rows.aggregate(last=Max("pk"))["last"]
    if last is not None:
        person = User.objects.get(pk=person_id)
        row = Delivery.objects.create(workspace=workspace, person=person, channel=MAIL, key=f"notices:{last}")
        rows.filter(pk__lte=last).update(delivery=row)
