"""Small tags of the pages that cross domains."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tenure.accounts.links import ANY
from tenure.playbooks.alerts.shown import rule_label
from tenure.playbooks.models import Cta
from tenure.playbooks.shown import full_stop, what_of
from tenure.ui.numbers import format_day, format_days, format_money, format_number, format_span
from tenure.ui.tables import Cell
from tenure.ui.templatetags.tenure_ui import plain_cell

register = template.Library()
ROW = (
    '<tr data-item><td class="t-check"><input class="form-check-input" type="checkbox" name="ids" value="{}"'
    ' form="bulk" data-check data-key="x" aria-label="{}"></td>'
)


@register.simple_tag
def sums(amounts: Mapping[str, Decimal], currency: str = "") -> SafeString:
    """Write amounts of several currencies, the reporting one first; they are never added."""
    if not amounts:
        text = format_money(0, currency) if currency else format_number(0)
        return format_html('<span class="t-num">{}</span>', text)
    ordered = sorted(amounts, key=lambda code: (code != currency, -amounts[code]))
    return format_html_join(
        SafeString(' <span class="t-faint">+</span> '),
        '<span class="t-num" title="{}">{}</span>',
        ((format_money(amounts[code], code), format_money(amounts[code], code, compact=True)) for code in ordered),
    )


@register.simple_tag
def due(day: date, today: date) -> SafeString:
    """Write when something is due: overdue by days, today, or the distance."""
    days = (day - today).days
    text = format_span(days) if days >= 0 else _("%(days)s overdue") % {"days": format_days(-days)}
    return format_html('<time datetime="{}" title="{}">{}</time>', day.isoformat(), format_day(day), text)


@register.simple_tag
def query_of(**words: object) -> str:
    """Write a query string of the words that are not empty, with its question mark."""
    text = urlencode({key: value for key, value in words.items() if value})
    return f"?{text}" if text else ""


@register.simple_tag
def draw_rows(rows: Iterable[Sequence[Cell]]) -> SafeString:
    """Draw rows of the portfolio, each with a box to choose it: in one go, for there are hundreds of cells."""
    lines = []
    for cells in rows:
        row = cells[0].row
        drawn = [
            f'<td class="is-num">{plain_cell(cell)}</td>' if cell.column.is_number else f"<td>{plain_cell(cell)}</td>"
            for cell in cells
        ]
        lines.append(format_html(ROW, row.pk, row.name) + "".join(drawn) + "</tr>")
    return SafeString("".join(lines))  # every part is escaped by what drew it


@register.simple_tag
def options(choices: Iterable[tuple[str, object]], chosen: str = "") -> SafeString:
    """Draw the options of a choice, the chosen one marked."""
    marked = ((value, SafeString(" selected") if value == chosen else "", label) for value, label in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', marked)


@register.simple_tag(takes_context=True)
def row_actions(context: Context, cta: Cta) -> SafeString:
    """Draw what can be done with a call in a list.

    The forms of two calls differ by the number in their addresses alone, so each kind of them is drawn once a page
    and kept in `drawn_actions` of the page's context.
    """
    kept: dict[tuple[bool, bool], str] = context["drawn_actions"]
    is_resting, is_owned = bool(getattr(cta, "snoozed_until", None)), cta.owner_id is not None
    if (is_resting, is_owned) not in kept:
        any_call = {"pk": ANY, "snoozed_until": is_resting, "owner_id": is_owned, "closed_at": None}
        with context.push(cta=any_call, small=True):
            forms = context.template.engine.get_template("web/parts/cta_actions.html")
            kept[is_resting, is_owned] = forms.render(context)
    return SafeString(kept[is_resting, is_owned].replace(str(ANY), str(cta.pk)))


@register.filter
def minus(left: int, right: int) -> int:
    """Return the difference."""
    return left - right


@register.filter
def why(cta: Cta) -> str:
    """Write the reason of a call to action, or what it asks for."""
    return what_of(cta)


@register.filter
def sentence(text: str) -> str:
    """Write the full stop of the language after a sentence."""
    return full_stop(text)


@register.filter
def rule_word(name: str) -> str:
    """Write the name of an alert rule."""
    return rule_label(name)
