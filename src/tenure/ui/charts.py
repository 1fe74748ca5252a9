"""Chart specifications: plain data for the chart island, each with its table and, where useful, its labels.

Colours are names of design tokens ("@accent", "@series-2"); the island resolves them for the theme in use.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from tenure.ui.numbers import format_value

SERIES = ("@series-1", "@series-2", "@series-3", "@series-4", "@series-5")
Value = float | int | None


@dataclass(frozen=True, slots=True)
class Chart:
    """An ECharts option, how its values are written, and the same facts as a table."""

    option: dict[str, Any]
    format: str = "number"
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values over the categories."""

    name: str
    values: Sequence[Value]
    color: str = ""
    kind: Literal["bar", "line", "area"] = "bar"
    stack: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """An event that matters, drawn as a vertical line at a category."""

    category: str
    label: str


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of a waterfall: a change, or with `is_total` a level."""

    name: str
    value: float
    label: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """One box of a flow: its `name` is unique, `label` stands beside it with its sum; with `url` it is a link."""

    name: str
    label: str
    color: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """What went from one box to another; `says` is shown under the pointer."""

    source: str
    target: str
    value: float
    says: str = ""
    url: str = ""


@dataclass(slots=True)
class _Waterfall:
    base: list[Any] = field(default_factory=list)
    up: list[Any] = field(default_factory=list)
    down: list[Any] = field(default_factory=list)
    total: list[Any] = field(default_factory=list)


SANKEY: dict[str, Any] = {
    "type": "sankey",
    "left": 2,
    "right": 2,
    "top": 6,
    "bottom": 6,
    "nodeWidth": 10,
    "nodeGap": 14,
    "draggable": False,
    "layoutIterations": 0,
    "emphasis": {"focus": "adjacency"},
    "lineStyle": {"color": "source", "opacity": 0.28, "curveness": 0.5},
    "label": {"show": True},
}


def series_chart(
    categories: Sequence[str],
    series: Sequence[Series],
    *,
    format: str = "number",
    first_column: str = "",
    marks: Sequence[Mark] = (),
    horizontal: bool = False,
) -> Chart:
    """Return bars, lines and areas over categories; bars start at zero, one series carries its name at its end."""
    category_axis: dict[str, Any] = {"type": "category", "data": list(categories)}
    value_axis: dict[str, Any] = {"type": "value", "scale": all(row.kind == "line" for row in series)}
    drawn = [_drawn(row, number, marks if number == 0 else ()) for number, row in enumerate(series)]
    option: dict[str, Any] = {
        "xAxis": value_axis if horizontal else category_axis,
        "yAxis": {**category_axis, "inverse": True} if horizontal else value_axis,
        "series": drawn,
        "legend": {"show": len(series) > 1},
        "tooltip": {"trigger": "axis"},
    }
    rows = [
        [category, *(format_value(row.values[number], format) for row in series)]
        for number, category in enumerate(categories)
    ]
    return Chart(option, format, [first_column, *(row.name for row in series)], rows)


def waterfall(steps: Sequence[Step], *, format: str = "number", columns: Sequence[str] = ("", "")) -> Chart:
    """Return a bridge: levels stand on zero, changes hang between the level before and the level after."""
    parts, level = _Waterfall(), 0.0
    for step in steps:
        label = step.label or format_value(step.value, format)
        if step.is_total:
            _push(parts, total=_item(step.value, label, step.name))
            level = step.value
            continue
        after = level + step.value
        low, high = min(level, after), max(level, after)
        color = "@waterfall-up" if step.value >= 0 else "@waterfall-down"
        bar, base = _floating(low, high, color)
        item = _item(bar, label, step.name)
        if step.value >= 0:
            _push(parts, base=base, up=item)
        else:
            _push(parts, base=base, down=item)
        level = after
    option = {
        "xAxis": {"type": "category", "data": [step.name for step in steps], "axisLabel": {"interval": 0}},
        "yAxis": {"type": "value"},
        "legend": {"show": False},
        "tooltip": {"trigger": "item"},
        "series": [
            _bars("", parts.base, "transparent", silent=True),
            _bars("up", parts.up, "@waterfall-up"),
            _bars("down", parts.down, "@waterfall-down"),
            _bars("total", parts.total, "@waterfall-total"),
        ],
    }
    rows = [[step.name, step.label or format_value(step.value, format)] for step in steps]
    return Chart(option, format, list(columns), rows)


def sankey(
    left: Sequence[Node],
    right: Sequence[Node],
    links: Sequence[Link],
    *,
    columns: Sequence[str],
    format: str = "number",
) -> Chart:
    """Return what flowed from the boxes at the left to those at the right; the table has a row for each flow."""
    names = {node.name for node in (*left, *right)}
    drawn = [link for link in links if link.value and {link.source, link.target} <= names]
    sums: dict[str, float] = {}
    for link in drawn:
        for name in (link.source, link.target):
            sums[name] = sums.get(name, 0) + link.value
    sides = (("right", 0, left), ("left", 1, right))
    data = [
        _box(node, f"{node.label}  {format_value(sums[node.name], format)}", depth, label_at)
        for label_at, depth, nodes in sides
        for node in nodes
        if node.name in sums
    ]
    series = {**SANKEY, "data": data, "links": [_flow(link) for link in drawn]}
    option = {"tooltip": {"trigger": "item"}, "series": [series]}
    labels = {node.name: node.label for node in (*left, *right)}
    rows = [[labels[link.source], labels[link.target], format_value(link.value, format)] for link in drawn]
    return Chart(option, format, list(columns), rows)


def table_of(spec: Mapping[str, Any], format: str) -> tuple[list[str], list[list[str]]]:
    """Return the table of a plain ECharts option that has one category axis; empty where there is none."""
    axes = [spec.get("xAxis"), spec.get("yAxis")]
    categories = next((axis["data"] for axis in axes if isinstance(axis, Mapping) and axis.get("data")), None)
    rows_of = [row for row in spec.get("series", []) if isinstance(row.get("data"), Sequence)]
    if not categories or not rows_of:
        return [], []
    columns = ["", *(str(row.get("name", "")) for row in rows_of)]
    rows = []
    for number, category in enumerate(categories):
        cells = [format_value(_plain(row["data"], number), format) for row in rows_of]
        rows.append([str(category), *cells])
    return columns, rows


def _drawn(row: Series, number: int, marks: Sequence[Mark]) -> dict[str, Any]:
    color = row.color or SERIES[number % len(SERIES)]
    drawn: dict[str, Any] = {
        "name": row.name,
        "type": "bar" if row.kind == "bar" else "line",
        "data": list(row.values),
        "itemStyle": {"color": color},
    }
    if row.stack:
        drawn["stack"] = row.stack
    if row.kind != "bar":
        drawn |= {"showSymbol": False, "lineStyle": {"width": 1.75, "color": color}}
    if row.kind == "area":
        drawn["areaStyle"] = {"color": color, "opacity": 0.1}
    if marks:
        drawn["markLine"] = {
            "symbol": "none",
            "label": {"formatter": "{b}", "position": "insideEndTop"},
            "data": [{"name": mark.label, "xAxis": mark.category} for mark in marks],
        }
    return drawn


def _bars(name: str, data: list[Any], color: str, *, silent: bool = False) -> dict[str, Any]:
    return {
        "name": name,
        "type": "bar",
        "stack": "bridge",
        "silent": silent,
        "barMaxWidth": 56,
        "itemStyle": {"color": color},
        "label": {"show": not silent, "position": "top"},
        "data": data,
    }


def _item(value: float, label: str, name: str) -> dict[str, Any]:
    return {
        "value": value,
        "label": {"formatter": label, "position": "top" if value >= 0 else "bottom"},
        "tooltip": {"formatter": f"{name}\n{label}"},
    }


def _floating(low: float, high: float, color: str) -> tuple[float, Any]:
    """Return (height of the visible bar, base below it); a bar across zero shows its base as well."""
    if low >= 0:
        return high - low, low
    if high <= 0:
        return low - high, high
    return high, {"value": low, "itemStyle": {"color": color}}


def _push(parts: _Waterfall, **values: Any) -> None:
    for name in ("base", "up", "down", "total"):
        getattr(parts, name).append(values.get(name, "-"))


def _box(node: Node, says: str, depth: int, label_at: str) -> dict[str, Any]:
    return {
        "name": node.name,
        "depth": depth,
        "itemStyle": {"color": node.color, "borderWidth": 0},
        "label": {"formatter": says, "position": label_at},
        "tooltip": {"formatter": says},
        **({"url": node.url} if node.url else {}),
    }


def _flow(link: Link) -> dict[str, Any]:
    return {
        "source": link.source,
        "target": link.target,
        "value": link.value,
        **({"tooltip": {"formatter": link.says}} if link.says else {}),
        **({"url": link.url} if link.url else {}),
    }


def _plain(data: Sequence[Any], number: int) -> Any:
    value = data[number] if number < len(data) else None
    return value.get("value") if isinstance(value, Mapping) else value
