"""The charts of the Retention page. Every bar leads to its derivation."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tenure.revenue.queries.account import StepPart
from tenure.ui.charts import Chart, Series, Step, series_chart, waterfall
from tenure.ui.numbers import format_compact, format_day, format_money
from tenure_engine.money import from_micros
from tenure_engine.period import from_day
from tenure_engine.revenue import Bridge, MonthMovements

MONTHS_A_YEAR = 12
BRIDGE_STEPS = ("new", "reactivation", "expansion", "contraction", "churn")
LOSSES = frozenset({"contraction", "churn"})


def yearly(micros: int) -> Any:
    """Return ARR of an MRR in micros, as a decimal in major units."""
    return from_micros(micros * MONTHS_A_YEAR)


def movement_name(name: str) -> str:
    """Return the word of a movement."""
    return {
        "new": pgettext("movement", "New"),
        "reactivation": pgettext("movement", "Reactivation"),
        "expansion": pgettext("movement", "Expansion"),
        "contraction": pgettext("movement", "Contraction"),
        "churn": pgettext("movement", "Churn"),
    }[name]


def draw_bridge(bridge: Bridge, currency: str, url_of: Callable[[str], str]) -> Chart:
    """Return the way of ARR from the first date to the second."""
    steps = [Step(pgettext("bridge", "Beginning"), float(yearly(bridge.opening)), is_total=True)]
    for name in BRIDGE_STEPS:
        value = float(yearly(getattr(bridge, name)))
        steps.append(Step(movement_name(name), -value if name in LOSSES else value))
    steps.append(Step(pgettext("bridge", "Ending"), float(yearly(bridge.closing)), is_total=True))
    # Short labels fit a phone; the axis and the table beside it say the currency.
    steps = [Step(step.name, step.value, format_compact(step.value), step.is_total) for step in steps]
    chart = waterfall(steps, format=f"money:{currency}", columns=("", _("ARR")))
    urls = [url_of(name) for name in ("beginning", *BRIDGE_STEPS, "closing")]
    for series in chart.option["series"]:
        series["data"] = [_linked(item, url) for item, url in zip(series["data"], urls, strict=True)]
    return chart


def draw_movements(months: tuple[MonthMovements, ...], currency: str, url_of: Callable[[date, str], str]) -> Chart:
    """Return what came and went by month, gains above and losses below zero."""
    ends = [from_day(month.month_end) for month in months]
    colors = {"new": "@series-1", "reactivation": "@series-2", "expansion": "@series-3", "contraction": "@series-5"}
    series = []
    for name in BRIDGE_STEPS:
        sign = -1 if name in LOSSES else 1
        values = [sign * float(from_micros(getattr(month, name))) for month in months]
        series.append(Series(movement_name(name), values, colors.get(name, "@series-4"), stack="movements"))
    chart = series_chart(
        [f"{end:%Y-%m}" for end in ends], series, format=f"money:{currency}", first_column=_("Month")
    )
    for name, drawn in zip(BRIDGE_STEPS, chart.option["series"], strict=True):
        pairs = zip(drawn["data"], ends, strict=True)
        drawn["data"] = [{"value": value, "url": url_of(end, name)} for value, end in pairs]
    return chart


def draw_steps(steps: list[StepPart], until: date, currency: str) -> dict[str, Any]:
    """Return one account's MRR as steps over time."""
    points: list[list[Any]] = [[step.on.isoformat(), float(step.after)] for step in steps]
    if steps and steps[-1].on < until:
        points.append([until.isoformat(), float(steps[-1].after)])
    return {
        "format": f"money:{currency}",
        "xAxis": {"type": "time"},
        "yAxis": {"type": "value"},
        "tooltip": {"trigger": "axis"},
        "series": [
            {
                "name": _("MRR"),
                "type": "line",
                "step": "end",
                "showSymbol": False,
                "data": points,
                "itemStyle": {"color": "@accent"},
                "lineStyle": {"width": 1.75, "color": "@accent"},
                "areaStyle": {"color": "@accent", "opacity": 0.1},
            }
        ],
        "table": {
            "columns": [_("Day"), _("MRR")],
            "rows": [[format_day(step.on), format_money(step.after, currency)] for step in steps],
        },
    }


def _linked(item: Any, url: str) -> Any:
    return {**item, "url": url} if isinstance(item, dict) else item
