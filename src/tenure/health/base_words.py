"""How the customer base is told: the words of its bands, the addresses behind its figures, its verdict."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tenure.health.queries.base import BIN, Base, Choice
from tenure.health.queries.base_moves import BaseMoves
from tenure.health.words import measure_label
from tenure.ui.numbers import format_day, format_number, format_percent
from tenure.ui.templatetags.tenure_ui import band_word

COLORS = {"green": "@green", "amber": "@amber", "red": "@red", "none": "@neutral", "out": "@series-5"}
NO_SEGMENT = "-"
STEADY = 0.5
"""A mean that moves less than this many points stayed as it was."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses behind the figures of one question: the same days, the same knowledge."""

    day: date
    against: date | None
    is_then: bool

    @property
    def _days(self) -> dict[str, str]:
        days = {"as_of": self.day.isoformat()}
        if self.against:
            days["against"] = self.against.isoformat()
        return days | ({"known": "then"} if self.is_then else {})

    def page(self) -> str:
        """Return the Health page."""
        return f"{reverse('health')}?{urlencode(self._days)}"

    def accounts(self, choice: Choice) -> str:
        """Return the list of the accounts that a choice means."""
        return f"{reverse('health-accounts')}?{urlencode(self._days | asked_of(choice))}"

    def score(self, account_id: int) -> str:
        """Return the derivation of an account's score, on both days."""
        return f"{reverse('score', args=[account_id])}?{urlencode(self._days)}"


def asked_of(choice: Choice) -> dict[str, str]:
    """Return a choice as parameters of an address."""
    found = {}
    for each in fields(choice):
        value = getattr(choice, each.name)
        if each.name == "segment" and value is not None:
            found["segment"] = value or NO_SEGMENT
        elif each.name == "is_below":
            found |= {"below": "yes"} if value else {}
        elif value not in ("", None):
            found[each.name] = str(value)
    return found


def place_word(place: str, *, is_before: bool = False) -> str:
    """Return the word of a place; out of the base is new on the earlier day, and left on the later one."""
    if place == "out":
        return pgettext("health base", "New") if is_before else pgettext("health base", "Left")
    return str(band_word("" if place == "none" else place))


def segment_word(segment: str) -> str:
    """Return a segment's name."""
    return segment or _("No segment")


def bar_word(bar: int) -> str:
    """Return which scores a bar of the distribution holds."""
    low, high = bar * BIN // 100, (bar + 1) * BIN // 100
    return (
        pgettext("scores", "%(low)s to under %(high)s") % {"low": low, "high": high} if high < 100 else f"{low}–100"
    )


def verdict(base: Base, moves: BaseMoves | None) -> str:
    """Return in one sentence whether the base is getting better, and what moves it."""
    before = base.before
    if before is None or moves is None:
        average = base.now.average()
        if average is None:
            return _("No customer has a score on this day.")
        values = {"average": format_number(average, decimals=1), "day": format_day(base.now.day)}
        return _("The average score is %(average)s on %(day)s; there is no earlier day to compare with.") % values
    return " ".join([_direction(base, moves), _steps(base), _push(moves)]).strip()


def _direction(base: Base, moves: BaseMoves) -> str:
    change = moves.after - moves.before
    values = {
        "before": format_number(moves.before, decimals=1),
        "after": format_number(moves.after, decimals=1),
        "day": format_day(base.before.day) if base.before else "",
        "count": format_number(moves.count),
    }
    if abs(change) < STEADY:
        text = _(
            "The base is about as healthy as on %(day)s: "
            "the %(count)s customers of both days average %(after)s, before %(before)s."
        )
    elif change > 0:
        text = _(
            "The base is getting better: "
            "the %(count)s customers of both days average %(after)s, up from %(before)s on %(day)s."
        )
    else:
        text = _(
            "The base is getting worse: "
            "the %(count)s customers of both days average %(after)s, down from %(before)s on %(day)s."
        )
    return text % values


def _steps(base: Base) -> str:
    up, down = (int(base.stepped(way).sum()) for way in ("up", "down"))
    rose = ngettext("%(count)s rose a band", "%(count)s rose a band", up) % {"count": format_number(up)}
    fell = ngettext("%(count)s fell", "%(count)s fell", down) % {"count": format_number(down)}
    return _("%(rose)s, %(fell)s.") % {"rose": rose, "fell": fell}


def _push(moves: BaseMoves) -> str:
    """Return what moved the mean most: a measure, what is known, or caps."""
    parts = [(measure_label(name), points) for name, points in moves.measures.items()]
    parts += [(_("a change in what is known"), moves.rest), (_("caps"), moves.caps)]
    name, points = max(parts, key=lambda part: abs(part[1]))
    if abs(points) < STEADY / 5:
        return ""
    values = {"what": name, "points": format_number(points, decimals=1, sign=True)}
    return _("What moved it most: %(what)s (%(points)s points on average).") % values


def knowledge(base: Base, *, is_then: bool) -> dict[str, Any]:
    """Return what the figures rest on: with which knowledge each day was computed, and whether that still holds."""
    sides = [side for side in (base.now, base.before) if side is not None]
    return {
        "known_on": base.now.known_on,
        "is_stale": any(side.is_stale for side in sides) and not is_then,
    }


def share_word(count: int, total: int) -> str:
    """Return a part of a whole as per cent."""
    return format_percent(count / total, decimals=0) if total else ""
