"""The stakeholder map: people by influence (up) and warmth (right), told apart by shape and word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tenure.accounts.choices import ContactRole
from tenure.accounts.queries.stakeholders import Stakeholder, Stakeholders
from tenure.ui.charts import Chart
from tenure.ui.numbers import format_day, format_number

LOW, MIDDLE, HIGH = 0.2, 2.8, 5.4
STEP, LINES = 0.32, 3  # people of one influence stand on three lines in turn, so that their names do not meet
NOBODY = "–"


@dataclass(frozen=True, slots=True)
class Look:
    """How people of a sort are drawn."""

    symbol: str
    color: str
    size: int = 12


LOOKS = {
    ContactRole.DECISION_MAKER.value: Look("diamond", "@accent", 17),
    ContactRole.CHAMPION.value: Look("triangle", "@series-2", 15),
    ContactRole.DETRACTOR.value: Look("rect", "@series-4"),
}
OTHERS, LEFT = Look("circle", "@series-5"), Look("emptyCircle", "@ink-3")


def stakeholder_map(found: Stakeholders) -> Chart | None:
    """Return the map with its table; None where nobody can be placed."""
    placed = [one for one in found.people if one.contact.influence is not None and _x(one) is not None]
    placed.sort(key=lambda one: (_x(one) or 0, one.contact.name))
    if not placed:
        return None
    groups: dict[str, list[Any]] = {}
    looks: dict[str, Look] = {}
    taken: dict[int, int] = {}
    for one in placed:
        name, look = _group(one)
        looks[name] = look
        groups.setdefault(name, []).append(_point(one, taken))
    series = [_series(name, looks[name], points) for name, points in groups.items()]
    series[0]["markArea"] = _quarters()
    option = {
        "xAxis": _axis(_("Warmth, 1 cold to 5 close"), gap=6),
        "yAxis": _axis(_("Influence, 1 to 5"), gap=8),
        "grid": {"left": 26, "right": 12, "top": 30, "bottom": 24},
        "legend": {"show": True, "data": [{"name": name, "icon": look.symbol} for name, look in looks.items()]},
        "tooltip": {"trigger": "item"},
        "series": series,
    }
    columns = [_("Name"), _("Role"), _("Influence"), _("Warmth"), _("Known by"), _("Left on")]
    return Chart(option, "number", columns, [_row(one) for one in found.people])


def level_source(one: Stakeholder) -> str:
    """Say how the warmth of a person is known."""
    if one.is_entered:
        return _("entered by hand")
    return _("from %(count)s touchpoints") % {"count": len(one.touches)} if one.touches else _("no touchpoints")


def _row(one: Stakeholder) -> Sequence[str]:
    contact = one.contact
    return [
        contact.name,
        str(contact.get_role_display()) or NOBODY,
        format_number(contact.influence) if contact.influence else NOBODY,
        format_number(one.level, decimals=1) if one.level is not None else NOBODY,
        level_source(one) if one.level is not None else NOBODY,
        format_day(contact.left_on) if contact.left_on else NOBODY,
    ]


def _x(one: Stakeholder) -> float | None:
    """Who left stays where the warmth was entered, if it ever was."""
    return one.level if one.level is not None else one.contact.warmth


def _group(one: Stakeholder) -> tuple[str, Look]:
    if one.has_left:
        return _("Left"), LEFT
    if one.contact.role in LOOKS:
        return str(one.contact.get_role_display()), LOOKS[one.contact.role]
    return _("Others"), OTHERS


def _point(one: Stakeholder, taken: dict[int, int]) -> dict[str, Any]:
    contact, x = one.contact, _x(one) or 1.0
    influence = contact.influence or 1
    shift = taken.get(influence, 0)
    taken[influence] = (shift + 1) % LINES
    words = [contact.name, str(contact.get_role_display()) if contact.role else "", contact.title]
    words.append(
        _("influence %(influence)s, warmth %(warmth)s")
        % {
            "influence": contact.influence,
            "warmth": format_number(x, decimals=1),
        }
    )
    return {
        "name": contact.name,
        "value": [round(x, 2), round(influence - STEP * shift, 2)],
        "url": reverse("record", args=["contacts", contact.pk]),
        "label": {"position": "left" if x > MIDDLE + 0.5 else "right"},
        "tooltip": {"formatter": "\n".join(word for word in words if word)},
    }


def _series(name: str, look: Look, points: list[Any]) -> dict[str, Any]:
    return {
        "name": name,
        "type": "scatter",
        "symbol": look.symbol,
        "symbolSize": look.size,
        "itemStyle": {"color": look.color},
        "label": {"show": True, "formatter": "{b}", "fontSize": 12},
        "labelLayout": {"moveOverlap": "shiftY"},
        "data": points,
    }


def _axis(name: str, *, gap: int) -> dict[str, Any]:
    return {
        "type": "value",
        "min": LOW,
        "max": HIGH,
        "name": name,
        "nameLocation": "middle",
        "nameGap": gap,
        "axisLabel": {"show": False},
        "axisLine": {"show": True, "lineStyle": {"color": "@line"}},
        "splitLine": {"show": False},
    }


def _quarters() -> dict[str, Any]:
    """Name the quarters of the map by what to do about the people in them."""
    corners = [
        (_("Win over"), (LOW, MIDDLE), (MIDDLE, HIGH), "@sunken"),
        (_("Keep close"), (MIDDLE, MIDDLE), (HIGH, HIGH), "@accent-soft"),
        (_("Keep informed"), (LOW, LOW), (MIDDLE, MIDDLE), "transparent"),
        (_("Let them speak for us"), (MIDDLE, LOW), (HIGH, MIDDLE), "@sunken"),
    ]
    return {
        "silent": True,
        "label": {"color": "@ink-3", "fontSize": 11, "position": "insideTopLeft"},
        "data": [
            [{"name": name, "coord": list(low), "itemStyle": {"color": color}}, {"coord": list(high)}]
            for name, low, high, color in corners
        ],
    }
