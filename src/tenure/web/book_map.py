"""The map of the portfolio: customers as points over two measures, sized by revenue, coloured and shaped by band."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.accounts.links import account_url
from tenure.ui.charts import Chart
from tenure.ui.numbers import NOTHING, format_money, format_number, format_percent, join_words
from tenure.ui.tables import Column
from tenure.ui.templatetags.tenure_ui import band_word
from tenure.web.asked import Asked
from tenure.web.columns import title_of
from tenure.web.queries.book.asking import sums_of
from tenure.web.queries.book.parts import Float64, Int64
from tenure.web.queries.book.ranking import rank_correlation
from tenure.web.queries.book.rows import BookRow
from tenure.web.queries.book.snapshot import BANDS

DEFAULT_X, DEFAULT_Y = "health", "trend"
MOST_POINTS = 3_000
MOST_TABLE_ROWS = 300
SMALLEST, LARGEST = 7, 40
CLEAR = 0.3
"""From which rank correlation on two measures are said to go together."""
LOOKS = {
    "red": ("triangle", "@red"),
    "amber": ("diamond", "@amber"),
    "green": ("circle", "@green"),
    "": ("emptyCircle", "@ink-3"),
}
BRUSH = {
    "toolbox": [],
    "xAxisIndex": 0,
    "throttleType": "debounce",
    "throttleDelay": 150,
    "brushStyle": {"borderWidth": 1.5, "borderColor": "@accent", "color": "rgba(90, 120, 220, 0.1)"},
    "outOfBrush": {"colorAlpha": 0.25},
}
PLAIN = ("health", "trend", "arr", "risk", "size", "ctas")


@dataclass(frozen=True)
class BookMap:
    """The map of one question: the chart, its finding in words, and what its axes can be."""

    chart: Chart
    caption: str
    x: str
    y: str
    axes: Sequence[tuple[str, str]]
    shown: int


def axes_of(asked: Asked) -> list[Column]:
    """Return the columns an axis can show."""
    plain = [column for column in asked.columns if column.name in PLAIN]
    measures = [column for column in asked.columns if column.name in asked.book.measured.columns]
    return plain + [column for column in measures if column.kind in ("number", "percent")]


def draw_map(asked: Asked) -> BookMap:
    """Return the map of the accounts a person wants to see; those that lack one of the two values are not on it."""
    axes = {column.name: column for column in axes_of(asked)}
    x = axes.get(asked.params.get("x", ""), axes[DEFAULT_X])
    y = axes.get(asked.params.get("y", ""), axes[DEFAULT_Y])
    across, up = _column(asked, x.name), _column(asked, y.name)
    both = asked.places[~np.isnan(across[asked.places]) & ~np.isnan(up[asked.places])]
    largest = both[np.argsort(-np.nan_to_num(asked.book.facts.arr.amounts[both]), kind="stable")][:MOST_POINTS]
    return BookMap(
        chart=_chart(asked, largest, x, y),
        caption=_finding(asked, both, len(largest), x, y),
        x=x.name,
        y=y.name,
        axes=[(name, title_of(column)) for name, column in axes.items()],
        shown=len(largest),
    )


def _column(asked: Asked, name: str) -> Float64:
    found = asked.book.number(name)
    assert found is not None
    return found


def _chart(asked: Asked, places: Int64, x: Column, y: Column) -> Chart:
    book = asked.book
    amounts = np.nan_to_num(book.facts.arr.amounts[places])
    sizes = SMALLEST + (LARGEST - SMALLEST) * np.sqrt(amounts / max(1.0, float(amounts.max(initial=0.0))))
    series: dict[str, list[dict[str, Any]]] = {key: [] for key in LOOKS}
    rows = []
    for place, size in zip(places.tolist(), sizes.tolist(), strict=True):
        row = BookRow(book, place)
        texts = [_written(row, x), _written(row, y), _arr(row), str(band_word(row.band))]
        item = {
            "name": row.name,
            "value": [_drawn(row, x), _drawn(row, y)],
            "symbolSize": round(size, 1),
            "pk": row.pk,
            "url": account_url(row.pk),
            "texts": texts,
            "tooltip": {"formatter": _tip(row.name, texts, x, y)},
        }
        series[row.band if row.band in BANDS else ""].append(item)
        rows.append([row.name, *texts])
    option = {
        "grid": {"left": 12, "right": 24, "top": 58, "bottom": 30, "containLabel": True},
        "xAxis": _axis(x, nameLocation="middle", nameGap=28),
        "yAxis": _axis(y, nameLocation="end", nameTextStyle={"align": "left"}),
        "legend": {"show": True, "right": 0, "left": "auto", "icon": None, "itemWidth": 12},
        "toolbox": {"show": False},
        "tooltip": {"trigger": "item"},
        "brush": BRUSH,
        "series": [_series(key, items) for key, items in series.items() if items],
    }
    heads = [_("Customer"), title_of(x), title_of(y), _("ARR"), _("Band")]
    return Chart(option, "number", heads, rows[:MOST_TABLE_ROWS])


def _series(key: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    symbol, color = LOOKS[key]
    style = {"color": color, "opacity": 0.72, "borderColor": "@surface", "borderWidth": 1}
    style = style if key else {"color": color, "borderColor": color, "borderWidth": 1.5}
    name = str(band_word(key or None))
    return {"name": name, "type": "scatter", "symbol": symbol, "itemStyle": style, "data": items}


def _axis(column: Column, **more: Any) -> dict[str, Any]:
    axis = {"type": "value", "name": title_of(column), "scale": True, **more}
    return {**axis, "axisLabel": {"formatter": "{value}%"}} if column.kind == "percent" else axis


def _drawn(row: BookRow, column: Column) -> float:
    value = row.number(column.name) or 0.0
    return round(value * 100 if column.kind == "percent" else value, 2)


def _written(row: BookRow, column: Column) -> str:
    if column.kind == "money":
        amount, currency = (row.arr, row.currency) if column.name == "arr" else (row.risk, row.risk_currency)
        return format_money(amount, currency, decimals=0) if amount is not None else NOTHING
    value = row.number(column.name)
    if value is None:
        return NOTHING
    if column.kind == "percent":
        return format_percent(value)
    return format_number(round(value, 1), sign=column.name == "trend")


def _arr(row: BookRow) -> str:
    return format_money(row.arr, row.currency, decimals=0) if row.arr is not None else NOTHING


def _tip(name: str, texts: Sequence[str], x: Column, y: Column) -> str:
    lines = [name, f"{title_of(x)}: {texts[0]}", f"{title_of(y)}: {texts[1]}", f"{_('ARR')}: {texts[2]}", texts[3]]
    return "\n".join(lines).replace("{", "(").replace("}", ")")  # braces would be places of the chart's template


def _finding(asked: Asked, places: Int64, shown: int, x: Column, y: Column) -> str:
    """Say how the two go together, who lies low in both, and what is not on the map."""
    across, up = _column(asked, x.name)[places], _column(asked, y.name)[places]
    names = {"x": title_of(x), "y": title_of(y)}
    if not len(places):
        return _("None of these customers has both %(x)s and %(y)s.") % names
    said = [_together(rank_correlation(across, up)) % names]
    low = places[(across < np.median(across)) & (up < np.median(up))]
    sums = sums_of(asked.book, low)
    if sums.count:
        money = [format_money(amount, currency, compact=True) for currency, amount in sums.arr.items()]
        text = ngettext(
            "Below the median of both lies %(count)s customer with %(arr)s ARR.",
            "Below the median of both lie %(count)s customers with %(arr)s ARR.",
            sums.count,
        )
        said.append(text % {"count": format_number(sums.count), "arr": join_words(money) if money else NOTHING})
    missing = len(asked.places) - len(places)
    if missing:
        text = ngettext("%(count)s customer lacks a value.", "%(count)s customers lack a value.", missing)
        said.append(text % {"count": format_number(missing)})
    if shown < len(places):
        said.append(_("Drawn are the %(count)s with most revenue.") % {"count": format_number(shown)})
    return " ".join(said)


def _together(correlation: float | None) -> str:
    if correlation is None or abs(correlation) < CLEAR:
        return _("%(x)s and %(y)s do not go together clearly.")
    if correlation > 0:
        return _("The higher %(x)s, the higher as a rule %(y)s.")
    return _("The higher %(x)s, the lower as a rule %(y)s.")
