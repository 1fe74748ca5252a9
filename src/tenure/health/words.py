"""How measures, their values and the rows of an explanation are written for a person."""

from typing import Any

from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from tenure.health.queries.cards import texts_in
from tenure.ui.numbers import NOTHING, format_money, format_number, format_percent
from tenure_engine.health.cards import GROUP_LABELS, Scorecard
from tenure_engine.health.scoring import Because, Row, RowKind, State
from tenure_engine.health.values import Key, Use
from tenure_engine.measures import Change, Unit, get_measure

UNITS: dict[Unit, Any] = {
    Unit.USERS: _("users"),
    Unit.PEOPLE: _("people"),
    Unit.EVENTS: _("events"),
    Unit.LOG_INS: _("log-ins"),
    Unit.KINDS: _("features"),
    Unit.DAYS: _("days"),
    Unit.HOURS: _("hours"),
    Unit.MINUTES: _("minutes"),
    Unit.TICKETS: _("tickets"),
    Unit.TOUCHES: _("touches"),
    Unit.SHARE: _("share"),
    Unit.TIMES: _("times"),
    Unit.POINTS: _("points"),
    Unit.MONEY: _("money"),
    Unit.YES_NO: _("yes or no"),
    Unit.SEVERITY: _("severity"),
    Unit.NUMBER: _("number"),
}
STATES: dict[State, Any] = {
    State.KNOWN: _("known"),
    State.LEFT_OUT: _("not known: left out, the others carry its weight"),
    State.POOR: _("not known: counts as poor"),
    State.UNKNOWN: _("not known: without it there is no score"),
}
BECAUSE: dict[Because, Any] = {
    Because.NOTHING_KNOWN: _("None of the measures is known for this customer on this day."),
    Because.NEEDED_MEASURE: _("A measure that this scorecard cannot do without is not known."),
    Because.TOO_LITTLE_COVERAGE: _("Too few of the measures are known for a score."),
}


def measure_label(name: str) -> str:
    """Return a measure's name in the language of the request."""
    return gettext(get_measure(name).label)


def key_label(key: Key) -> str:
    """Return what a key stands for: the measure, its window, and what of it is meant."""
    values = {"measure": measure_label(key.name), "window": key.window, "event": key.of}
    if key.use is Use.TREND and key.of:
        return gettext("%(measure)s of %(event)s, change over %(window)s days") % values
    if key.use is Use.TREND:
        return gettext("%(measure)s, change over %(window)s days") % values
    if key.of:
        return gettext("%(measure)s of %(event)s, %(window)s days") % values
    if key.window:
        return gettext("%(measure)s, %(window)s days") % values
    return str(values["measure"])


def write_value(value: float | None, key: Key, currency: str = "") -> str:
    """Return a value as text: a trend as per cent or as a difference, else in the measure's unit."""
    if value is None:
        return NOTHING
    measure = get_measure(key.name)
    if key.use is Use.TREND:
        if measure.change is Change.RELATIVE:
            return format_percent(value, sign=True)
        return format_number(value * 100 if measure.unit is Unit.SHARE else value, sign=True)
    if measure.unit is Unit.SHARE:
        return format_percent(value)
    if measure.unit is Unit.YES_NO:
        return pgettext("known or not", "yes") if value else pgettext("known or not", "no")
    if measure.unit is Unit.MONEY:
        return format_money(value, currency) if currency else format_number(value, decimals=2)
    return format_number(round(value, 2))


def unit_of(key: Key) -> str:
    """Return the unit that stands beside a value, empty where the value says it itself."""
    measure = get_measure(key.name)
    if key.use is Use.TREND and measure.change is Change.RELATIVE:
        return ""
    if measure.unit is Unit.SHARE and key.use is Use.TREND:
        return gettext("percentage points")
    return "" if measure.unit in (Unit.SHARE, Unit.YES_NO, Unit.MONEY, Unit.NUMBER) else str(UNITS[measure.unit])


def group_label(card: Scorecard, name: str) -> str:
    """Return a group's name in the language of the request."""
    label = next((group.label for group in card.groups if group.name == name), {"": name})
    text = texts_in(label, get_language() or "en")
    return gettext(text) if text in GROUP_LABELS.values() else text


def row_label(card: Scorecard, row: Row) -> str:
    """Return what a row of an explanation stands for."""
    if row.kind is RowKind.REWEIGHING:
        return gettext("Weight of what is not known, carried by the rest")
    if row.kind is RowKind.ROUNDING:
        return gettext("Rounding")
    if row.key is None:
        return ""
    if row.kind is RowKind.CAP:
        text = texts_in(card.caps[row.number].label, get_language() or "en") if row.number < len(card.caps) else ""
        what = text or key_label(row.key)
        return gettext("Cap at %(limit)s: %(reason)s") % {"limit": write_points(row.limit), "reason": what}
    return key_label(row.key)


def write_points(hundredths: int | None, *, sign: bool = False, decimals: int | None = None) -> str:
    """Return points of a score from hundredths; without `decimals` as many as it has."""
    return NOTHING if hundredths is None else format_number(hundredths / 100, sign=sign, decimals=decimals)


def write_share(hundredths: int) -> str:
    """Return a share, given in hundredths of a per cent."""
    return format_percent(hundredths / 10_000, decimals=0 if hundredths % 100 == 0 else 1)
