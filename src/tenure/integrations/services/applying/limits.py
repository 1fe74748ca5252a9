"""What the database can hold. Checked for every row, for a refused row would take its whole chunk with it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import models

from tenure.accounts.kinds import Field, Problem, RecordKind
from tenure_engine.words import N_

KEY_CHARS = 300
AMOUNT = Decimal(10) ** 12
TOO_LONG = N_("'%(value)s...' is longer than %(limit)s characters")
NUL = N_("the text holds a NUL character")
OUT_OF_RANGE = N_("%(value)s is not between %(low)s and %(high)s")
TOO_LARGE = N_("%(value)s is too large")
WHOLE = {
    models.PositiveSmallIntegerField: 32_767,
    models.PositiveIntegerField: 2_147_483_647,
}


class Fit:
    """Says whether the values of a row fit the columns of a kind."""

    def __init__(self, kind: RecordKind) -> None:
        self._texts: dict[str, int | None] = {}
        self._whole: dict[str, int] = {}
        self._numbers: set[str] = set()
        for entry in kind.fields:
            self._learn(kind, entry)

    def _learn(self, kind: RecordKind, entry: Field) -> None:
        if entry.type in ("amount", "decimal"):
            self._numbers.add(entry.name)
        elif entry.virtual or entry.type == "ref":
            if entry.type in ("text", "ref", "person"):
                self._texts[entry.name] = KEY_CHARS
        else:
            column = kind.model._meta.get_field(entry.attr or entry.name)
            if entry.type == "int":
                self._whole[entry.name] = WHOLE.get(type(column), 2**63 - 1)  # type: ignore[arg-type]
            elif entry.type in ("text", "long_text"):
                self._texts[entry.name] = getattr(column, "max_length", None)

    def problems(self, key: str, id_field: str, values: Mapping[str, Any]) -> list[Problem]:
        """Return what does not fit."""
        found = [
            problem
            for name, limit in self._texts.items()
            if (problem := _text(name, values.get(name), limit)) is not None
        ]
        for name, high in self._whole.items():
            value = values.get(name)
            if value is not None and not 0 <= value <= high:
                found.append(Problem(name, OUT_OF_RANGE, {"value": str(value), "low": 0, "high": str(high)}))
        for name in self._numbers:
            value = values.get(name)
            if value is not None and not abs(value) < AMOUNT:
                found.append(Problem(name, TOO_LARGE, {"value": str(value)[:40]}))
        kept = values.get("custom")
        if isinstance(kept, dict) and any(isinstance(text, str) and "\x00" in text for text in kept.values()):
            found.append(Problem("custom", NUL))
        too_long = _text(id_field, key, KEY_CHARS)
        return [*found, too_long] if too_long else found


def _text(name: str, value: object, limit: int | None) -> Problem | None:
    if not isinstance(value, str):
        return None
    if "\x00" in value:
        return Problem(name, NUL)
    if limit is not None and len(value) > limit:
        return Problem(name, TOO_LONG, {"value": value[:40], "limit": limit})
    return None


def clearable(kind: RecordKind) -> frozenset[str]:
    """Return the fields that an empty cell clears.

    Only what may be empty without being filled in again from elsewhere (a default, the contract, the product):
    else the same file would change the record each time.
    """
    names = set()
    for entry in kind.stored:
        column = kind.model._meta.get_field(entry.attr or entry.name)
        is_text = entry.type in ("text", "long_text") and not column.has_default()  # type: ignore[union-attr]
        if not entry.required and (getattr(column, "null", False) or is_text):
            names.add(entry.name)
    return frozenset(names - {"name", "currency", "mrr", "one_off_amount", "contract_id", "account_id"})
