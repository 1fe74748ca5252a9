"""Who calls the API: a person signed in to the web pages (with CSRF protection on writes)."""

from typing import Any

from django.http import HttpRequest
from ninja.security import SessionAuth

from tenure.foundation.models import User


class SessionPerson(SessionAuth):
    """The signed-in person of this instance's workspace."""

    def authenticate(self, request: HttpRequest, key: Any) -> User | None:
        user = request.user
        return user if isinstance(user, User) and user.is_active and user.workspace_id else None
