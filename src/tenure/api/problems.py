"""Errors of the API as RFC 9457 problem documents."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.core.exceptions import ValidationError as ModelError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError


def problem(status: int, title: str, detail: str = "", errors: list[dict[str, Any]] | None = None) -> HttpResponse:
    """Return one problem document."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = errors
    response = JsonResponse(body, status=status, content_type="application/problem+json")
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def install_problem_handlers(api: NinjaAPI) -> None:
    """Let every error of the API be a problem document."""
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(ModelError, _model_error)
    api.add_exception_handler(HttpError, lambda request, error: problem(error.status_code, str(error)))
    api.add_exception_handler(Http404, lambda request, error: problem(404, "Not found"))
    api.add_exception_handler(
        PermissionDenied, lambda request, error: problem(403, "You may not do this", str(error))
    )
    api.add_exception_handler(IntegrityError, lambda request, error: problem(409, "Somebody wrote the same just now"))
    api.add_exception_handler(
        AuthenticationError, lambda request, error: problem(401, "Sign in first, or send a valid token")
    )


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {"pointer": "/" + "/".join(str(part) for part in entry["loc"]), "detail": entry["msg"]}
        for entry in error.errors
    ]
    return problem(422, "The request is not valid", errors=errors)


def _model_error(request: HttpRequest, error: ModelError) -> HttpResponse:
    if not hasattr(error, "error_dict"):
        return problem(422, "The request is not valid", errors=[{"detail": text} for text in error.messages])
    errors = [
        {"pointer": "" if name == NON_FIELD_ERRORS else f"/{name}", "detail": str(text)}
        for name, texts in error.message_dict.items()
        for text in texts
    ]
    return problem(422, "The request is not valid", errors=errors)
