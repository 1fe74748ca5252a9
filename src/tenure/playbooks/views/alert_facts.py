"""How facts of alerts read in the activity log."""

from datetime import date

from django.utils.translation import gettext as _

from tenure.foundation.models import Activity
from tenure.foundation.telling import tells
from tenure.playbooks.alerts.shown import rule_label
from tenure.ui.numbers import format_day


def _rule(activity: Activity) -> dict[str, str]:
    name = str(activity.data.get("rule") or activity.data.get("name") or "")
    until = str(activity.data.get("until", ""))
    return {"rule": rule_label(name), "day": format_day(date.fromisoformat(until)) if until else ""}


def _changed(activity: Activity) -> str:
    is_on, was_on = activity.data.get("is_on"), activity.data.get("was_on")
    if is_on == was_on:
        return _("Alert rule %(rule)s: parameters set") % _rule(activity)
    text = _("Alert rule %(rule)s switched on") if is_on else _("Alert rule %(rule)s switched off")
    return text % _rule(activity)


tells(
    {
        "alert.opened": lambda activity: _("Alert: %(rule)s") % _rule(activity),
        "alert.ended": lambda activity: _("Alert over: %(rule)s") % _rule(activity),
        "alert.snoozed": lambda activity: _("Alert %(rule)s rests until %(day)s") % _rule(activity),
        "alert.woken": lambda activity: _("Alert %(rule)s woken from its rest") % _rule(activity),
        "alert_rule.changed": _changed,
    }
)
