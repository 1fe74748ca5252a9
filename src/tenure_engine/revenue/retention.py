"""Retention of the customers of a date: NRR, GRR and logo retention, with every customer's part in them."""

from dataclasses import dataclass

import numpy as np

from tenure_engine.revenue.ledger import Ledger
from tenure_engine.revenue.lines import Int64
from tenure_engine.revenue.policy import Definition


@dataclass(frozen=True, slots=True, eq=False)
class RetentionRows:
    """The customers of the beginning, sorted by account, and what happened to each (micros, never negative)."""

    account: Int64
    beginning: Int64
    expansion: Int64
    contraction: Int64
    churn: Int64
    reactivation: Int64
    ending: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Retention:
    """Retention between two dates (amounts in micros); a ratio is None when nothing was there to retain.

    nrr = (beginning + expansion - contraction - churn) / beginning;
    grr = (beginning - contraction - churn) / beginning;
    logo_retention = customers_ending / customers_beginning.
    beginning + expansion - contraction - churn + reactivation = ending, the MRR of the same customers.
    """

    definition: Definition
    customers_beginning: int
    customers_ending: int
    beginning: int
    expansion: int
    contraction: int
    churn: int
    reactivation: int
    ending: int
    nrr: float | None
    grr: float | None
    logo_retention: float | None
    rows: RetentionRows


def ratio(numerator: int, denominator: int) -> float | None:
    """Return the correctly rounded quotient, or None if the denominator is 0."""
    return numerator / denominator if denominator else None


def retention(ledger: Ledger, from_: int, to: int) -> Retention:
    """Return the retention from the end of day `from_` to the end of day `to`.

    Point to point compares the two states; reactivation is then 0. With `policy.path` every change of each
    customer in between is added up: MRR lost to 0 is churn, MRR from 0 back is reactivation, which counts
    neither into NRR nor into GRR. Raises ValueError if `to` lies before `from_`.
    """
    definition = ledger.define("retention", from_, to)
    opening = ledger.mrr_at(from_)
    cohort = opening > 0
    before, after = opening[cohort], ledger.mrr_at(to)[cohort]
    if ledger.policy.path:
        up, down, lost, back = (column[cohort] for column in _followed(ledger, from_, to))
    else:
        gone = after == 0
        up = np.maximum(after - before, 0)
        lost = np.where(gone, before, 0)
        down = np.where(gone, 0, np.maximum(before - after, 0))
        back = np.zeros_like(before)
    rows = RetentionRows(
        account=ledger.accounts[cohort],
        beginning=before,
        expansion=up,
        contraction=down,
        churn=lost,
        reactivation=back,
        ending=after,
    )
    return _summarise(definition, rows)


def _followed(ledger: Ledger, from_: int, to: int) -> tuple[Int64, Int64, Int64, Int64]:
    """Return expansion, contraction, churn and reactivation of every account, all changes added up."""
    inside = np.flatnonzero((ledger.day > from_) & (ledger.day <= to))
    before, after = ledger.previous()[inside], ledger.mrr[inside]
    rise = after - before
    parts = (
        np.where((rise > 0) & (before > 0), rise, 0),
        np.where((rise < 0) & (after > 0), -rise, 0),
        np.where(after == 0, before, 0),
        np.where(before == 0, after, 0),
    )
    return tuple(_sum_by(ledger.index[inside], part, len(ledger.accounts)) for part in parts)  # type: ignore[return-value]


def _sum_by(index: Int64, values: Int64, size: int) -> Int64:
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, index, values)
    return sums


def _summarise(definition: Definition, rows: RetentionRows) -> Retention:
    beginning, ending = int(rows.beginning.sum()), int(rows.ending.sum())
    up, down, lost = int(rows.expansion.sum()), int(rows.contraction.sum()), int(rows.churn.sum())
    customers, kept = len(rows.account), int((rows.ending > 0).sum())
    # What a customer loses can only lower its part: no customer keeps more than 1 of its beginning in GRR.
    return Retention(
        definition=definition,
        customers_beginning=customers,
        customers_ending=kept,
        beginning=beginning,
        expansion=up,
        contraction=down,
        churn=lost,
        reactivation=int(rows.reactivation.sum()),
        ending=ending,
        nrr=ratio(beginning + up - down - lost, beginning),
        grr=ratio(beginning - down - lost, beginning),
        logo_retention=ratio(kept, customers),
        rows=rows,
    )
