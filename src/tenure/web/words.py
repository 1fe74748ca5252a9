"""What an activity row says to a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure.accounts.kinds import get_kind
from tenure.playbooks.choices import Outcome
from tenure.ui.numbers import format_day


@dataclass(frozen=True, slots=True)
class Said:
    """One activity in words."""

    icon: str
    title: str


# What the record itself already says on the timeline is not said twice.
SAID_BY_RECORD = frozenset(
    {"touchpoint.created", "note.created", "ticket.created", "contractline.created", "loss.created"}
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
        return Said(icon="flag", title=_("On the list of things to do"))
    if verb == "cta.completed":
        outcome = dict(Outcome.choices).get(str(data.get("outcome")), "")
        return Said(icon="checks", title=_("Done: %(outcome)s") % {"outcome": outcome})
    if verb == "cta.snoozed":
        until = parse_date(str(data.get("until", "")))
        return Said(icon="clock-pause", title=_("Rests until %(day)s") % {"day": format_day(until)})
    if verb == "cta.woken":
        return Said(icon="bell", title=_("Woken from its rest"))
    if verb == "cta.reopened":
        return Said(icon="arrow-back-up", title=_("Opened again"))
    if verb == "cta.assigned":
        owner = data.get("owner") or _("the team's queue")
        return Said(icon="user-check", title=_("Given to %(owner)s") % {"owner": owner})
    return None


def _owners(data: Mapping[str, Any]) -> Said:
    parts = [f"{before or '–'} → {after or '–'}" for before, after in dict(data.get("changed", {})).values()]
    return Said(icon="user-check", title=_("Responsible people changed: %(changes)s") % {"changes": "; ".join(parts)})
