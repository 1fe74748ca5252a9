"""Errors of the API as RFC 9457 problem documents."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.core.exceptions import ValidationError as ModelError
from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tenure.foundation.middleware import is_about_nul

SHAPE: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}


class DescribedAPI(NinjaAPI):
    """An API whose document says, for every operation, that errors are problem documents; made once a language."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._documents: dict[tuple[str | None, str], Any] = {}

    def get_openapi_schema(self, **options: Any) -> Any:
        asked = get_language(), repr(options)
        if asked not in self._documents:
            self._documents[asked] = self._describe(**options)
        return self._documents[asked]

    def _describe(self, **options: Any) -> Any:
        schema: Any = super().get_openapi_schema(**options)
        schema["components"].setdefault("responses", {})["Problem"] = {
            "description": "What is wrong, for a program and for a person (RFC 9457)",
            "content": {"application/problem+json": {"schema": SHAPE}},
        }
        for entries in schema["paths"].values():
            for entry in entries.values():
                entry["responses"]["4XX"] = {"$ref": "#/components/responses/Problem"}
        return schema


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
    api.add_exception_handler(DataError, _data_error)
    api.add_exception_handler(IntegrityError, lambda request, error: problem(409, "Somebody wrote the same just now"))
    api.add_exception_handler(
        AuthenticationError, lambda request, error: problem(401, "Sign in first, or send a valid token")
    )


def _data_error(request: HttpRequest, error: DataError) -> HttpResponse:
    if not is_about_nul(error):
        raise error
    return problem(422, "The request is not valid", "A text holds a null character, which no text may")


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
