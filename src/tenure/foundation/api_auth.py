"""Who calls the API: a person signed in to the pages (writes protected against CSRF), or a program with a key."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.security import HttpBearer, SessionAuth

from tenure.foundation.choices import TokenScope
from tenure.foundation.models import User
from tenure.foundation.services.tokens import use_token

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class SessionPerson(SessionAuth):
    """The signed-in person of this instance's workspace."""

    def authenticate(self, request: HttpRequest, key: Any) -> User | None:
        user = request.user
        return user if isinstance(user, User) and user.is_active and user.workspace_id else None


class TokenPerson(HttpBearer):
    """The person of a key sent as `Authorization: Bearer tnr_...`. A key that only reads opens no write."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        found = use_token(key=token)
        if found is None:
            raise HttpError(401, _("This key is not valid: mistyped, expired or revoked."))
        if found.scope != TokenScope.WRITE and request.method not in SAFE:
            raise HttpError(403, _("This key only reads."))
        request.user = found.user
        return found.user
