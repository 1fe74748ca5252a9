"""Telling a person something. A notice is a row of the caller's transaction: there with the fact, or not at all."""

from collections.abc import Mapping
from typing import Any

from tenure.accounts.models import Account
from tenure.foundation.models import User
from tenure.notices.choices import MAIL, PRODUCT
from tenure.notices.models import Notice
from tenure.notices.queries import wanted_channels


def notify(
    *,
    person: User,
    kind: str,
    key: str,
    data: Mapping[str, Any] | None = None,
    account: Account | None = None,
    actor: User | None = None,
) -> Notice | None:
    """Tell a person something once; `key` names the fact.

    Return the notice, or None where there is nothing to tell: they did it themselves, were told before, are shut
    out, or want to hear of the kind by no channel.
    """
    if not person.is_active or (actor is not None and actor.pk == person.pk):
        return None
    channels = wanted_channels(user=person, kind=kind)
    if not channels:
        return None
    notice, is_new = Notice.objects.get_or_create(
        person=person,
        key=key,
        defaults={
            "workspace_id": person.workspace_id,
            "kind": kind,
            "account": account,
            "data": dict(data or {}),
            "is_shown": PRODUCT in channels,
            "wants_mail": MAIL in channels,
        },
    )
    return notice if is_new else None
