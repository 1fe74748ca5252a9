"""What an activity row says to a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure.accounts.kinds import get_kind
from tenure.playbooks.alerts.shown import rule_label
from tenure.playbooks.shown import kind_label, outcome_label
from tenure.ui.numbers import format_day


@dataclass(frozen=True, slots=True)
class Said:
    """One activity in words."""

    icon: str
    title: str


# What the record itself already says on the timeline is not said twice.
SAID_BY_RECORD = frozenset(
    {
        "touchpoint.created",
        "note.created",
        "ticket.created",
        "contractline.created",
        "loss.created",
        "solvedproblem.created",
    }
)
RECORD_WORDS = {
    "created": gettext_lazy("%(kind)s added: %(label)s"),
    "changed": gettext_lazy("%(kind)s changed: %(label)s"),
    "deleted": gettext_lazy("%(kind)s deleted: %(label)s"),
    "restored": gettext_lazy("%(kind)s restored: %(label)s"),
}


def activity_text(verb: str, data: Mapping[str, Any]) -> Said | None:
    """Return an activity in words; None for what does not belong on an account's timeline."""
    if verb in SAID_BY_RECORD:
        return None
    if verb.startswith("cta."):
        return _cta(verb, data)
    if verb.startswith("alert."):
        return _alert(verb, data)
    if verb in {"account.owners_changed", "account.team_changed"}:
        return _owners(data)
    what = verb.rpartition(".")[2]
    if what in RECORD_WORDS and data.get("kind"):
        try:
            kind = get_kind(str(data["kind"]))
        except (KeyError, LookupError):
            return None
        return Said(icon="pencil", title=RECORD_WORDS[what] % {"kind": kind.label, "label": data.get("label", "")})
    return None


def _cta(verb: str, data: Mapping[str, Any]) -> Said | None:
    if verb == "cta.opened":
        return _opened(data)
    if verb == "cta.completed":
        return Said(
            icon="checks", title=_("Done: %(outcome)s") % {"outcome": outcome_label(str(data.get("outcome")))}
        )
    if verb == "cta.snoozed":
        return Said(icon="clock-pause", title=_("Rests until %(day)s") % {"day": _day(data, "until")})
    if verb == "cta.woken":
        return Said(icon="bell", title=_("Woken from its rest"))
    if verb == "cta.reopened":
        return Said(icon="arrow-back-up", title=_("Opened again"))
    if verb == "cta.due_changed":
        days = {"before": _day(data, "before"), "day": _day(data, "due_on")}
        return Said(icon="calendar-event", title=_("Due on %(day)s instead of %(before)s") % days)
    if verb == "cta.assigned":
        owner = data.get("owner") or _("the team's queue")
        return Said(icon="user-check", title=_("Given to %(owner)s") % {"owner": owner})
    return None


def _opened(data: Mapping[str, Any]) -> Said:
    values = {"kind": kind_label(str(data.get("kind", ""))), "title": data.get("title"), "day": _day(data, "due_on")}
    if values["title"]:
        return Said(icon="flag", title=_("Call to action (%(kind)s): %(title)s, due on %(day)s") % values)
    return Said(icon="flag", title=_("Call to action opened (%(kind)s), due on %(day)s") % values)


def _alert(verb: str, data: Mapping[str, Any]) -> Said | None:
    values = {"rule": rule_label(str(data.get("rule", ""))), "day": _day(data, "until")}
    if verb == "alert.opened":
        return Said(icon="alert-triangle", title=_("Alert: %(rule)s") % values)
    if verb == "alert.ended":
        return Said(icon="circle-check", title=_("Alert over: %(rule)s") % values)
    if verb == "alert.snoozed":
        return Said(icon="clock-pause", title=_("Alert “%(rule)s” rests until %(day)s") % values)
    if verb == "alert.woken":
        return Said(icon="bell", title=_("Alert “%(rule)s” woken from its rest") % values)
    return None


def _day(data: Mapping[str, Any], name: str) -> str:
    return format_day(parse_date(str(data.get(name, ""))))


def _owners(data: Mapping[str, Any]) -> Said:
    parts = [f"{before or '–'} → {after or '–'}" for before, after in dict(data.get("changed", {})).values()]
    return Said(icon="user-check", title=_("Responsible people changed: %(changes)s") % {"changes": "; ".join(parts)})
