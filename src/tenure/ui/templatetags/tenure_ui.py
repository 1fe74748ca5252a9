"""Template tags of the components; markup and examples in ui/README.md."""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django import template
from django.contrib.staticfiles import finders
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select
from django.http import QueryDict
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, json_script, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from tenure.ui import numbers
from tenure.ui.charts import Chart, table_of
from tenure.ui.icons import draw_icon
from tenure.ui.sparks import draw_spark
from tenure.ui.tables import Cell

register = template.Library()

SHAPES = {
    "green": '<circle cx="6" cy="6" r="5"/>',
    "amber": '<path d="M6 .4 11.6 6 6 11.6 .4 6z"/>',
    "red": '<path d="M6 .8 11.8 11H.2z"/>',
    "none": '<circle cx="6" cy="6" r="4.2"/>',
}


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """Draw an icon of Tabler Icons by name; size "s" or "l"."""
    return draw_icon(name, size=size, label=label)


@register.simple_tag
def asset(path: str) -> str:
    """Return the address of a static file with a short hash of its content: browsers never show an old one."""
    found = _found.get(path) or finders.find(path)
    if not found:
        return static(path)
    _found[path] = found
    try:
        state = os.stat(found)
    except FileNotFoundError:
        del _found[path]
        return static(path)
    return f"{static(path)}?v={_hash_of(found, state.st_size, state.st_mtime_ns)}"


_found: dict[str, str] = {}  # where files lie; looking through every folder costs more than all else of a link


@lru_cache(maxsize=64)
def _hash_of(path: str, size: int, changed_at: int) -> str:
    with open(path, "rb") as handle:
        return sha256(handle.read()).hexdigest()[:8]


@register.simple_tag
def money(amount: object, currency: str, compact: bool = False, decimals: int | None = None) -> SafeString:
    """Write an amount with its currency; compact keeps the exact amount as its title."""
    value = numbers.to_decimal(amount)
    if value is None:
        return nothing()
    text = numbers.format_money(value, currency, compact=compact, decimals=decimals)
    is_exact = not compact and not decimals and not value % 1
    exact = text if is_exact else numbers.format_money(value, currency)
    if exact == text:
        return format_html('<span class="t-num">{}</span>', text)
    return format_html('<span class="t-num" title="{}">{}</span>', exact, text)


@register.simple_tag
def number(value: object, decimals: int | None = None) -> SafeString:
    """Write a number with grouping."""
    return _number(value, numbers.format_number(value, decimals=decimals))


@register.simple_tag
def pct(ratio: object, decimals: int = 1) -> SafeString:
    """Write a ratio as per cent."""
    return _number(ratio, numbers.format_percent(ratio, decimals=decimals))


@register.simple_tag
def days(count: object) -> SafeString:
    """Write a count of days."""
    return _number(count, numbers.format_days(count))


@register.simple_tag
def span(count: int | None) -> str:
    """Write a distance from today: in 41 days, 3 days ago."""
    return nothing() if count is None else numbers.format_span(count)


@register.simple_tag
def day(value: date | datetime | None) -> SafeString:
    """Write a date."""
    if value is None:
        return nothing()
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), numbers.format_day(value))


@register.simple_tag
def instant(value: datetime | None) -> SafeString:
    """Write a date with its time."""
    if value is None:
        return nothing()
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), numbers.format_instant(value))


@register.simple_tag
def delta(change: object, kind: str = "number", currency: str = "", decimals: int | None = None) -> SafeString:
    """Write a change with its direction as an arrow: kind number, money, percent, or points of a ratio."""
    value = numbers.to_decimal(change)
    if value is None:
        return SafeString("")
    if kind == "money":
        text = numbers.format_money(value, currency, compact=True, sign=True)
    elif kind == "points":
        text = numbers.format_points(value)
    elif kind == "percent":
        text = numbers.format_percent(value, sign=True)
    else:
        text = numbers.format_number(value, decimals=decimals, sign=True)
    if value == 0:
        arrow = draw_icon("arrow-right", label=_("unchanged"))
    elif value > 0:
        arrow = draw_icon("arrow-up-right", label=_("up"))
    else:
        arrow = draw_icon("arrow-down-right", label=_("down"))
    return format_html('<span class="t-delta">{}{}</span>', arrow, text)


@register.simple_tag
def health(score: object, band: str | None, size: str = "", words: bool = False) -> SafeString:
    """Write a health score: shape and number, its word spoken or, with `words`, shown."""
    known = band if band in SHAPES else "none"
    word = band_word(band)
    has_score = numbers.to_decimal(score) is not None
    shown = numbers.format_number(score, decimals=0)
    spoken = format_html("<em>{}</em>" if words else '<em class="t-sr">{}</em>', word)
    score_html = format_html("<strong>{}</strong>", shown) if has_score or not words else ""
    return format_html(
        '<span class="t-health is-{}{}" title="{}"><svg viewBox="0 0 12 12" aria-hidden="true">{}</svg>{} {}</span>',
        known,
        f" is-{size}" if size else "",
        word,
        SafeString(SHAPES[known]),
        score_html,
        spoken,
    )


@register.filter
def band_word(band: str | None) -> str:
    """Return the word of a health band."""
    words = {
        "green": pgettext("health", "Healthy"),
        "amber": pgettext("health", "Watch"),
        "red": pgettext("health", "At risk"),
    }
    return words.get(band or "", pgettext("health", "No score"))


@register.simple_tag
def sparkline(
    values: Sequence[object] | None, label: str = "", width: int = 96, height: int = 24, tone: str = ""
) -> SafeString:
    """Draw a small line; `label` says in words what it shows. Fewer than two values draw nothing, and say so."""
    drawn = draw_spark(values or [], width=width, height=height)
    if drawn is None:
        return nothing()
    return format_html(
        '<svg class="t-spark{}" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">'
        '<path class="t-spark-area" d="{}"/><path d="{}"/><circle cx="{}" cy="{}" r="1.75"/></svg>',
        f" is-{tone}" if tone else "",
        width,
        height,
        width,
        height,
        label or _("Course over time"),
        drawn.area,
        drawn.line,
        drawn.last_x,
        drawn.last_y,
    )


@register.inclusion_tag("ui/components/chart.html")
def chart(
    name: str, spec: Chart | Mapping[str, Any], caption: str = "", size: str = "", format: str = ""
) -> dict[str, Any]:
    """Draw a chart with its caption and, behind a tab, its table.

    `spec` is a Chart, or an ECharts option as a dict (an extra key "table" = {"columns", "rows"} wins over the
    table read from its one category axis). `size` is "xs", "s", "l" or nothing.
    """
    if isinstance(spec, Chart):
        option, kind, columns, rows = spec.option, spec.format, spec.columns, spec.rows
    else:
        option, kind = dict(spec), format or str(spec.get("format", "number"))
        given = option.pop("table", None)
        option.pop("format", None)
        columns, rows = (given["columns"], given["rows"]) if given else table_of(option, kind)
    payload = {"option": option, "format": kind, "chinese": numbers.is_chinese()}
    return {
        "name": name,
        "caption": caption,
        "size": size,
        "columns": columns,
        "rows": rows,
        "body": _chart_rows(rows),
        "data": json_script(payload, f"{name}-data"),
    }


def _chart_rows(rows: Sequence[Sequence[str]]) -> SafeString:
    """Draw the rows of a chart's table: a chart of days has so many that the template engine would take long."""
    return SafeString(
        "".join(
            f'<tr><th scope="row">{conditional_escape(head)}</th>'
            + "".join(f'<td class="is-num">{conditional_escape(cell)}</td>' for cell in cells)
            + "</tr>"
            for head, *cells in rows
        )
    )


@register.simple_tag(takes_context=True)
def draw_cell(context: template.Context, cell: Cell) -> SafeString:
    """Draw a cell of a table by its column's template or kind."""
    column = cell.column
    if column.template:
        drawn: SafeString = get_template(column.template).template.render(  # type: ignore[attr-defined]
            context.new({"row": cell.row, "cell": cell, "column": column})
        )
        return drawn
    return plain_cell(cell)


def plain_cell(cell: Cell) -> SafeString:
    """Draw a cell without a template: by its column's function, or its kind."""
    column, value = cell.column, cell.value
    if value is None or value == "":
        return nothing()
    draw = column.draw or CELLS.get(column.kind)
    if draw is not None:
        drawn: SafeString = draw(cell)
        return drawn
    if cell.link:
        return format_html('<a href="{}" class="t-clip">{}</a>', cell.link, value)
    return format_html('<span class="t-clip">{}</span>', value)


@register.simple_tag(takes_context=True)
def query(context: Mapping[str, Any], **changes: object) -> str:
    """Return the current query string with some parameters changed; None or "" takes one away."""
    request = context.get("request")
    params: QueryDict = request.GET if request is not None else QueryDict()
    kept = [(key, value) for key, values in params.lists() if key not in changes for value in values]
    return "?" + urlencode([*kept, *((key, str(value)) for key, value in changes.items() if value not in (None, ""))])


@register.simple_tag
def avatar(person: Any) -> SafeString:
    """Draw a person's initials, with the name as its title."""
    if person is None:
        return nothing()
    return format_html('<span class="t-avatar" title="{}" aria-hidden="true">{}</span>', person, person.initials)


@register.simple_tag
def nothing() -> SafeString:
    """Write the sign for a value that is not known."""
    return _nothing(get_language())


@lru_cache(maxsize=16)
def _nothing(language: str | None) -> SafeString:
    return format_html('<span class="t-faint">{}<span class="t-sr">{}</span></span>', numbers.NOTHING, _("not known"))


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, hint: str = "", wide: bool = False) -> dict[str, Any]:
    """Draw one form field: label, control, hint, errors."""
    widget = bound.field.widget
    is_check = isinstance(widget, CheckboxInput)
    is_group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    classes = "form-check-input" if is_check else "form-select" if isinstance(widget, Select) else "form-control"
    if isinstance(widget, FileInput):
        classes = "form-control"
    if is_group:
        widget.attrs.setdefault("class", "form-check-input")  # its boxes are drawn one by one
    attrs: dict[str, Any] = {} if is_group else {"class": f"{widget.attrs.get('class', '')} {classes}".strip()}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound,
        "control": bound.as_widget(attrs=attrs),
        "is_check": is_check,
        "is_group": is_group,
        "hint": hint or bound.help_text,
        "wide": wide,
    }


@register.filter
def undo_of(message: Any) -> str:
    """Return the address that undoes what a message tells of, or nothing."""
    words = str(message.extra_tags or "").split()
    return next((word.removeprefix("undo:") for word in words if word.startswith("undo:")), "")


@register.simple_tag
def to_json(value: object) -> str:
    """Return a value as JSON for an attribute; the template engine escapes it."""
    return json.dumps(value, default=str)


@register.simple_tag
def html_lang() -> str:
    """Return the language of the page for <html lang>."""
    return "zh-Hans" if (get_language() or "").startswith("zh-hans") else get_language() or "en"


def _name_cell(cell: Cell) -> SafeString:
    return format_html('<a class="t-name t-clip" href="{}" data-open>{}</a>', cell.link, cell.value)


CELLS: dict[str, Callable[[Cell], SafeString]] = {
    "name": _name_cell,
    "money": lambda cell: money(cell.value, cell.currency, decimals=cell.column.decimals),
    "number": lambda cell: number(cell.value, decimals=cell.column.decimals),
    "percent": lambda cell: pct(cell.value),
    "days": lambda cell: days(cell.value),
    "date": lambda cell: day(cell.value),
    "instant": lambda cell: instant(cell.value),
    "health": lambda cell: health(cell.value.score, cell.value.band),
    "spark": lambda cell: sparkline(cell.value, label=str(cell.column.title), width=76),
    "badge": lambda cell: format_html('<span class="t-badge">{}</span>', cell.value),
}


def _number(value: object, text: str) -> SafeString:
    if numbers.to_decimal(value) is None:
        return nothing()
    return format_html('<span class="t-num">{}</span>', text)


class RememberNode(template.Node):
    """Renders its content as plain text and keeps the content for `recall` further down the page."""

    def __init__(self, nodelist: template.NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: template.Context) -> SafeString:
        content = self.nodelist.render(context).strip()
        context.render_context.dicts[0][f"remembered-{self.name}"] = content
        return SafeString(strip_tags(content))


@register.tag
def remember(parser: template.base.Parser, token: template.base.Token) -> RememberNode:
    """Render a block for <title> and keep it for the heading, so that pages write their title once."""
    name = token.split_contents()[1]
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    return RememberNode(nodelist, name)


@register.simple_tag(takes_context=True)
def recall(context: template.Context, name: str) -> SafeString:
    """Return what `remember` kept."""
    return SafeString(context.render_context.dicts[0].get(f"remembered-{name}", ""))  # rendered, so escaped already


@register.filter
def at(mapping: Mapping[str, Mapping[str, Any]], key: str) -> list[tuple[str, Any]]:
    """Return the pairs of the mapping kept under `key`, none where there is none."""
    return sorted(mapping.get(key, {}).items())


@register.filter
def short_day(day: date) -> str:
    """Write a date as text, for the middle of a sentence."""
    return numbers.format_day(day)
