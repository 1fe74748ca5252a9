"""Reasons as data: every clause is a text with holes and the values that fill them.

    {"text": "log-ins fell {percent}", "values": {"percent": -0.62}, "as": {"percent": "percent"}}

Stored as they are, written in the reader's language and number format when shown.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, pgettext

from tenure.ui.numbers import format_value


def write_clause(clause: Mapping[str, Any]) -> str:
    """Return one clause in the language of the request."""
    formats = clause.get("as", {})
    values = {name: _written(value, formats.get(name, "")) for name, value in clause.get("values", {}).items()}
    return gettext(str(clause["text"])).format(**values)


def write_clauses(clauses: Iterable[Mapping[str, Any]]) -> str:
    """Return clauses as one sentence without its full stop, the first letter in capitals."""
    text = pgettext("between clauses", "; ").join(write_clause(clause) for clause in clauses)
    return text[:1].upper() + text[1:]


def _written(value: Any, format: str) -> str:
    if isinstance(value, str) and not format:
        return gettext(value) if value else value
    return format_value(abs(value) if format == "percent" and isinstance(value, int | float) else value, format)
