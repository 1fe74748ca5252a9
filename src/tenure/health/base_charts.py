"""The charts of the Health page. Every bar and every stream leads to the accounts behind it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tenure.health.base_words import COLORS, Addresses, bar_word, place_word
from tenure.health.queries.base import BIN, BINS, PLACES, Base, Choice
from tenure.health.queries.base_moves import BaseMoves
from tenure.health.words import measure_label
from tenure.ui.charts import Chart, Link, Node, sankey
from tenure.ui.numbers import format_day, format_number

SHOWN_PARTS = 8
TELLING = 0.005
BANDS = ("red", "amber", "green")


def distribution(base: Base, addresses: Addresses) -> Chart:
    """Return how many customers have which score now, by band, and as a line how it was on the earlier day."""
    now = base.now.histogram()
    series: list[dict[str, Any]] = [
        {
            "name": place_word(band),
            "type": "bar",
            "stack": "now",
            "barCategoryGap": "12%",
            "itemStyle": {"color": COLORS[band]},
            "data": [
                {"value": count, "url": addresses.accounts(Choice(now=band, bar=bar))} if count else 0
                for bar, count in enumerate(now[band])
            ],
        }
        for band in BANDS
    ]
    columns = [pgettext("column", "Score"), *(place_word(band) for band in BANDS)]
    rows = [[bar_word(bar), *(format_number(now[band][bar]) for band in BANDS)] for bar in range(BINS)]
    if base.before is not None:
        name = format_day(base.before.day)
        earlier = [sum(counts) for counts in zip(*base.before.histogram().values(), strict=True)]
        series.append(_earlier(name, earlier))
        columns.append(name)
        rows = [[*row, format_number(count)] for row, count in zip(rows, earlier, strict=True)]
    option = {
        "xAxis": {"type": "category", "data": [str(bar * BIN // 100) for bar in range(BINS)]},
        "yAxis": {"type": "value", "minInterval": 1},
        "legend": {"show": True},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "series": series,
    }
    return Chart(option, "number", columns, rows)


def _earlier(name: str, counts: list[int]) -> dict[str, Any]:
    return {
        "name": name,
        "type": "line",
        "step": "middle",
        "showSymbol": False,
        "data": counts,
        "itemStyle": {"color": "@ink-2"},
        "lineStyle": {"color": "@ink-2", "width": 1.5, "type": "dashed"},
    }


def flow(base: Base, addresses: Addresses) -> Chart | None:
    """Return who went from which band to which between the days; None without an earlier day."""
    before = base.before
    if before is None or not base.flow.sum():
        return None
    left = [
        Node(f"was {place}", place_word(place, is_before=True), COLORS[place], addresses.accounts(_came(place)))
        for place in PLACES
    ]
    right = [
        Node(f"now {place}", place_word(place), COLORS[place], addresses.accounts(Choice(now=place)))
        for place in PLACES[:-1]
    ]
    right.append(Node("now out", place_word("out"), COLORS["out"], addresses.accounts(Choice(now="out"))))
    links = [
        Link(
            f"was {was}",
            f"now {now}",
            int(base.flow[row, column]),
            says=_stream(was, now, int(base.flow[row, column])),
            url=addresses.accounts(Choice(now=now, was=was)),
        )
        for row, was in enumerate(PLACES)
        for column, now in enumerate(PLACES)
        if base.flow[row, column]
    ]
    columns = (format_day(before.day), format_day(base.now.day), _("Customers"))
    return sankey(left, right, links, columns=columns)


def _came(place: str) -> Choice:
    return Choice(was=place)


def _stream(was: str, now: str, count: int) -> str:
    values = {"was": place_word(was, is_before=True), "now": place_word(now), "count": format_number(count)}
    return _("%(was)s → %(now)s: %(count)s") % values


def parts(moves: BaseMoves) -> Chart:
    """Return what each measure did to the mean score, small ones together: bars that add up to its change."""
    ordered = sorted(moves.measures.items(), key=lambda part: -abs(part[1]))
    shown = [(measure_label(name), points) for name, points in ordered[:SHOWN_PARTS] if abs(points) >= TELLING]
    rest = sum(points for _name, points in ordered[len(shown) :])
    others = ((_("All other measures"), rest), (_("More or less is known"), moves.rest), (_("Caps"), moves.caps))
    shown += [(name, points) for name, points in others if abs(points) >= TELLING]
    option = {
        "grid": {"left": 4, "right": 52, "top": 4, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "value"},
        "yAxis": {
            "type": "category",
            "data": [name for name, _points in shown],
            "inverse": True,
            "axisLabel": {"interval": 0, "width": 150, "overflow": "truncate"},
            "axisLine": {"show": False},
        },
        "legend": {"show": False},
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "name": _("Points"),
                "type": "bar",
                "barMaxWidth": 16,
                "label": {"show": True},
                "data": [_part(*part) for part in shown],
            }
        ],
    }
    table = [[name, _written(points)] for name, points in shown]
    table.append([_("Change of the average"), _written(moves.after - moves.before)])
    return Chart(option, "number", [_("Measure"), _("Points")], table)


def _part(name: str, points: float) -> dict[str, Any]:
    return {
        "value": round(points, 4),
        "itemStyle": {"color": "@waterfall-up" if points >= 0 else "@waterfall-down"},
        "label": {"formatter": _written(points), "position": "right"},
        "tooltip": {"formatter": f"{name}\n{_written(points)}"},
    }


def _written(points: float) -> str:
    return format_number(points, decimals=2, sign=True)
