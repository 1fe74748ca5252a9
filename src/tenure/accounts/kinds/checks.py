"""Checks that several kinds share."""

from tenure.accounts.kinds.base import Problem, Values
from tenure_engine.words import N_


def in_range(values: Values, name: str, low: int, high: int) -> list[Problem]:
    """A number outside of its scale is a problem; an empty one is not."""
    value = values.get(name)
    if value is None or low <= value <= high:
        return []
    text = N_("%(value)s is not between %(low)s and %(high)s")
    return [Problem(name, text, {"value": value, "low": low, "high": high})]


def not_before(values: Values, later: str, earlier: str) -> list[Problem]:
    """An end before its start is a problem."""
    end, start = values.get(later), values.get(earlier)
    if end is None or start is None or end >= start:
        return []
    text = N_("%(later)s %(end)s is before %(earlier)s %(start)s")
    return [Problem(later, text, {"later": later, "end": end, "earlier": earlier, "start": start})]
