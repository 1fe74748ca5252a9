"""Between a record, its typed values, and the JSON of its versions."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

from tenure.accounts.kinds import Field, RecordKind
from tenure_engine.money import from_micros, to_micros

CUSTOM = "custom"
TEXTS = frozenset({"text", "long_text", "choice", "person"})


def snapshot(kind: RecordKind, record: models.Model) -> dict[str, Any]:
    """Return the stored fields of a record as the JSON of a version."""
    data = {entry.name: to_json(entry, getattr(record, entry.attribute)) for entry in kind.stored}
    if kind.keeps_custom:
        data[CUSTOM] = dict(getattr(record, CUSTOM) or {})
    return data


def restore(kind: RecordKind, record: models.Model, data: Mapping[str, Any]) -> None:
    """Set the stored fields of a record from the JSON of a version; the caller saves."""
    for entry in kind.stored:
        if entry.name in data:
            setattr(record, entry.attribute, for_model(record, entry, from_json(entry, data[entry.name])))
    if kind.keeps_custom and CUSTOM in data:
        setattr(record, CUSTOM, dict(data[CUSTOM]))


def to_json(entry: Field, value: Any) -> Any:
    """Return a value as a version keeps it: equal values always give equal JSON."""
    if value is None or value == "":
        return "" if entry.type in TEXTS else None
    if entry.type == "amount":
        return str(from_micros(to_micros(Decimal(str(value)))))
    if entry.type == "decimal":
        return f"{Decimal(str(value)).quantize(Decimal('0.0001')).normalize():f}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if entry.type == "ref":
        return int(value)
    return list(value) if entry.type == "tags" else value


def from_json(entry: Field, value: Any) -> Any:
    """Return a version's value in its Python type."""
    if value is None or value == "":
        return None
    if entry.type in ("amount", "decimal"):
        return Decimal(value)
    if entry.type == "date":
        return date.fromisoformat(value)
    if entry.type == "datetime":
        return datetime.fromisoformat(value)
    return value


def for_model(record: models.Model, entry: Field, value: Any) -> Any:
    """Return what the model's field takes for `value`: its default or an empty text where it cannot be null."""
    if value is not None:
        return value
    column = record._meta.get_field(entry.attr or entry.name)
    if getattr(column, "null", False) or entry.type == "ref":
        return None
    if column.has_default():  # type: ignore[union-attr]
        return column.get_default()  # type: ignore[union-attr]
    return ""


def merged(kind: RecordKind, base: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON of `base` with the named values laid over it."""
    data = dict(base)
    for entry in kind.stored:
        if entry.name in values:
            data[entry.name] = to_json(entry, values[entry.name])
    if kind.keeps_custom and CUSTOM in values:
        data[CUSTOM] = _laid_over(base.get(CUSTOM) or {}, values[CUSTOM] or {})
    return data


def _laid_over(base: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return custom fields with new ones over them; 10 and "10" are the same, whatever else the column held."""
    kept = {name: base[name] for name, value in given.items() if name in base and str(base[name]) == str(value)}
    return {**base, **given, **kept}
