"""Today's list as a section of the daily digest: what a person sees on Today, no more."""

from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.foundation.models import User
from tenure.notices.sections import Line, Section, digest_section
from tenure.playbooks.shown import full_stop
from tenure.ui.numbers import format_day, format_money, format_number, format_span
from tenure.web.queries.today import RENEWAL_DAYS, TodayRow, default_whose, get_today

ROWS = 7
TOLD = ("now", "week")


@digest_section("today", order=10)
def today(user: User, day: date) -> Section | None:
    """Return what needs the person now and this week; None where nothing does."""
    listing = get_today(user=user, whose=default_whose(user), day=day, most=ROWS)
    groups = [group for group in listing.groups if group.name in TOLD]
    if not groups:
        return None
    now, count = sum(group.count for group in groups if group.name == "now"), sum(group.count for group in groups)
    rows = [row for group in groups for row in group.rows][:ROWS]
    summary = ngettext("%(count)s customer matter needs you", "%(count)s customer matters need you", count)
    figures = listing.figures
    return Section(
        title=_("Your list of %(day)s") % {"day": format_day(day)},
        summary=summary % {"count": count} + (_(", %(now)s of them now") % {"now": now} if now else ""),
        figures=[
            (_("money at risk, a year"), _amounts(figures.at_risk)),
            (_("renewals in %(days)s days") % {"days": RENEWAL_DAYS}, format_number(figures.renewals)),
            (_("done this week"), format_number(figures.done)),
        ],
        lines=[_line(row, day) for row in rows],
        count=count,
        path=f"{reverse('today')}?whose={listing.whose}",
    )


def _line(row: TodayRow, day: date) -> Line:
    cta, facts = row.cta, [_("due %(when)s") % {"when": format_span((row.cta.due_on - day).days)}]
    if cta.at_risk_amount is not None:
        amount = format_money(cta.at_risk_amount, cta.currency, decimals=0)
        facts.insert(0, _("%(amount)s a year at risk") % {"amount": amount})
    if row.facts.renewal_on is not None and row.facts.renewal_days is not None:
        facts.append(_("renewal %(when)s") % {"when": format_span(row.facts.renewal_days)})
    return Line(cta.account.name, full_stop(row.reason), facts, reverse("cta", args=[cta.pk]))


def _amounts(amounts: dict[str, Decimal]) -> str:
    if not amounts:
        return format_number(0)
    ordered = sorted(amounts, key=lambda code: -amounts[code])
    return " + ".join(format_money(amounts[code], code, decimals=0) for code in ordered)
