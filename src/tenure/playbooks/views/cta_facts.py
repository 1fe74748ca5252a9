"""How facts of calls to action read in the activity log."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tenure.foundation.models import Activity
from tenure.foundation.telling import tells
from tenure.playbooks.shown import kind_label, outcome_label
from tenure.ui.numbers import format_day


def _data(activity: Activity) -> dict[str, Any]:
    data = activity.data
    return {
        "kind": kind_label(str(data.get("kind", ""))),
        "outcome": outcome_label(str(data.get("outcome", ""))),
        "owner": data.get("owner") or _("the team's queue"),
        "title": data.get("title", ""),
        "due": _day(data.get("due_on")),
        "until": _day(data.get("until")),
    }


def _day(text: Any) -> str:
    return format_day(date.fromisoformat(str(text))) if text else ""


def _opened(activity: Activity) -> str:
    words = _data(activity)
    if words["title"]:
        return _("Call to action opened by hand (%(kind)s): %(title)s") % words
    return _("Call to action opened (%(kind)s), due on %(due)s") % words


tells(
    {
        "cta.opened": _opened,
        "cta.completed": lambda activity: _("Call to action done (%(kind)s): %(outcome)s") % _data(activity),
        "cta.snoozed": lambda activity: _("Call to action rests until %(until)s (%(kind)s)") % _data(activity),
        "cta.woken": lambda activity: _("Call to action woken from its rest (%(kind)s)") % _data(activity),
        "cta.reopened": lambda activity: _("Call to action opened again (%(kind)s)") % _data(activity),
        "cta.assigned": lambda activity: _("Call to action given to %(owner)s (%(kind)s)") % _data(activity),
        "cta.due_changed": lambda activity: _("Call to action now due on %(due)s (%(kind)s)") % _data(activity),
    }
)
