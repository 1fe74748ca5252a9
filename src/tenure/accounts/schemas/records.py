"""The shapes of each kind of record: as given, as made, as changed, a page of them, its filters."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from tenure.accounts.kinds import Field as KindField
from tenure.accounts.kinds import RecordKind, get_kind
from tenure.accounts.queries.records import filter_fields, has_account
from tenure.accounts.schemas.types import (
    Custom,
    ExternalValue,
    Instant,
    RecordId,
    text_of,
    type_in,
    type_out,
)

PAGE, LARGEST_PAGE = 50, 200
System = text_of(60, at_least=1)


class Strict(Schema):
    """A body without unknown fields, so that a mistyped name is not silently lost."""

    model_config = ConfigDict(extra="forbid")


class ExternalIdShape(Strict):
    """The id of a record in another system."""

    system: System = "file"  # type: ignore[valid-type]
    id: ExternalValue


class PersonShape(Schema):
    """One of our people."""

    id: int
    name: str
    email: str


class TeamShape(Schema):
    """One of our teams."""

    id: int
    name: str


class VersionShape(Schema):
    """One state of a record and the time since which it was known."""

    version: int
    known_at: datetime
    recorded_at: datetime
    is_assumed: bool
    is_deleted: bool
    import_id: int | None
    actor: PersonShape | None
    data: dict[str, Any]


class VersionPage(Schema):
    """The versions of a record, the latest known first."""

    data: list[VersionShape]


class ProblemField(Schema):
    """What is wrong with one part of a request."""

    pointer: str = ""
    detail: str


class Problem(Schema):
    """An error (RFC 9457), for operations that answer with one of their own."""

    type: str
    title: str
    status: int
    detail: str = ""
    errors: list[ProblemField] = []


@dataclass(frozen=True, slots=True)
class Shapes:
    """The schemas of one kind."""

    out: type[Schema]
    create: type[Schema]
    change: type[Schema]
    page: type[Schema]
    query: type[Schema]


@cache
def shapes_of(name: str) -> Shapes:
    """Return the schemas of a kind, made once."""
    kind = get_kind(name)
    word = kind.model.__name__
    out = _out(kind, word)
    page = create_model(f"{word}Page", __base__=Schema, data=(list[out], ...), next_cursor=(str | None, None))  # type: ignore[valid-type]
    return Shapes(
        out=out,
        create=_body(kind, f"{word}Create", is_new=True),
        change=_body(kind, f"{word}Change", is_new=False),
        page=page,
        query=_query(kind, f"{word}Query"),
    )


def entered_fields(kind: RecordKind) -> list[KindField]:
    """Return the fields that the API takes."""
    return [entry for entry in kind.fields if entry.entered]


def _out(kind: RecordKind, word: str) -> type[Schema]:
    fields: dict[str, Any] = {"id": (int, ...)}
    for entry in kind.stored:
        shape = type_out(entry)
        fields[entry.name] = (
            shape if entry.type == "tags" else shape | None,
            Field(None, description=str(entry.label)),
        )
    if kind.name == "accounts":
        for name in ("owner", "sales_owner", "onboarding_owner"):
            fields[name] = (PersonShape | None, Field(None, description=str(kind.field(name).label)))
        fields["team"] = (TeamShape | None, None)
    if kind.keeps_custom:
        fields["custom"] = (dict[str, Any], ...)
    fields["external_ids"] = (list[ExternalIdShape], ...)
    fields["revision"] = (int, Field(..., description="Grows with every change; the ETag."))
    return create_model(word, __base__=Schema, **fields)


def _body(kind: RecordKind, name: str, *, is_new: bool) -> type[Schema]:
    fields: dict[str, Any] = {}
    for entry in entered_fields(kind):
        shape = type_in(kind, entry)
        if entry.name == "team":
            shape = RecordId | text_of(120)
        description = str(entry.label)
        if is_new and entry.required:
            fields[entry.name] = (shape, Field(..., description=description))
        else:
            fields[entry.name] = (shape | None, Field(None, description=description))
    if kind.keeps_custom:
        fields["custom"] = (Custom | None, Field(None, description="All custom fields; those not named are removed."))
    fields["known_at"] = (Instant | None, Field(None, description="Since when this is known; now if left out."))
    if is_new:
        fields["external_id"] = (ExternalIdShape | None, Field(None, description="Its id in another system."))
    return create_model(name, __base__=Strict, **fields)


def _query(kind: RecordKind, name: str) -> type[Schema]:
    fields: dict[str, Any] = {
        "limit": (Annotated[int, Field(ge=1, le=LARGEST_PAGE)], PAGE),
        "cursor": (str | None, Field(None, max_length=64, description="next_cursor of the page before.")),
        "q": (text_of(200) | None, Field(None, description="A part of a name, or an external id.")),
        "changed_since": (
            Instant | None,
            Field(None, description="Only records with a version recorded since then."),
        ),
    }
    if has_account(kind) and kind.name != "accounts":
        fields["account_id"] = (RecordId | None, None)
    if kind.effective:
        when = str(kind.field(kind.effective).name)
        fields["since"] = (date | None, Field(None, description=f"{when} on this day or later."))
        fields["until"] = (date | None, Field(None, description=f"{when} on this day or earlier."))
    for entry in filter_fields(kind):
        if entry.type == "choice":
            shape: Any = Literal[tuple(str(value) for value, _label in entry.choices)]  # type: ignore[misc]
        else:
            shape = bool if entry.type == "bool" else text_of(300)
        fields[entry.name] = (shape | None, Field(None, description=str(entry.label)))
    return create_model(name, __base__=Schema, **fields)
