"""Cells of the portfolio that say more than a plain value."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tenure.ui.tables import Cell
from tenure.ui.templatetags import tenure_ui


def health(cell: Cell) -> SafeString:
    """Draw the score with its band."""
    return tenure_ui.health(cell.value, cell.row.band)


def trend(cell: Cell) -> SafeString:
    """Draw the change of the score."""
    return tenure_ui.delta(cell.value, decimals=1)


def renewal(cell: Cell) -> SafeString:
    """Draw the day of the renewal and how far it is."""
    distance = tenure_ui.span(cell.row.renewal_days)
    text = '<span class="t-num">{} <span class="t-faint">{}</span></span>'
    return format_html(text, tenure_ui.day(cell.value), distance)


def tags(cell: Cell) -> SafeString:
    """Draw the tags, each for itself."""
    return format_html_join(" ", '<span class="t-badge is-outline">{}</span>', ((tag,) for tag in cell.row.tags))
