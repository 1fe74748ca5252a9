"""What the routes of records do, for any kind."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from pydantic import BaseModel

from tenure.accounts.api.bodies import entry_of, give, give_version
from tenure.accounts.kinds import RecordKind
from tenure.accounts.queries import records as queries
from tenure.accounts.queries.external import find_own
from tenure.accounts.queries.versions import list_versions
from tenure.accounts.schemas.records import Shapes, VersionPage
from tenure.accounts.services.entry import Entry, RecordChanged, enter_record
from tenure.accounts.services.removal import remove_record, restore_removed
from tenure.foundation.api_replies import once
from tenure.foundation.models import User

MOST_VERSIONS = 500


def list_page(request: HttpRequest, kind: RecordKind, shapes: Shapes, query: Any) -> HttpResponse:
    """Answer with one page of records, by id."""
    actor = actor_of(request)
    listing = queries.Listing(
        text=query.q or "",
        account_id=getattr(query, "account_id", None),
        equal=_equal(kind, query),
        since=getattr(query, "since", None),
        until=getattr(query, "until", None),
        changed_since=query.changed_since,
    )
    rows = queries.list_records(kind=kind, actor=actor, listing=listing).order_by("pk")
    if query.cursor:
        rows = rows.filter(pk__gt=_open_cursor(query.cursor))
    found = list(rows[: query.limit + 1])
    records = found[: query.limit]
    cursor = _close_cursor(records[-1].pk) if len(found) > query.limit else None
    page = shapes.page.model_validate(
        {"data": give(kind, records, workspace_id=cast(int, actor.workspace_id)), "next_cursor": cursor}
    )
    response = _json(page)
    if cursor:
        params = request.GET.copy()
        params["cursor"] = cursor
        response["Link"] = f'<{request.build_absolute_uri(request.path)}?{params.urlencode()}>; rel="next"'
    return response


def get_one(request: HttpRequest, kind: RecordKind, shapes: Shapes, record: Any) -> HttpResponse:
    """Answer with one record, or 304 where the caller has its newest version."""
    response = _answer(kind, shapes, record)
    if response["ETag"] in _tags(request, "If-None-Match"):
        return HttpResponse(status=304, headers={"ETag": response["ETag"]})
    return response


def list_history(request: HttpRequest, kind: RecordKind, record_id: int) -> HttpResponse:
    """Answer with the versions of a record, the latest known first."""
    record = visible(request, kind, record_id)
    rows = list_versions(workspace_id=record.workspace_id, kind=kind.name, record_id=record.pk)
    versions = [give_version(version) for version in rows.reverse()[:MOST_VERSIONS]]
    return _json(VersionPage.model_validate({"data": versions}))


def create(request: HttpRequest, kind: RecordKind, shapes: Shapes, body: BaseModel) -> HttpResponse:
    """Make a record; with an Idempotency-Key once only."""
    actor = actor_of(request)
    _require_writer(actor)

    def act() -> HttpResponse:
        entry = entry_of(kind, actor, body)
        if entry.external is not None:
            _check_free(kind, actor, entry.external)
        record = enter_record(kind=kind, actor=actor, entry=entry)
        return _answer(kind, shapes, record, status=201, location=f"{request.path}/{record.pk}")

    return once(request, act)


def change(request: HttpRequest, kind: RecordKind, shapes: Shapes, record_id: int, body: BaseModel) -> HttpResponse:
    """Change a record."""
    record = editable(request, kind, record_id)
    entry = entry_of(kind, actor_of(request), body)
    return _answer(kind, shapes, _enter(request, kind, entry, record))


@transaction.atomic
def delete(request: HttpRequest, kind: RecordKind, record_id: int) -> HttpResponse:
    """Delete a record with what hangs on it."""
    record = editable(request, kind, record_id)
    expected = _expected(request)
    if expected is not None and expected != _version(kind, record):
        raise HttpError(412, _("The record has changed since."))
    remove_record(kind=kind, actor=actor_of(request), record=record)
    return HttpResponse(status=204)


def restore(request: HttpRequest, kind: RecordKind, shapes: Shapes, record_id: int) -> HttpResponse:
    """Bring back a deleted record."""
    actor = actor_of(request)
    _require_writer(actor)
    try:
        record = restore_removed(kind=kind, actor=actor, record_id=record_id)
    except (ValidationError, PermissionDenied):
        raise Http404 from None  # whether it ever was there is nobody's business
    return _answer(kind, shapes, record)


def put_external(
    request: HttpRequest, kind: RecordKind, shapes: Shapes, system: str, value: str, body: BaseModel
) -> HttpResponse:
    """Make or change the record of an external id."""
    actor = actor_of(request)
    _require_writer(actor)
    with transaction.atomic():
        known = find_own(workspace_id=cast(int, actor.workspace_id), kind=kind.name, system=system, value=value)
        is_there = known is not None and kind.model._default_manager.filter(pk=known).exists()
        record = editable(request, kind, cast(int, known)) if is_there else None
        entry = entry_of(kind, actor, body, external=(system, value))
        if record is not None:
            return _answer(kind, shapes, _enter(request, kind, entry, record))
        if _expected(request) is not None:
            raise HttpError(412, _("There is no such record yet."))
        made = enter_record(kind=kind, actor=actor, entry=_named(kind, entry, value))
    return _answer(kind, shapes, made, status=201, location=f"{_base(request)}/{kind.name}/{made.pk}")


def visible(request: HttpRequest, kind: RecordKind, record_id: int) -> Any:
    """Return a record that the caller may read; raises Http404."""
    rows = queries.with_references(kind, queries.visible_records(kind=kind, actor=actor_of(request)))
    record = rows.filter(pk=record_id).first()
    if record is None:
        raise Http404
    return record


def visible_external(request: HttpRequest, kind: RecordKind, system: str, value: str) -> Any:
    """Return the record of an external id that the caller may read; raises Http404."""
    workspace_id = cast(int, actor_of(request).workspace_id)
    known = find_own(workspace_id=workspace_id, kind=kind.name, system=system, value=value)
    if known is None:
        raise Http404
    return visible(request, kind, known)


def editable(request: HttpRequest, kind: RecordKind, record_id: int) -> Any:
    """Return a record that the caller may change; raises Http404 where it is hidden, else PermissionDenied."""
    record = queries.editable_records(kind=kind, actor=actor_of(request)).filter(pk=record_id).first()
    if record is None:
        visible(request, kind, record_id)
        raise PermissionDenied(_("You may read this, but not change it."))
    return record


def actor_of(request: HttpRequest) -> User:
    """Return who calls."""
    return cast(User, request.auth)  # type: ignore[attr-defined]


def _enter(request: HttpRequest, kind: RecordKind, entry: Entry, record: Any) -> Any:
    try:
        return enter_record(
            kind=kind, actor=actor_of(request), entry=entry, record=record, expected=_expected(request)
        )
    except RecordChanged:
        raise HttpError(412, _("The record has changed since.")) from None


def _named(kind: RecordKind, entry: Entry, value: str) -> Entry:
    """A new record without a name takes its external id for one, as in an import."""
    has_name = any(field.name == "name" for field in kind.stored)
    if not has_name or entry.values.get("name"):
        return entry
    return Entry(
        **{name: getattr(entry, name) for name in Entry.__slots__} | {"values": {**entry.values, "name": value}}
    )


def _check_free(kind: RecordKind, actor: User, external: tuple[str, str]) -> None:
    system, value = external
    if find_own(workspace_id=cast(int, actor.workspace_id), kind=kind.name, system=system, value=value) is not None:
        raise HttpError(409, _("Another record has this external id. Use PUT by external id to change it."))


def _require_writer(actor: User) -> None:
    if not actor.may_write:
        raise PermissionDenied(_("Your role only reads."))


def _answer(kind: RecordKind, shapes: Shapes, record: Any, *, status: int = 200, location: str = "") -> HttpResponse:
    fresh = queries.with_references(kind, kind.model._default_manager.filter(pk=record.pk)).get()
    data = give(kind, [fresh], workspace_id=record.workspace_id)[0]
    response = _json(shapes.out.model_validate(data), status=status)
    response["ETag"] = f'"{data["revision"]}"'
    if location:
        response["Location"] = location
    return response


def _json(body: BaseModel, *, status: int = 200) -> HttpResponse:
    return HttpResponse(body.model_dump_json(), status=status, content_type="application/json")


def _equal(kind: RecordKind, query: Any) -> dict[str, str]:
    equal = {}
    for entry in queries.filter_fields(kind):
        value = getattr(query, entry.name, None)
        if value is not None:
            words = {True: queries.TRUE, False: queries.FALSE}
            equal[entry.name] = words[value] if isinstance(value, bool) else str(value)
    return equal


def _version(kind: RecordKind, record: Any) -> int:
    newest = queries.count_versions(workspace_id=record.workspace_id, kind=kind, record_ids=[record.pk])
    return newest.get(record.pk, 0)


def _tags(request: HttpRequest, header: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in request.headers.get(header, "").split(",") if tag.strip()}


def _expected(request: HttpRequest) -> int | None:
    tags = _tags(request, "If-Match")
    if not tags or "*" in tags:
        return None
    numbers = [tag.strip('"') for tag in tags]
    return int(numbers[0]) if len(numbers) == 1 and numbers[0].isascii() and numbers[0].isdigit() else -1


def _close_cursor(pk: int) -> str:
    return urlsafe_b64encode(str(pk).encode()).decode().rstrip("=")


def _open_cursor(text: str) -> int:
    try:
        number = int(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        number = -1
    if not 0 <= number < 2**63:
        raise HttpError(422, _("This cursor was not given out here. Begin again without one."))
    return number


def _base(request: HttpRequest) -> str:
    return request.path.split("/by-external-id/")[0].rsplit("/", 1)[0]
