"""What the Retention page shows, section by section: written figures, each with the address of its derivation."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tenure.revenue.charts import BRIDGE_STEPS, LOSSES, movement_name, yearly
from tenure.revenue.queries import Criteria, Figures
from tenure.ui.numbers import format_day, format_money, format_number, format_percent, join_words
from tenure_engine.money import from_micros
from tenure_engine.period import from_day
from tenure_engine.revenue import Cohort, MonthMovements, Rate

HEAT_LEVELS = 10


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses of derivations, all carrying the question."""

    criteria: Criteria

    def figure(self, name: str) -> str:
        """Return the derivation of a figure of retention or of the bridge."""
        return self._with(reverse("retention-figure", args=[name]))

    def movement(self, end: date, name: str) -> str:
        """Return the derivation of a movement of a month."""
        return self._with(reverse("retention-movement", args=[end.year, end.month, name]))

    def rate(self, name: str) -> str:
        """Return the derivation of a rate."""
        return self._with(reverse("retention-rate", args=[name]))

    def cohort(self, end: date, age: int) -> str:
        """Return the derivation of a cell of the heat map."""
        return self._with(reverse("retention-cohort", args=[end.year, end.month, age]))

    def account(self, pk: int) -> str:
        """Return the MRR of one account."""
        return self._with(reverse("retention-account", args=[pk]))

    def page(self) -> str:
        """Return the Retention page."""
        return self._with(reverse("retention"))

    def _with(self, path: str) -> str:
        return f"{path}?{urlencode(self.criteria.parameters())}"


def period_of(criteria: Criteria) -> str:
    """Return the window in words."""
    dates = {"from": format_day(criteria.from_on), "to": format_day(criteria.to_on)}
    return pgettext("period", "%(from)s – %(to)s") % dates


def chips_of(criteria: Criteria, definition: dict[str, Any]) -> list[str]:
    """Return the definition in a few words each."""
    methods = {
        "path": _("Every change followed"),
        "point_to_point": _("Two dates compared"),
        "month_ends": _("Month ends compared"),
        "first_month": _("By first paid month"),
    }
    chips = [
        period_of(criteria),
        methods[definition["method"]],
        _("Latest line counts") if criteria.overlap == "latest" else _("Overlapping lines add up"),
        _("End date inclusive") if criteria.end == "inclusive" else _("End date exclusive"),
        ngettext("Grace %(count)s day", "Grace %(count)s days", criteria.grace_days) % {"count": criteria.grace_days},
        definition["currency"],
    ]
    if definition["accounts"] != "all":
        chips.append(_("Only accounts you may see"))
    if criteria.segment:
        chips.append(_("Segment %(name)s") % {"name": criteria.segment})
    if criteria.known_on:
        chips.append(_("As known on %(day)s") % {"day": format_day(criteria.known_on)})
    return chips


def facts_of(figures: Figures, definition: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the counts and sources that belong to a definition."""
    facts = [
        (_("Recurring lines read"), format_number(definition["lines"])),
        (_("Lines ignored: they end before or when they start"), format_number(definition["ignored_lines"])),
        (_("Lines without a monthly value"), format_number(definition["free_lines"])),
    ]
    table = figures.book.rates
    if table is not None:
        rates = [f"{code} {rate.normalize():f}" for code, rate in sorted(table.rates.items())]
        words = {"day": format_day(table.dated_on), "rates": join_words(rates)}
        facts.append((_("Exchange rates"), _("Table of %(day)s: %(rates)s") % words))
    share = definition["assumed_known_share"]
    if figures.criteria.known_on is not None:
        facts.append((_("Lines whose known time is assumed, not recorded"), format_percent(share)))
    return facts


def heads_of(figures: Figures, addresses: Addresses) -> list[dict[str, Any]]:
    """Return the three figures of the page's head."""
    result, currency = figures.retention, figures.book.currency
    customers = {"kept": format_number(result.customers_ending), "of": format_number(result.customers_beginning)}
    kept = from_micros(result.beginning + result.expansion - result.contraction - result.churn)
    gross = from_micros(result.beginning - result.contraction - result.churn)
    beginning = format_money(from_micros(result.beginning), currency)
    of = pgettext("ratio", "%(part)s of %(whole)s MRR")
    return [
        {
            "label": _("Net revenue retention (NRR)"),
            "value": format_percent(result.nrr),
            "period": of % {"part": format_money(kept, currency), "whole": beginning},
            "href": addresses.figure("nrr"),
        },
        {
            "label": _("Gross revenue retention (GRR)"),
            "value": format_percent(result.grr),
            "period": of % {"part": format_money(gross, currency), "whole": beginning},
            "href": addresses.figure("grr"),
        },
        {
            "label": _("Logo retention"),
            "value": format_percent(result.logo_retention),
            "period": _("%(kept)s of %(of)s customers") % customers,
            "href": addresses.figure("logo_retention"),
        },
    ]


def bridge_rows(figures: Figures, addresses: Addresses) -> list[dict[str, Any]]:
    """Return the bridge as a table: MRR, ARR and where they come from."""
    bridge = figures.bridge
    rows = [_bridge_row(pgettext("bridge", "Beginning"), bridge.opening, 1, addresses.figure("beginning"), True)]
    for name in BRIDGE_STEPS:
        sign = -1 if name in LOSSES else 1
        rows.append(_bridge_row(movement_name(name), getattr(bridge, name), sign, addresses.figure(name), False))
    rows.append(_bridge_row(pgettext("bridge", "Ending"), bridge.closing, 1, addresses.figure("closing"), True))
    return rows


def _bridge_row(name: str, micros: int, sign: int, url: str, is_total: bool) -> dict[str, Any]:
    return {
        "name": name,
        "mrr": from_micros(sign * micros),
        "arr": yearly(sign * micros),
        "url": url,
        "is_total": is_total,
    }


def bridge_caption(figures: Figures) -> str:
    """Return the finding of the bridge in words."""
    bridge, currency = figures.bridge, figures.book.currency

    def write(micros: int) -> str:
        return format_money(yearly(micros), currency, compact=True)

    return _(
        "ARR went from %(opening)s to %(closing)s: %(came)s from customers who came or came back, "
        "%(more)s more and %(lost)s less from those who were there."
    ) % {
        "opening": write(bridge.opening),
        "closing": write(bridge.closing),
        "came": write(bridge.new + bridge.reactivation),
        "more": write(bridge.expansion),
        "lost": write(bridge.contraction + bridge.churn),
    }


def movement_rows(months: tuple[MonthMovements, ...], addresses: Addresses) -> list[dict[str, Any]]:
    """Return the months, the newest first, each amount with its count and address."""
    rows = []
    for month in reversed(months):
        end = from_day(month.month_end)
        cells = [
            {
                "amount": from_micros(getattr(month, name) * (-1 if name in LOSSES else 1)),
                "count": getattr(month, f"{name}_n"),
                "url": addresses.movement(end, name),
            }
            for name in BRIDGE_STEPS
        ]
        rows.append(
            {
                "end": end,
                "mrr": from_micros(month.mrr),
                "customers": month.customers,
                "url": addresses.movement(end, "mrr"),
                "cells": cells,
            }
        )
    return rows


def movement_caption(months: tuple[MonthMovements, ...], currency: str) -> str:
    """Return the finding of the movements in words."""
    came = sum(month.new + month.reactivation + month.expansion for month in months)
    went = sum(month.contraction + month.churn for month in months)
    words = {
        "count": len(months),
        "came": format_money(from_micros(came), currency, compact=True),
        "went": format_money(from_micros(went), currency, compact=True),
    }
    return (
        ngettext(
            "In %(count)s month %(came)s of MRR came and %(went)s went.",
            "In %(count)s months %(came)s of MRR came and %(went)s went.",
            len(months),
        )
        % words
    )


def cohort_rows(cohorts: tuple[Cohort, ...], by_revenue: bool, addresses: Addresses) -> list[dict[str, Any]]:
    """Return the heat map: one row a month with its cells by age; months in which nobody started are left out."""
    rows = []
    for cohort in cohorts:
        if not cohort.customers:
            continue
        end = from_day(cohort.month_end)
        ages = range(len(cohort.customers_left))
        ratio = cohort.revenue_retention if by_revenue else cohort.logo_retention
        cells = [
            {
                "text": format_percent(ratio(age), decimals=0),
                "level": heat(ratio(age)),
                "url": addresses.cohort(end, age),
            }
            for age in ages
        ]
        rows.append({"end": end, "customers": cohort.customers, "mrr": from_micros(cohort.mrr), "cells": cells})
    return rows


def heat(ratio: float | None) -> int:
    """Return a shade from 0 to 10; what is above the beginning has the deepest."""
    return 0 if ratio is None else min(HEAT_LEVELS, max(0, int(ratio * HEAT_LEVELS)))


RATE_NAMES = (
    "renewal_rate_count",
    "renewal_rate_amount",
    "expansion_rate_count",
    "expansion_rate_amount",
    "referral_rate_count",
    "referral_rate_amount",
    "existing_revenue_share",
)


def rate_title(name: str) -> str:
    """Return the name of a rate; raises KeyError."""
    return {
        "renewal_rate_count": _("Renewal rate, customers"),
        "renewal_rate_amount": _("Renewal rate, amount"),
        "expansion_rate_count": _("Expansion rate, customers"),
        "expansion_rate_amount": _("Expansion rate, amount"),
        "referral_rate_count": _("Referral rate, customers"),
        "referral_rate_amount": _("Referral rate, amount"),
        "existing_revenue_share": _("Revenue share of existing customers"),
    }[name]


def rate_rows(figures: Figures, addresses: Addresses) -> list[dict[str, Any]]:
    """Return the six rates and the share of existing customers with both their parts."""
    result = figures.rates
    below = {"renewal": "", "expansion": addresses.figure("beginning"), "referral": addresses.figure("beginning")}
    rows = []
    for rate in (*result.rates, result.existing_revenue_share):
        url = addresses.rate(rate.name)
        rows.append(
            {
                "title": rate_title(rate.name),
                "rate": rate.value,
                "numerator": write_part(rate, rate.numerator, figures.book.currency),
                "denominator": write_part(rate, rate.denominator, figures.book.currency),
                "rule": _(rate.rule),
                "url": url,
                "below_url": below.get(rate.name.split("_")[0]) or url,
            }
        )
    return rows


def write_part(rate: Rate, value: int, currency: str) -> str:
    """Return a part of a rate as it is read: customers, or an amount of MRR."""
    if rate.unit == "money":
        return format_money(from_micros(value), currency)
    count = {"count": format_number(value)}
    return ngettext("%(count)s customer", "%(count)s customers", value) % count


def cs_rows(figures: Figures, addresses: Addresses) -> list[dict[str, Any]]:
    """Return renewed + expanded - churned, in money and in customers."""
    result = figures.rates.cs_result
    renewal = addresses.rate("renewal_rate_amount")
    parts = [
        (_("Renewed"), result.renewed, result.renewed_n, renewal),
        (_("Expanded"), result.expanded, result.expanded_n, addresses.figure("expansion")),
        (_("Churned"), -result.churned, -result.churned_n, addresses.figure("churn")),
    ]
    rows = [
        {"name": name, "amount": from_micros(micros), "count": count, "url": url, "is_total": False}
        for name, micros, count, url in parts
    ]
    total = {"amount": from_micros(result.result), "count": result.result_n}
    rows.append({"name": _("Customer success"), "url": "", "is_total": True, **total})
    return rows
