"""The person's language and theme; a busy database, and what no database keeps, answered honestly."""

from collections.abc import Callable

from django.conf import settings
from django.db import DataError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

Respond = Callable[[HttpRequest], HttpResponse]


class PersonLocaleMiddleware:
    """Language from the cookie, else the browser, else the instance's default."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate(translation.get_language_from_request(request))
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


class PersonPreferencesMiddleware:
    """The company's time zone, and a signed-in person's own language where the browser carries no choice."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        language = getattr(user, "language", "")
        if language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(language)
        workspace = getattr(user, "workspace", None)
        with timezone.override(workspace.zone if workspace else None):
            return self.get_response(request)


class DatabaseErrorMiddleware:
    """What a database refuses is answered for what it is, not as an error page.

    One that stays locked is a 503 with a time to come back. A null character in an address or a form is the asker's
    error: PostgreSQL neither keeps nor compares one.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError) and "locked" in str(exception):
            text = _("The database is busy. Nothing was lost; please try again in a moment.")
            return HttpResponse(text, status=503, headers={"Retry-After": "2"}, content_type="text/plain")
        if is_about_nul(exception):
            text = _("The address or the form holds a null character, which no text may. Nothing was changed.")
            return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
        return None


def is_about_nul(error: Exception) -> bool:
    """Tell whether the database refused a null character."""
    return isinstance(error, DataError | ValueError) and "NUL (0x00)" in str(error)
