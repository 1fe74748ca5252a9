"""A question to the portfolio as one request asks it: the book, what the person sees of it, what they want."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tenure.foundation.models import User
from tenure.ui.tables import Filter
from tenure.ui.templatetags.tenure_ui import band_word
from tenure.web.columns import MONTH, TAG, groups_of, sections_of, title_of
from tenure.web.queries.book import Book, get_book
from tenure.web.queries.book.asking import find
from tenure.web.queries.book.parts import Bool, Int64
from tenure.web.queries.book.scope import visible_in
from tenure.web.queries.book.snapshot import BANDS
from tenure.web.queries.book.wanted import NOBODY, Condition, Wanted
from tenure.web.queries.state import ME

RENEWAL_DAYS = (30, 90, 180)
NOT_FILTERED = ("name", "usage", "tags")
NAMED = ("segment", "stage", "owner", "band")


@dataclass(frozen=True)
class Asked:
    """What a person asks, within their scope."""

    user: User
    params: QueryDict
    book: Book
    visible: Bool

    @cached_property
    def wanted(self) -> Wanted:
        """The filters."""
        return Wanted.read(self.params)

    @cached_property
    def places(self) -> Int64:
        """The places of the accounts they may see and want, in the order of names."""
        return find(self.book, self.visible, self.wanted, self.user.pk)

    @cached_property
    def sections(self) -> Any:
        """Every column by section."""
        return sections_of(self.book, self.visible)

    @cached_property
    def columns(self) -> list[Any]:
        """Every column."""
        return [column for section in self.sections for column in section.columns]

    @cached_property
    def groups(self) -> list[Any]:
        """What rows can be grouped by."""
        return groups_of(self.book, self.visible)

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of every field by its name."""
        return {column.name: title_of(column) for column in (*self.columns, *self.groups)}


def ask(user: User, params: QueryDict) -> Asked:
    """Return what a person asks of the book as it is now."""
    book = get_book(user.workspace_id)
    return Asked(user, params, book, visible_in(book, user))


def filters_of(asked: Asked) -> list[Filter]:
    """Return the choices above the table: what the accounts in scope have."""
    renewal = [(str(days), _("within %(count)s days") % {"count": days}) for days in RENEWAL_DAYS]
    owners = [(key, label) for key, label in values_of(asked, "owner")]
    bands = [(band, band_word(band)) for band in BANDS]
    filters = [
        Filter("band", _("Health"), [*bands, (NOBODY, band_word(None))]),
        Filter("renewal", _("Renewal"), renewal),
        Filter("segment", _("Segment"), values_of(asked, "segment")),
        Filter("stage", _("Stage"), values_of(asked, "stage")),
        Filter("owner", _("Owner"), [(ME, _("me")), *owners, (NOBODY, _("nobody"))]),
    ]
    return [entry for entry in filters if entry.choices]


def values_of(asked: Asked, name: str) -> list[tuple[str, str]]:
    """Return keys and labels of a text field among the accounts in scope, in the order of labels."""
    if name == TAG:
        tags = asked.book.facts.tags
        codes = np.unique(tags.codes[asked.visible[tags.places]])
        return [(tags.labels[code], tags.labels[code]) for code in codes]
    texts = asked.book.text(name)
    if texts is None:
        return []
    counts = np.bincount(texts.codes[asked.visible] + 1)[1:]  # codes are few and begin at -1: quicker than sorting
    pairs = [(texts.keys[code], texts.labels[code]) for code in np.flatnonzero(counts)]
    return sorted(pairs, key=lambda pair: pair[1].casefold())


def range_of(asked: Asked, name: str) -> tuple[float, float] | None:
    """Return the least and the greatest value of a number among the accounts in scope; None where none is known."""
    numbers = asked.book.number(name)
    known = numbers[asked.visible] if numbers is not None else np.zeros(0)
    known = known[~np.isnan(known)]
    return (float(known.min()), float(known.max())) if len(known) else None


def group_address(request: HttpRequest, name: str, key: str) -> str:
    """Return the address of all customers of a group."""
    params = request.GET.copy()
    for gone in ("group", "page"):
        params.pop(gone, None)
    if name in ("owner", "band") or (name in NAMED and key):
        params[name] = key or NOBODY
    else:
        condition = Condition(name, "is", key) if key else Condition(name, "unknown")
        params.appendlist("where", str(condition))
    return f"{reverse('portfolio')}?{params.urlencode()}"


def chips_of(asked: Asked) -> list[dict[str, str]]:
    """Return the conditions on any field in words, each with the address without it."""
    words = {
        "ge": pgettext("condition", "at least %(value)s"),
        "le": pgettext("condition", "at most %(value)s"),
        "is": pgettext("condition", "%(value)s"),
        "not": pgettext("condition", "not %(value)s"),
        "known": pgettext("condition", "known"),
        "unknown": pgettext("condition", "not known"),
    }
    chips = []
    kept = [(name, value) for name, value in _all_pairs(asked.params) if name != "page"]
    for condition in asked.wanted.where:
        texts = asked.book.text(condition.name)
        code = texts.code_of(condition.value) if texts is not None and condition.op in ("is", "not") else -2
        value = texts.labels[code] if texts is not None and code >= 0 else condition.value
        if condition.name == "band":
            value = band_word(condition.value)
        rest = urlencode([pair for pair in kept if pair != ("where", str(condition))])
        chips.append(
            {
                "title": asked.titles.get(condition.name, condition.name),
                "text": words[condition.op] % {"value": value},
                "url": f"{reverse('portfolio')}?{rest or 'view=all'}",
            }
        )
    return chips


def with_condition(params: QueryDict) -> str | None:
    """Return the address that has the condition a form built from three fields; None where it built none."""
    name, op, value = (params.get(part, "") for part in ("wf", "wo", "wv"))
    if not name:
        return None
    condition = Condition.read(f"{name}~{op}~{value.strip()}")
    changed = params.copy()
    for part in ("wf", "wo", "wv", "page"):
        changed.pop(part, None)
    if condition is not None:
        changed.appendlist("where", str(condition))
    return f"{reverse('portfolio')}?{changed.urlencode() or 'view=all'}"


def _all_pairs(params: QueryDict) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, values in params.lists() for value in values]


def choices_of(asked: Asked) -> dict[str, Any]:
    """Return what the dialogs of columns and filters offer, and the state they carry along."""
    pairs = [pair for pair in _all_pairs(asked.params) if pair[0] != "page"]
    plain = [(column.name, title_of(column)) for column in asked.columns if column.name not in NOT_FILTERED]
    facts = {column.name for column in asked.sections[0].columns}
    more = [(TAG, _("Tag")), (MONTH, asked.titles[MONTH])]
    fields = [(asked.sections[0].title, [*(pair for pair in plain if pair[0] in facts), *more])]
    for section in asked.sections[1:]:
        names = {column.name for column in section.columns}
        fields.append((section.title, [pair for pair in plain if pair[0] in names]))
    return {
        "all_state": pairs,
        "all_but_columns": [pair for pair in pairs if pair[0] != "cols"],
        "filter_fields": fields,
        "filter_ops": conditions_of(asked, ""),
    }


def conditions_of(asked: Asked, name: str) -> list[tuple[str, str]]:
    """Return the conditions that a field can be put to, with their words; all for no field."""
    words = [
        ("ge", pgettext("condition", "is at least")),
        ("le", pgettext("condition", "is at most")),
        ("is", pgettext("condition", "is")),
        ("not", pgettext("condition", "is not")),
        ("known", pgettext("condition", "is known")),
        ("unknown", pgettext("condition", "is not known")),
    ]
    is_text = name == TAG or asked.book.text(name) is not None
    bounds = ("ge", "le") if is_text and asked.book.number(name) is None else ()
    return [pair for pair in words if pair[0] not in bounds and (is_text or not name or pair[0] not in ("is", "not"))]
