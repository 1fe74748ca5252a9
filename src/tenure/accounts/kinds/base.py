"""What a kind of record is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import models

FieldType = Literal[
    "text", "long_text", "int", "decimal", "amount", "date", "datetime", "bool", "choice", "ref", "tags", "person"
]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row was not taken: the field, the reason as a translatable template, and its parameters."""

    field: str
    template: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % self.params


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind. `name` is the canonical import header; `attr` the model's attribute.

    `ref` names the kind a reference points to; a `virtual` field is not stored but used by the kind's `prepare`.
    `entered` tells whether a person may type it into the form.
    """

    name: str
    type: FieldType
    label: Any
    attr: str = ""
    required: bool = False
    choices: tuple[tuple[str, Any], ...] = ()
    ref: str = ""
    virtual: bool = False
    entered: bool = True
    help: Any = ""

    @property
    def attribute(self) -> str:
        """The model attribute, with `_id` for a reference."""
        attr = self.attr or self.name
        return f"{attr}_id" if self.type == "ref" and not attr.endswith("_id") else attr


Prepare = Callable[[Values], list[Problem]]


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record: its model, fields, and the rules that its rows must keep.

    `prepare` gets the typed values of a row, completes them in place and returns what is wrong with them.
    `effective` names the field whose date is the effective time (what `--history` takes as known time);
    `closing` one whose later date makes a second assumed version (a ticket's resolution).
    """

    name: str
    label: Any
    label_plural: Any
    model: type[models.Model]
    id_field: str
    fields: tuple[Field, ...]
    effective: str = ""
    closing: tuple[str, ...] = ()
    prepare: Prepare | None = None
    keeps_custom: bool = False
    icon: str = "file"
    columns: tuple[str, ...] = ()
    importable: bool = True

    def field(self, name: str) -> Field:
        """Return a field by name; raises KeyError."""
        for entry in self.fields:
            if entry.name == name:
                return entry
        raise KeyError(name)

    @property
    def stored(self) -> tuple[Field, ...]:
        """The fields that the model keeps."""
        return tuple(entry for entry in self.fields if not entry.virtual and entry.name != self.id_field)

    @property
    def hangs_on_account(self) -> bool:
        """Whether each record belongs to one account."""
        return any(entry.name == "account_id" and entry.type == "ref" for entry in self.fields)


_kinds: dict[str, RecordKind] = {}


def register(kind: RecordKind) -> RecordKind:
    """Make a kind known."""
    _kinds[kind.name] = kind
    return kind


def get_kind(name: str) -> RecordKind:
    """Return a kind by name; raises KeyError."""
    return _kinds[name]


def list_kinds() -> list[RecordKind]:
    """Return all kinds, by name."""
    return sorted(_kinds.values(), key=lambda kind: kind.name)
