"""Keys for programs."""

import secrets
import zlib
from datetime import timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenure.foundation.choices import TokenScope
from tenure.foundation.models import ApiToken, User
from tenure.foundation.services.activities import record_activity

PREFIX = "tnr_"
LONGEST_DAYS = 365
SAY_USED_EVERY = timedelta(minutes=1)


@transaction.atomic
def create_token(
    *, actor: User, name: str, scope: str = TokenScope.READ, days: int | None = 90
) -> tuple[ApiToken, str]:
    """Make a key for the actor's programs and return it with its text, which is not kept.

    `days` is its life, None for one that ends only when revoked. Raises ValidationError by field.
    """
    problems: dict[str, str] = {}
    if not name.strip():
        problems["name"] = _("Say what the key is for, so that it can be told from others.")
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        problems["days"] = _("A key lives from 1 to %(days)s days.") % {"days": LONGEST_DAYS}
    if scope == TokenScope.WRITE and not actor.may_write:
        problems["scope"] = _("Your role only reads, and so does your key.")
    if problems or actor.workspace is None:
        raise ValidationError(problems or _("Only people of a workspace have keys."))
    text = _make_key()
    token = ApiToken.objects.create(
        workspace=actor.workspace,
        user=actor,
        name=name.strip()[:120],
        prefix=text[:9],
        hash=hash_key(text),
        scope=TokenScope(scope),
        expires_at=None if days is None else timezone.now() + timedelta(days=days),
    )
    record_activity(
        actor=actor,
        workspace=actor.workspace,
        verb="token.created",
        subject=token,
        data={"name": token.name, "scope": scope},
    )
    return token, text


@transaction.atomic
def revoke_token(*, actor: User, token: ApiToken) -> None:
    """End a key at once. An administrator may end anyone's, others their own; else raises ValidationError."""
    if token.user_id != actor.pk and not actor.is_admin:
        raise ValidationError(_("This is not your key."))
    if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
        record_activity(
            actor=actor, workspace=token.workspace_id, verb="token.revoked", subject=token, data={"name": token.name}
        )


def use_token(*, key: str) -> ApiToken | None:
    """Return the valid key of this text and note that it was used, or None."""
    if not is_well_formed(key):
        return None
    token = ApiToken.objects.select_related("user").filter(hash=hash_key(key)).first()
    if token is None or not token.is_valid() or not token.user.is_active or token.user.workspace_id is None:
        return None
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > SAY_USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def hash_key(text: str) -> str:
    """Return the hash under which a key is kept. A key is random, so that a quick hash is enough."""
    return sha256(text.encode()).hexdigest()


def is_well_formed(text: str) -> bool:
    """Whether a text is a key by its form: prefix and checksum. A mistyped one costs no look-up."""
    body, check = text[:-8], text[-8:]
    return text.startswith(PREFIX) and text.isascii() and _checksum(body) == check


def _make_key() -> str:
    body = PREFIX + secrets.token_hex(32)
    return body + _checksum(body)


def _checksum(body: str) -> str:
    return f"{zlib.crc32(body.encode()):08x}"
