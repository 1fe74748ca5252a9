"""Cells of the portfolio that say more than a plain value.

What they draw depends on few values and the language, and comes up again and again, so it is kept.
"""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from tenure.ui.tables import Cell
from tenure.ui.templatetags import tenure_ui

KEPT = 8_192
TENTH = Decimal("0.1")


def text(cell: Cell) -> SafeString:
    """Draw a text that many rows have."""
    return _text(cell.value)


def badge(cell: Cell) -> SafeString:
    """Draw a text that many rows have as a badge."""
    return _badge(cell.value)


def health(cell: Cell) -> SafeString:
    """Draw the score with its band."""
    return _health(round(cell.value), cell.row.band, get_language())


def trend(cell: Cell) -> SafeString:
    """Draw the change of the score, to a tenth of a point."""
    return _trend(Decimal(str(cell.value)).quantize(TENTH, ROUND_HALF_EVEN), get_language())


def renewal(cell: Cell) -> SafeString:
    """Draw the day of the renewal and how far it is."""
    return _renewal(cell.value, cell.row.renewal_days, get_language())


def day(cell: Cell) -> SafeString:
    """Draw a date."""
    return _day(cell.value, get_language())


def tags(cell: Cell) -> SafeString:
    """Draw the tags, each for itself."""
    return format_html_join(" ", '<span class="t-badge is-outline">{}</span>', ((tag,) for tag in cell.row.tags))


@lru_cache(KEPT, typed=True)  # a text that is markup already is another than the same text that is none
def _text(value: str) -> SafeString:
    return format_html('<span class="t-clip">{}</span>', value)


@lru_cache(KEPT, typed=True)
def _badge(value: str) -> SafeString:
    return format_html('<span class="t-badge">{}</span>', value)


@lru_cache(KEPT)
def _health(score: float, band: str | None, language: str) -> SafeString:
    return tenure_ui.health(score, band)


@lru_cache(KEPT)
def _trend(change: Decimal, language: str) -> SafeString:
    return tenure_ui.delta(change, decimals=1)


@lru_cache(KEPT)
def _renewal(on: date, days: int | None, language: str) -> SafeString:
    text = '<span class="t-num">{} <span class="t-faint">{}</span></span>'
    return format_html(text, _day(on, language), tenure_ui.span(days))


@lru_cache(KEPT)
def _day(value: date, language: str) -> SafeString:
    return tenure_ui.day(value)
