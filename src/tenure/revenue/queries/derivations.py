"""Where a figure comes from: the accounts behind it and their contract lines, before, after and in between."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenure.revenue.queries.figures import Figures
from tenure.revenue.queries.parts import Bool, Derivation, Int64, Parts
from tenure_engine.period import to_day
from tenure_engine.revenue import Kind, counting_lines

# -- retention and the bridge ------------------------------------------------------------------------------------

MRR_FIRST, MRR_SECOND = _("MRR on the first date"), _("MRR on the second date")
RETENTION = {
    "beginning": (_("MRR of the beginning"), _("Customers with MRR at the end of the first date.")),
    "ending": (
        _("MRR of the same customers at the end"),
        _("What those customers pay at the end of the second date."),
    ),
    "expansion": (pgettext_lazy("movement", "Expansion"), _("Increases of customers of the beginning.")),
    "contraction": (
        pgettext_lazy("movement", "Contraction"),
        _("Decreases of customers of the beginning that stayed above zero."),
    ),
    "churn": (pgettext_lazy("movement", "Churn"), _("MRR of customers of the beginning that fell to zero.")),
    "nrr": (
        _("Net revenue retention (NRR)"),
        _("(beginning + expansion - contraction - churn) / beginning, on the customers of the beginning."),
    ),
    "grr": (
        _("Gross revenue retention (GRR)"),
        _("(beginning - contraction - churn) / beginning, capped at 1 per customer."),
    ),
    "logo_retention": (
        _("Logo retention"),
        _("Customers of the beginning that still have MRR / customers of the beginning."),
    ),
}
BRIDGE = {
    "new": (pgettext_lazy("movement", "New"), _("Customers without MRR on any day up to the first date.")),
    "reactivation": (
        pgettext_lazy("movement", "Reactivation"),
        _("MRR of customers who had paid before, had none, and pay again."),
    ),
    "closing": (_("MRR of all customers at the end"), _("All customers with MRR at the end of the second date.")),
}
SIGNS = {"contraction": -1, "churn": -1}


def derive_retention(figures: Figures, name: str) -> Derivation:
    """Return the derivation of a figure of retention or of the bridge. Raises KeyError for another name."""
    title, rule = {**RETENTION, **BRIDGE}[name]
    rows = figures.retention.rows
    if name in BRIDGE:
        account, part = _bridge_parts(figures, name)
    elif name in ("expansion", "contraction", "churn"):
        amounts = getattr(rows, name)
        account, part = rows.account[amounts > 0], amounts[amounts > 0] * SIGNS.get(name, 1)
    else:
        account, part = rows.account, _whole_part(figures, name)
    parts = _between(figures, account, part, *figures.criteria.window)
    part_title = _("Change") if name in ("nrr", "logo_retention") else _("Part of the figure")
    return Derivation(name, title, rule, MRR_FIRST, MRR_SECOND, part_title, parts, figures)


def _whole_part(figures: Figures, name: str) -> Int64:
    """What each customer of the beginning brings to a figure that all of them are part of."""
    rows = figures.retention.rows
    if name == "beginning":
        return rows.beginning
    if name == "ending":
        return rows.ending
    if name == "grr":
        return rows.beginning - rows.contraction - rows.churn
    return rows.ending - rows.beginning


def _bridge_parts(figures: Figures, name: str) -> tuple[Int64, Int64]:
    rows, came = figures.retention.rows, figures.bridge.arrivals
    if name == "new":
        return came.account[came.is_new], came.mrr[came.is_new]
    if name == "reactivation":
        back = rows.reactivation > 0
        account = np.concatenate([came.account[~came.is_new], rows.account[back]])
        return account, np.concatenate([came.mrr[~came.is_new], rows.reactivation[back]])
    after = figures.ledger.mrr_at(figures.criteria.window[1])
    return figures.ledger.accounts[after > 0], after[after > 0]


def _between(figures: Figures, account: Int64, part: Int64, from_: int, to: int) -> Parts:
    ledger = figures.ledger
    place = np.searchsorted(ledger.accounts, account)
    more = None
    if figures.criteria.path:
        more = ledger.counted & (ledger.lines.start <= to) & (ledger.stop > from_)
    return Parts(
        account=account,
        before=ledger.mrr_at(from_)[place],
        after=ledger.mrr_at(to)[place],
        part=part,
        lines_before=counting_lines(ledger, from_),
        lines_after=counting_lines(ledger, to),
        more_lines=more,
    )


# -- movements of a month ----------------------------------------------------------------------------------------

MOVEMENT_TITLES: dict[str, Any] = {
    "mrr": pgettext_lazy("movement", "MRR"),
    "new": pgettext_lazy("movement", "New"),
    "reactivation": pgettext_lazy("movement", "Reactivation"),
    "expansion": pgettext_lazy("movement", "Expansion"),
    "contraction": pgettext_lazy("movement", "Contraction"),
    "churn": pgettext_lazy("movement", "Churn"),
}
MOVEMENT_RULES: dict[str, Any] = {
    "mrr": _("All customers with MRR at the end of the month."),
    "new": _("No MRR on any day up to the end of the month before, MRR at the end of this one."),
    "reactivation": _("Had MRR earlier, none at the end of the month before, MRR at the end of this one."),
    "expansion": _("More MRR than at the end of the month before."),
    "contraction": _("Less MRR than at the end of the month before, but some."),
    "churn": _("MRR at the end of the month before, none at the end of this one."),
}


def derive_movement(figures: Figures, month: date, name: str) -> Derivation:
    """Return the derivation of a movement of the month that ends on `month`. Raises KeyError."""
    title, rule = MOVEMENT_TITLES[name], MOVEMENT_RULES[name]
    end, start = to_day(month), to_day(month.replace(day=1)) - 1
    ledger = figures.ledger
    before, after = ledger.mrr_at(start), ledger.mrr_at(end)
    if name == "mrr":
        chosen = after > 0
        part = after
    else:
        chosen, part = _moved(figures, before, after, start, name), after - before
    parts = _between(figures, ledger.accounts[chosen], part[chosen], start, end)
    titles = _("MRR at the end of the month before"), _("MRR at the end of the month")
    part_title = _("Part of the figure") if name == "mrr" else pgettext_lazy("column", "Movement")
    return Derivation(f"{name}-{month:%Y-%m}", title, rule, *titles, part_title, parts, figures)


def _moved(figures: Figures, before: Int64, after: Int64, start: int, name: str) -> Bool:
    ledger = figures.ledger
    came = (before == 0) & (after > 0)
    is_new = ledger.day[ledger.first] > start
    masks: dict[str, Bool] = {
        Kind.NEW.label: came & is_new,
        Kind.REACTIVATION.label: came & ~is_new,
        Kind.EXPANSION.label: (before > 0) & (after > before),
        Kind.CONTRACTION.label: (after > 0) & (after < before),
        Kind.CHURN.label: (before > 0) & (after == 0),
    }
    return masks[name]


# -- rates -------------------------------------------------------------------------------------------------------


def derive_rate(figures: Figures, name: str, title: Any) -> Derivation:
    """Return the derivation of one of the rates. Raises KeyError for another name."""
    builders: dict[str, Callable[[Figures], tuple[Any, Any, Any, Parts]]] = {
        "renewal_rate_count": _renewal,
        "renewal_rate_amount": _renewal,
        "expansion_rate_count": _expansion,
        "expansion_rate_amount": _expansion,
        "referral_rate_count": _referral,
        "referral_rate_amount": _referral,
        "existing_revenue_share": _share,
    }
    before_title, after_title, part_title, parts = builders[name](figures)
    rates = {rate.name: rate for rate in (*figures.rates.rates, figures.rates.existing_revenue_share)}
    return Derivation(name, title, _(rates[name].rule), before_title, after_title, part_title, parts, figures)


def _renewal(figures: Figures) -> tuple[Any, Any, Any, Parts]:
    renewals, lines = figures.rates.renewals, figures.book.lines
    account, place = np.unique(renewals.account, return_inverse=True)
    due = np.zeros(len(account), dtype=np.int64)
    np.add.at(due, place, renewals.due)
    renewed = np.zeros(len(account), dtype=np.int64)
    np.add.at(renewed, np.searchsorted(account, renewals.group_account), renewals.group_renewed)
    before, after = np.zeros(len(lines), dtype=np.bool_), np.zeros(len(lines), dtype=np.bool_)
    before[renewals.line] = True
    after[renewals.pair_line] = True
    parts = Parts(account, due, renewed, renewed, before, after)
    return _("MRR due"), _("MRR of the successors, at most the MRR due"), _("Renewed"), parts


def _expansion(figures: Figures) -> tuple[Any, Any, Any, Parts]:
    return MRR_FIRST, MRR_SECOND, pgettext_lazy("movement", "Expansion"), derive_retention(figures, "expansion").parts


def _referral(figures: Figures) -> tuple[Any, Any, Any, Parts]:
    new, ledger = figures.rates.new_customers, figures.ledger
    chosen = new.is_referral > 0
    account, signed = new.account[chosen], new.signed[chosen]
    own_day = ledger.day[ledger.first].astype(np.int64)
    none = np.zeros(len(ledger.lines), dtype=np.bool_)
    parts = Parts(account, np.zeros_like(signed), signed, signed, none, counting_lines(ledger, own_day))
    return _("MRR before"), _("MRR on the first paid day"), _("Signed"), parts


def _share(figures: Figures) -> tuple[Any, Any, Any, Parts]:
    all_of_them = derive_retention(figures, "closing").parts
    part = np.where(all_of_them.before > 0, all_of_them.after, 0)
    parts = Parts(
        all_of_them.account,
        all_of_them.before,
        all_of_them.after,
        part,
        all_of_them.lines_before,
        all_of_them.lines_after,
    )
    return MRR_FIRST, MRR_SECOND, _("Of customers of the first date"), parts


# -- cohorts -----------------------------------------------------------------------------------------------------


def derive_cohort(figures: Figures, month: date, on: date) -> Derivation:
    """Return the customers first paid in the month that ends on `month`, and what is left of them on `on`."""
    ledger = figures.ledger
    first_day = ledger.day[ledger.first].astype(np.int64)
    chosen = (first_day >= to_day(month.replace(day=1))) & (first_day <= to_day(month))
    before, after = ledger.mrr[ledger.first][chosen], ledger.mrr_at(to_day(on))[chosen]
    parts = Parts(
        account=ledger.accounts[chosen],
        before=before,
        after=after,
        part=after - before,
        lines_before=counting_lines(ledger, first_day),
        lines_after=counting_lines(ledger, to_day(on)),
    )
    titles = _("MRR on the first paid day"), _("MRR on the date of the cell"), _("Change")
    rule = _("Customers whose first day with MRR lies in the month; what they pay later against that day.")
    return Derivation(f"cohort-{month:%Y-%m}", _("Cohort"), rule, *titles, parts, figures)
