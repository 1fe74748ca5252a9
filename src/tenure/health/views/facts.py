"""How the facts of health read in the activity log."""

from datetime import date

from django.utils.translation import gettext, ngettext

from tenure.foundation.models import Activity
from tenure.foundation.telling import tells
from tenure.ui.numbers import format_day, format_number


def _computed(activity: Activity) -> str:
    days, accounts = int(activity.data.get("days", 0)), int(activity.data.get("accounts", 0))
    values = {
        "count": format_number(days),
        "accounts": format_number(accounts),
        "day": format_day(date.fromisoformat(activity.data["day"])) if activity.data.get("day") else "",
    }
    text = ngettext(
        "Health computed up to %(day)s: %(count)s day of %(accounts)s customers",
        "Health computed up to %(day)s: %(count)s days of %(accounts)s customers",
        days,
    )
    return text % values


def _changed(activity: Activity) -> str:
    values = {"name": activity.data.get("name", ""), "version": activity.data.get("version", "")}
    if "is_active" not in activity.data:
        return gettext("Scorecard %(name)s: version %(version)s saved") % values
    if activity.data["is_active"]:
        return gettext("Scorecard %(name)s taken into use") % values
    return gettext("Scorecard %(name)s taken out of use") % values


tells({"health.computed": _computed, "scorecard.changed": _changed})
