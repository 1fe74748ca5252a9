"""How rules, their parameters and their numbers are written: for a person in their language, and as data to keep."""

import math
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, pgettext

from tenure.health.words import UNITS
from tenure.ui.numbers import NOTHING, format_days, format_money, format_number, format_percent
from tenure_engine.alerts import Parameter, Rule, Value
from tenure_engine.measures import Unit
from tenure_engine.words import N_

Data = dict[str, Any]
NO_LONGER = N_("since {day} no longer: {rule}")
KEPT_DECIMALS = 4


def number_or_none(value: float) -> float | None:
    """Return a number as it is kept: rounded to four decimals, None where it is not known."""
    return None if math.isnan(value) else round(float(value), KEPT_DECIMALS)


def form_of(unit: Unit, currency: str = "") -> str:
    """Return the form in which a clause writes a number of a unit."""
    if unit is Unit.SHARE:
        return "percent"
    return f"money:{currency}" if unit is Unit.MONEY and currency else "number"


def clause_of(rule: Rule, evidence: Mapping[str, Any], parameters: Mapping[str, Value], currency: str = "") -> Data:
    """Return the reason of an alert as data: the whole clause and the numbers in it (see health/clauses.py).

    A number that the alert was kept without, because its rule shows it only since a later release, is not known.
    """
    values: dict[str, Any] = {}
    forms: dict[str, str] = {}
    for name in holes(rule.clause):
        values[name] = evidence[name] if name in evidence else parameters.get(name)
        forms[name] = form_of(unit_of(rule, name), currency)
    return {"text": rule.clause, "values": values, "as": forms}


def ended_clause(rule: Rule, day: str) -> Data:
    """Return the clause that says that an alert is over since a day (ISO)."""
    return {"text": NO_LONGER, "values": {"rule": rule.label, "day": day}, "as": {"day": "day"}}


def holes(text: str) -> list[str]:
    """Return the names in braces in a text, in their order."""
    return [part.split("}")[0] for part in text.split("{")[1:]]


def unit_of(rule: Rule, name: str) -> Unit:
    """Return the unit of a piece of evidence or of a parameter."""
    for each in rule.evidence:
        if each.name == name:
            return each.unit
    return rule.parameter(name).unit


def write_number(value: float | None, unit: Unit, currency: str = "") -> str:
    """Return a number in its unit, without the unit's word."""
    if value is None:
        return NOTHING
    if unit is Unit.SHARE:
        return format_percent(value).replace(".0%", "%")
    if unit is Unit.YES_NO:
        return pgettext("known or not", "yes") if value else pgettext("known or not", "no")
    if unit is Unit.MONEY:
        return format_money(value, currency) if currency else format_number(value, decimals=2)
    if unit is Unit.DAYS:
        return format_days(value)
    return format_number(value)


def unit_word(unit: Unit) -> str:
    """Return the unit's word, empty where the number says it itself."""
    says_itself = (Unit.SHARE, Unit.YES_NO, Unit.MONEY, Unit.NUMBER, Unit.DAYS)
    return "" if unit in says_itself else str(UNITS[unit])


def write_parameter(parameter: Parameter, value: Value) -> str:
    """Return a parameter's value with its unit."""
    labels = {str(each): label for each, label in parameter.choices}
    if labels.get(str(value)):
        return gettext(labels[str(value)])
    if isinstance(value, bool):
        return pgettext("known or not", "yes") if value else pgettext("known or not", "no")
    if isinstance(value, str):
        return value
    return f"{write_number(float(value), parameter.unit)} {unit_word(parameter.unit)}".strip()


def write_condition(rule: Rule, parameters: Mapping[str, Value]) -> str:
    """Return the exact rule as a sentence with the numbers that are set."""
    written = {name: _plain(rule.parameter(name), parameters[name]) for name in holes(rule.condition)}
    return gettext(rule.condition).format(**written)


def _plain(parameter: Parameter, value: Value) -> str:
    """Return a value as it stands inside a sentence that has the unit's word itself."""
    if parameter.unit is Unit.SHARE:
        return write_number(float(value), parameter.unit)
    return value if isinstance(value, str) else format_number(value)
