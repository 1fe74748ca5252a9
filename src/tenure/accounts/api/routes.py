"""The routes of one kind. Each hands over to `actions` with the kind and its schemas."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from tenure.accounts.api import actions
from tenure.accounts.kinds import RecordKind
from tenure.accounts.schemas.records import Shapes, System, VersionPage, shapes_of
from tenure.accounts.schemas.types import ExternalValue

MATCH = {
    "name": "If-Match",
    "in": "header",
    "schema": {"type": "string"},
    "description": "412 if the record changed.",
}
SEEN = {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}, "description": "304 if unchanged."}
ONCE = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "maxLength": 255},
    "description": "Sent again within 24 hours, the request is answered as the first time and does nothing.",
}
SOURCE: Any = Query("file", description="The system whose id it is.")
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]


def add_routes(router: Router, kind: RecordKind) -> None:
    """Add list, get, make, change, delete, restore, history, and get and put by external id."""
    shapes = shapes_of(kind.name)
    _add_reads(router, kind, shapes)
    _add_writes(router, kind, shapes)
    _add_changes(router, kind, shapes)
    _add_external(router, kind, shapes)


def _options(kind: RecordKind, what: str, *parameters: dict[str, Any]) -> dict[str, Any]:
    options: dict[str, Any] = {"operation_id": f"{kind.name}_{what}", "tags": [str(kind.label_plural)]}
    return options | ({"openapi_extra": {"parameters": list(parameters)}} if parameters else {})


def _add_reads(router: Router, kind: RecordKind, shapes: Shapes) -> None:
    base = f"/{kind.name}"

    @router.get(base, response=shapes.page, summary=f"{kind.label_plural}: list", **_options(kind, "list"))
    def list_records(request: HttpRequest, query: Query[shapes.query]) -> HttpResponse:  # type: ignore[name-defined]
        return actions.list_page(request, kind, shapes, query)

    @router.get(
        f"{base}/{{int:record_id}}",
        response={200: shapes.out, 304: None},
        summary=f"{kind.label}: get one",
        **_options(kind, "get", SEEN),
    )
    def get_record(request: HttpRequest, record_id: Id) -> HttpResponse:
        return actions.get_one(request, kind, shapes, actions.visible(request, kind, record_id))

    @router.get(
        f"{base}/{{int:record_id}}/versions",
        response=VersionPage,
        summary=f"{kind.label}: what was known when",
        **_options(kind, "versions"),
    )
    def list_versions(request: HttpRequest, record_id: Id) -> HttpResponse:
        return actions.list_history(request, kind, record_id)


def _add_writes(router: Router, kind: RecordKind, shapes: Shapes) -> None:
    base = f"/{kind.name}"

    @router.post(
        base,
        response={201: shapes.out},
        summary=f"{kind.label}: make one",
        **_options(kind, "create", ONCE),
    )
    def create_record(request: HttpRequest, body: shapes.create) -> HttpResponse:  # type: ignore[name-defined]
        return actions.create(request, kind, shapes, body)

    @router.post(
        f"{base}/{{int:record_id}}/restore",
        response=shapes.out,
        summary=f"{kind.label}: restore one",
        **_options(kind, "restore"),
    )
    def restore_record(request: HttpRequest, record_id: Id) -> HttpResponse:
        return actions.restore(request, kind, shapes, record_id)


def _add_changes(router: Router, kind: RecordKind, shapes: Shapes) -> None:
    one = f"/{kind.name}/{{int:record_id}}"

    @router.patch(
        one,
        response=shapes.out,
        summary=f"{kind.label}: change one",
        description="Fields that the body does not name are left alone; null clears one.",
        **_options(kind, "change", MATCH),
    )
    def change_record(request: HttpRequest, record_id: Id, body: shapes.change) -> HttpResponse:  # type: ignore[name-defined]
        return actions.change(request, kind, shapes, record_id, body)

    @router.delete(
        one,
        response={204: None},
        summary=f"{kind.label}: delete one",
        description="With all that hangs on it; restore brings it back.",
        **_options(kind, "delete", MATCH),
    )
    def delete_record(request: HttpRequest, record_id: Id) -> HttpResponse:
        return actions.delete(request, kind, record_id)


def _add_external(router: Router, kind: RecordKind, shapes: Shapes) -> None:
    path = f"/{kind.name}/by-external-id/{{path:external_id}}"
    Value = Annotated[ExternalValue, Path()]

    @router.get(
        path,
        response={200: shapes.out, 304: None},
        summary=f"{kind.label}: get one by its id in another system",
        **_options(kind, "get_by_external_id", SEEN),
    )
    def get_by_external_id(request: HttpRequest, external_id: Value, system: System = SOURCE) -> HttpResponse:
        return actions.get_one(request, kind, shapes, actions.visible_external(request, kind, system, external_id))

    @router.put(
        path,
        response={200: shapes.out, 201: shapes.out},
        summary=f"{kind.label}: make or change one by its id in another system",
        description="The same request again changes nothing. Fields that the body does not name are left alone.",
        **_options(kind, "put_by_external_id", MATCH),
    )
    def put_by_external_id(
        request: HttpRequest,
        external_id: Value,
        body: shapes.change,  # type: ignore[name-defined]
        system: System = SOURCE,  # type: ignore[valid-type]
    ) -> HttpResponse:
        return actions.put_external(request, kind, shapes, system, external_id, body)
