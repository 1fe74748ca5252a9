"""The usage panel of the account page."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenure.accounts.models import Account
from tenure.events.hooks import marks_of
from tenure.events.queries import DailyUsage, find_last_day, get_daily_usage
from tenure.ui.charts import Mark, Series, series_chart
from tenure.ui.numbers import format_day, format_number, format_percent
from tenure.ui.registry import panel

SHOWN_DAYS = 90
COMPARED_DAYS = 30


@panel("account", name="usage", title=gettext_lazy("Usage"), order=20, column=1)
def usage(request: HttpRequest, account: Account) -> dict[str, Any]:
    """Events and active users a day over the last 90 days, with what matters marked."""
    today = timezone.localdate()
    found = get_daily_usage(account=account, first=today - timedelta(days=SHOWN_DAYS - 1), last=today)
    if not sum(found.events):
        last_on = find_last_day(account=account)
        return {"account": account, "usage": None, "last_on": format_day(last_on) if last_on else ""}
    categories = [format_day(day) for day in found.days]
    marks = [Mark(format_day(mark.on), mark.label) for mark in marks_of(account, found.first, found.last)]
    users = Series(_("Active users"), found.users, color="@accent", kind="area")
    events = Series(_("Events"), found.events, color="@series-2")
    return {
        "account": account,
        "usage": found,
        "users_chart": series_chart(categories, [users], marks=marks, first_column=_("Day")),
        "events_chart": series_chart(categories, [events], marks=marks, first_column=_("Day")),
        "users_caption": _users_caption(found),
        "events_caption": _events_caption(found),
    }


def _users_caption(found: DailyUsage) -> str:
    active = sum(1 for users in found.users[-COMPARED_DAYS:] if users)
    values = {"most": format_number(max(found.users)), "active": format_number(active)}
    text = ngettext(
        "At most %(most)s active user a day; use on %(active)s of the last 30 days",
        "At most %(most)s active users a day; use on %(active)s of the last 30 days",
        int(max(found.users)),
    )
    return text % values


def _events_caption(found: DailyUsage) -> str:
    now = sum(found.events[-COMPARED_DAYS:])
    before = sum(found.events[-2 * COMPARED_DAYS : -COMPARED_DAYS])
    values = {"now": format_number(now), "before": format_number(before)}
    if not before:
        return _("%(now)s events in the last 30 days, none in the 30 days before") % values
    values["change"] = format_percent(abs(now - before) / before, decimals=0)
    if now < before:
        return _("%(now)s events in the last 30 days, %(change)s fewer than in the 30 days before") % values
    if now > before:
        return _("%(now)s events in the last 30 days, %(change)s more than in the 30 days before") % values
    return _("%(now)s events in the last 30 days, as many as in the 30 days before") % values
