"""Reasons as data: whole texts with holes and the numbers that fill them, written in the reader's own language.

{"text": "log-ins fell {percent} in {window} days", "values": {"percent": 0.62, "window": 14},
 "as": {"percent": "percent", "window": "number"}}
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext, pgettext

from tenure.ui.numbers import format_day, format_value
from tenure_engine.health.reasons import Clause, Form
from tenure_engine.measures import Unit

Data = dict[str, Any]
DECIMALS = 1


def clause_data(clause: Clause, currency: str = "") -> Data:
    """Return a clause as it is stored."""
    values: dict[str, float | str] = {}
    forms: dict[str, str] = {}
    for name, (value, form) in clause.numbers.items():
        if isinstance(value, str):
            values[name] = value
            continue
        scaled = value * 100 if name == "change" and form is Unit.SHARE else value
        values[name] = round(scaled, 4 if form in (Form.PERCENT, Unit.SHARE) else DECIMALS)
        forms[name] = _form(name, form, currency)
    return {"text": clause.text, "values": values, "as": forms}


def _form(name: str, form: Unit | Form, currency: str) -> str:
    if form is Form.PERCENT or (form is Unit.SHARE and name != "change"):
        return "percent"
    if form is Unit.MONEY and currency:
        return f"money:{currency}"
    return "number"


def write_clause(clause: Mapping[str, Any]) -> str:
    """Return one clause in the language of the request."""
    forms = clause.get("as", {})
    values = {name: _written(value, forms.get(name, "number")) for name, value in clause["values"].items()}
    return gettext(str(clause["text"])).format(**values)


def _written(value: Any, form: str) -> str:
    if form == "day":
        return format_day(date.fromisoformat(value))
    return gettext(value) if isinstance(value, str) else format_value(value, form)


def write_reason(clauses: Iterable[Mapping[str, Any]]) -> str:
    """Return clauses as one sentence without its full stop, beginning with a capital."""
    text = pgettext("between clauses", "; ").join(write_clause(clause) for clause in clauses)
    return text[:1].upper() + text[1:]
