"""A mapping made ready for one file: every column's way decided once."""

from collections.abc import Mapping as AbcMapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from tenure.integrations.files.mapping import coerce
from tenure.integrations.files.mapping.sources import Evaluator, FieldLike, Setting, condition, evaluator
from tenure.integrations.files.mapping.spec import (
    EXTRA_FIELDS,
    After,
    Column,
    First,
    Mapping,
    MappingError,
    MonthsBefore,
    Snapshot,
    SpecProblem,
    mapping_columns,
    origin_columns,
    source_columns,
)
from tenure.integrations.files.mapping.texts import KIND_WORDS, spec_message
from tenure.integrations.files.reading.messages import Message
from tenure.integrations.files.reading.types import AmbiguousDateOrder, ColumnShape, FileShape, ambiguity

_LISTED = 30


@dataclass(frozen=True, slots=True)
class _Extra:
    """A field that every kind may be given beside its own."""

    name: str
    type: str
    choices: Sequence[Any] = ()
    required: bool = False


_EXTRAS: dict[str, FieldLike] = {
    "known_at": _Extra("known_at", "datetime"),
    "account_name": _Extra("account_name", "text"),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A mapping ready to be applied to the chunks of one file.

    `columns` names for each mapped field the column a person would look at. `kept` are the unmapped columns kept as
    custom fields or properties, `unused` those that go nowhere, `rest` where the kept ones go ("" if nowhere).
    """

    mapping: Mapping
    names: tuple[str, ...]
    columns: AbcMapping[str, str]
    fields: tuple[tuple[str, Evaluator], ...]
    skips: tuple[tuple[Evaluator, Message], ...]
    rest: str
    keepers: tuple[tuple[str, int, coerce.Converter], ...]
    kept: tuple[str, ...]
    unused: tuple[str, ...]
    hashed: tuple[int, ...]
    uses_snapshot: bool
    has_id: bool
    dates: tuple[ColumnShape, ...]


def ambiguous_dates(plan: Plan) -> AmbiguousDateOrder | None:
    """Return the columns that feed a date and can be read in several orders: a person must say which. Or None."""
    return ambiguity(plan.dates)


def mapping_problems(
    mapping: Mapping, fields: Sequence[FieldLike], shape: FileShape | None = None
) -> list[SpecProblem]:
    """Return what keeps a mapping from being used: fields the kind lacks, columns the file lacks, nothing mapped."""
    known = [field.name for field in fields]
    problems = [
        SpecProblem(
            f"fields.{name}", spec_message("unknown_field", kind=mapping.kind, field=name, known=", ".join(known))
        )
        for name in mapping.fields
        if name not in known and name not in EXTRA_FIELDS
    ]
    if mapping.kind not in KIND_WORDS:
        listed = ", ".join(KIND_WORDS)
        problems.insert(0, SpecProblem("kind", spec_message("unknown_kind", kind=mapping.kind, known=listed)))
    if not mapping.fields:
        problems.append(SpecProblem("fields", spec_message("no_fields")))
    return problems if shape is None else problems + _missing_columns(mapping, shape)


def _missing_columns(mapping: Mapping, shape: FileShape) -> list[SpecProblem]:
    present = set(shape.names)
    listed = ", ".join(shape.names[:_LISTED]) + (", …" if len(shape.names) > _LISTED else "")
    places = [
        (f"fields.{name}", column) for name, source in mapping.fields.items() for column in source_columns(source)
    ]
    places += [(f"skip.{number}", skip.condition.column) for number, skip in enumerate(mapping.skip, start=1)]
    return [
        SpecProblem(place, spec_message("missing_column", column=column, known=listed))
        for place, column in dict.fromkeys(places)
        if column not in present
    ]


def plan_mapping(
    mapping: Mapping, shape: FileShape, fields: Sequence[FieldLike], *, snapshot: date, timezone: str = "UTC"
) -> Plan:
    """Return the plan of a mapping for a file. `snapshot` is the day that "now" means in the file.

    `timezone` is that of times without a zone where the mapping names none. Raises MappingError.
    """
    problems = mapping_problems(mapping, fields, shape)
    if problems:
        raise MappingError(problems)
    setting = Setting(shape, mapping.kind, snapshot, _zone(mapping.timezone or timezone))
    declared = {**_EXTRAS, **{field.name: field for field in fields}}
    used = set(mapping_columns(mapping))
    rest = mapping.effective_rest
    open_columns = [column for column in shape.columns if column.name not in used]
    kept = [
        column for column in open_columns if rest != "ignore" and column.name not in mapping.ignore and column.filled
    ]
    return Plan(
        mapping=mapping,
        names=tuple(mapping.fields),
        columns={name: (source_columns(source) or ("",))[0] for name, source in mapping.fields.items()},
        fields=tuple((name, evaluator(source, declared[name], setting)) for name, source in mapping.fields.items()),
        skips=tuple(
            (condition(skip.condition, setting), Message("skipped", skip.reason.replace("%", "%%")))
            for skip in mapping.skip
        ),
        rest="" if rest == "ignore" else rest,
        keepers=tuple((column.name, setting.column(column.name)[0], _keeper(column)) for column in kept),
        kept=tuple(column.name for column in kept),
        unused=tuple(column.name for column in open_columns if column not in kept),
        hashed=tuple(place for place, name in enumerate(shape.names) if name not in mapping.ignore),
        uses_snapshot=any(isinstance(source.origin, Snapshot | MonthsBefore) for source in mapping.fields.values()),
        has_id=bool(fields) and fields[0].name in mapping.fields,
        dates=tuple(_date_columns(mapping, declared, setting)),
    )


def _zone(name: str) -> tzinfo:
    return UTC if name == "UTC" else ZoneInfo(name)


def _date_columns(mapping: Mapping, declared: dict[str, FieldLike], setting: Setting) -> list[ColumnShape]:
    names: dict[str, None] = {}
    for field, source in mapping.fields.items():
        if isinstance(source.origin, After):
            names[source.origin.start] = None
        elif declared[field].type in ("date", "datetime") and isinstance(source.origin, Column | First):
            names.update(dict.fromkeys(origin_columns(source.origin)))
    return [setting.column(name)[1] for name in names]


def _keeper(column: ColumnShape) -> coerce.Converter:
    """Return what makes a cell of a kept column ready for JSON: numbers and yes/no only where the whole column is."""
    number = coerce.number_converter(column.decimal)

    def to_number(cell: Any) -> Any:
        found = number(cell)
        if found is None or isinstance(found, Message):
            return coerce.to_text(cell)
        whole = found == found.to_integral_value() and column.looks == "int"
        return int(found) if whole else float(found)

    def to_bool(cell: Any) -> Any:
        found = coerce.to_bool(cell)
        return coerce.to_text(cell) if isinstance(found, Message) else found

    if column.looks in ("int", "decimal"):
        return to_number
    return to_bool if column.looks == "bool" else coerce.to_text
