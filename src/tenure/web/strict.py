"""What a page overlooks in an address, a program is told: an unknown word would widen what it asks for."""

import math
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tenure.web.asked import Asked
from tenure.web.queries.book.asking import TAG
from tenure.web.queries.book.snapshot import BANDS
from tenure.web.queries.book.wanted import MOST_CONDITIONS, NOBODY, Condition
from tenure.web.queries.state import MANY, ONE

WORDS = frozenset({*ONE, *MANY, "view", "page", "per_page"})
CHOICES = {"band": (*BANDS, NOBODY), "paying": ("yes", "no")}


def check_asked(asked: Asked) -> None:
    """Check every word of the address. Raises ValidationError that names those which mean nothing."""
    errors: dict[str, list[str]] = {}
    for name, text in _problems(asked):
        errors.setdefault(name, []).append(text)
    if errors:
        raise ValidationError(errors)


def _problems(asked: Asked) -> Iterator[tuple[str, str]]:
    params = asked.params
    for name in params:
        if name not in WORDS:
            yield name, _("The portfolio does not know this word.")
    for name, choices in CHOICES.items():
        if params.get(name) and params[name] not in choices:
            yield name, _("Choose one of: %(choices)s.") % {"choices": ", ".join(choices)}
    renewal = params.get("renewal", "")
    if renewal and not (renewal.isdecimal() and len(renewal) < 6):
        yield "renewal", _("Give a number of days.")
    yield from _of_columns(asked)
    wheres = params.getlist("where")
    if len(wheres) > MOST_CONDITIONS:
        yield "where", _("At most %(count)s conditions.") % {"count": MOST_CONDITIONS}
    for text in wheres[:MOST_CONDITIONS]:
        problem = _of_condition(asked, text)
        if problem:
            yield "where", problem


def _of_columns(asked: Asked) -> Iterator[tuple[str, str]]:
    params = asked.params
    known = {column.name for column in asked.columns}
    for name in params.getlist("cols"):
        if name and name not in known:
            yield "cols", _("There is no column %(name)s.") % {"name": name}
    sort = params.get("sort", "").removeprefix("-")
    if sort and sort not in {column.name for column in asked.columns if column.sort}:
        yield "sort", _("Rows cannot be ordered by %(name)s.") % {"name": sort}
    group = params.get("group", "")
    if group and group not in {column.name for column in asked.groups}:
        yield "group", _("Rows cannot be grouped by %(name)s.") % {"name": group}


def _of_condition(asked: Asked, text: str) -> str:
    """Return what is wrong with a condition, "" where it can hold."""
    condition = Condition.read(text)
    if condition is None:
        return _("%(text)s is no condition; write name~op~value.") % {"text": text}
    numbers = asked.book.number(condition.name)
    is_text = condition.name == TAG or asked.book.text(condition.name) is not None
    if numbers is None and not is_text:
        return _("There is no column %(name)s.") % {"name": condition.name}
    if condition.op in ("ge", "le") and (numbers is None or math.isnan(condition.number)):
        return _("%(text)s compares what is no number and no date.") % {"text": text}
    if condition.op in ("is", "not") and not is_text:
        return _("%(name)s is a number: compare it with ge and le.") % {"name": condition.name}
    return ""
