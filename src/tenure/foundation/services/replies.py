"""Answers kept for requests that may be sent again (Idempotency-Key)."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from tenure.foundation.models import KeptReply, User

KEPT_FOR = timedelta(hours=24)


def claim_reply(*, actor: User, key: str, request_hash: str) -> tuple[KeptReply, bool]:
    """Return the row of this key and whether it is new.

    Call it within the transaction that also does the work and calls `keep_reply`: they are committed together or
    not at all, so that a request cut off half-way can be sent again, and one sent twice at once is done once.
    """
    KeptReply.objects.filter(user=actor, created_at__lt=timezone.now() - KEPT_FOR).delete()
    try:
        with transaction.atomic():
            row = KeptReply.objects.create(
                workspace_id=actor.workspace_id, user=actor, key=key, request_hash=request_hash
            )
    except IntegrityError:
        return KeptReply.objects.get(user=actor, key=key), False
    return row, True


def keep_reply(*, reply: KeptReply, status: int, body: str, headers: Mapping[str, str]) -> None:
    """Keep the answer to the request of this key."""
    KeptReply.objects.filter(pk=reply.pk).update(status=status, body=body, headers=dict(headers))
