"""The columns of the portfolio: facts, every stored measure, the accounts' own fields."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from tenure.accounts.links import account_url
from tenure.health.words import key_label, unit_of
from tenure.ui.tables import Column
from tenure.ui.templatetags.tenure_ui import band_word
from tenure.web import cells
from tenure.web.queries.book import Book
from tenure.web.queries.book.asking import TAG
from tenure.web.queries.book.loading import CUSTOM
from tenure.web.queries.book.parts import Bool
from tenure.web.queries.book.rows import BookRow
from tenure_engine.health.values import Key, Use
from tenure_engine.measures import Change, MeasureError, Unit, get_measure

MONTH = "renewal_month"
MOST_GROUPS = 200


def _text(name: str) -> Callable[[Any], str]:
    return lambda row: row.text(name)


def _text_column(name: str, title: Any, **more: Any) -> Column:
    """Return the column of a text that many customers have, not shown at first unless told."""
    return Column(name, title, value=_text(name), sort=True, draw=cells.text, **{"is_shown": False, **more})


FACTS = [
    Column(
        "name",
        gettext_lazy("Customer"),
        kind="name",
        link=lambda row: account_url(row.pk),
        sort=True,
        is_fixed=True,
    ),
    Column(
        "health",
        gettext_lazy("Health"),
        value=lambda row: row.score,
        sort=True,
        draw=cells.health,
    ),
    Column(
        "trend",
        gettext_lazy("90 days"),
        value=lambda row: row.change,
        sort=True,
        draw=cells.trend,
        help=gettext_lazy("Change of the health score in 90 days, in points"),
    ),
    Column(
        "arr",
        gettext_lazy("ARR"),
        kind="money",
        currency=lambda row: row.currency,
        sort=True,
        has_total=True,
        decimals=0,
    ),
    Column(
        "renewal",
        gettext_lazy("Renewal"),
        value=lambda row: row.renewal_on,
        sort=True,
        draw=cells.renewal,
    ),
    Column("stage", gettext_lazy("Stage"), value=lambda row: row.text("stage"), sort=True, draw=cells.badge),
    _text_column("segment", gettext_lazy("Segment")),
    _text_column("owner", gettext_lazy("Owner"), is_shown=True),
    Column("touch", gettext_lazy("Last touch"), value=lambda row: row.touched_on, sort=True, draw=cells.day),
    Column(
        "usage",
        gettext_lazy("Usage, 90 days"),
        kind="spark",
        value=lambda row: row.usage or None,
        help=gettext_lazy("Active users a week"),
    ),
    Column(
        "ctas",
        pgettext_lazy("column", "To do"),
        kind="number",
        value=lambda row: row.number("ctas") or None,
        sort=True,
    ),
    Column(
        "risk",
        gettext_lazy("Money at risk"),
        kind="money",
        currency=lambda row: row.risk_currency,
        sort=True,
        has_total=True,
        is_shown=False,
        decimals=0,
        help=gettext_lazy("The largest amount that an open risk of the customer names"),
    ),
    Column("band", gettext_lazy("Band"), value=lambda row: band_word(row.band), sort=True, is_shown=False),
    Column(
        "tags",
        gettext_lazy("Tags"),
        value=lambda row: ", ".join(row.tags),
        draw=cells.tags,
        is_shown=False,
    ),
    _text_column("team", gettext_lazy("Team")),
    _text_column("region", gettext_lazy("Region")),
    _text_column("country", gettext_lazy("Country")),
    _text_column("industry", gettext_lazy("Industry")),
    Column(
        "size",
        gettext_lazy("Employees"),
        kind="number",
        value=lambda row: row.number("size"),
        sort=True,
        is_shown=False,
    ),
    _text_column("source", gettext_lazy("Came by")),
    Column(
        "signed",
        gettext_lazy("Customer since"),
        kind="date",
        value=lambda row: row.day("signed"),
        sort=True,
        is_shown=False,
    ),
]
GROUPS = ("segment", "stage", "owner", "band", "team", "region", "country", "industry", "source")


@dataclass(frozen=True, slots=True)
class Section:
    """Columns that belong together where they are chosen."""

    title: str
    columns: Sequence[Column]


def sections_of(book: Book, visible: Bool) -> list[Section]:
    """Return every column by section; measures by their names in the language of the request.

    Of the accounts' own fields those that any visible account has.
    """
    language = get_language()
    known = filter(None, (measure_column(name, language) for name in book.measures))
    measures = sorted(known, key=lambda column: str(column.title))
    own = [_text_column(name, name.removeprefix(CUSTOM)) for name in _own_fields(book, visible)]
    found = [
        Section(_("Facts"), FACTS),
        Section(_("Measures"), measures),
        Section(_("Your own fields"), own),
    ]
    return [section for section in found if section.columns]


def groups_of(book: Book, visible: Bool) -> list[Column]:
    """Return what rows can be grouped by."""
    by_name = {column.name: column for column in FACTS}
    own = [
        Column(name, name.removeprefix(CUSTOM))
        for name in _own_fields(book, visible)
        if len(book.facts.texts[name].keys) <= MOST_GROUPS
    ]
    more = [Column(MONTH, _("Month of renewal")), Column(TAG, _("Tag"))]
    return [*(by_name[name] for name in GROUPS), *more, *own]


def title_of(column: Column) -> str:
    """Return a column's title where it stands alone, without the column beside it."""
    return str(column.help if column.name == "trend" else column.title)


def _own_fields(book: Book, visible: Bool) -> list[str]:
    return [
        name
        for name, texts in book.facts.texts.items()
        if name.startswith(CUSTOM) and bool((texts.codes[visible] >= 0).any())
    ]


@lru_cache(maxsize=1_024)
def measure_column(name: str, language: str | None) -> Column | None:
    """Return the column of a stored measure; None for the window before, and for what is in the catalogue no more.

    `language` is the one of the request, which titles are in. Kept, for there are dozens, the same on every page.
    """
    try:
        key = Key.parse(name)
        measure = get_measure(key.name)
    except (MeasureError, ValueError):
        return None
    if key.use is Use.PREVIOUS:  # only there to tell a change
        return None
    is_share = measure.unit is Unit.SHARE or (key.use is Use.TREND and measure.change is Change.RELATIVE)
    if measure.unit is Unit.YES_NO and key.use is not Use.TREND:
        return Column(name, key_label(key), value=_yes_no(name), sort=True, is_shown=False)
    return Column(
        name,
        key_label(key),
        kind="percent" if is_share else "number",
        value=_number(name, None if is_share else 2),
        sort=True,
        is_shown=False,
        help=unit_of(key),
    )


def _number(name: str, digits: int | None) -> Callable[[Any], float | None]:
    def value(row: BookRow) -> float | None:
        found = row.number(name)
        return found if found is None or digits is None else round(found, digits)

    return value


def _yes_no(name: str) -> Callable[[Any], str | None]:
    def value(row: BookRow) -> str | None:
        found = row.number(name)
        return None if found is None else pgettext("known or not", "yes") if found else pgettext("known or not", "no")

    return value
