"""The way of the whole MRR from one date to another: what retention leaves out are customers who came."""

from dataclasses import dataclass

import numpy as np

from tenure_engine.revenue.ledger import Ledger
from tenure_engine.revenue.lines import Bool, Int64
from tenure_engine.revenue.retention import Retention


@dataclass(frozen=True, slots=True, eq=False)
class Arrivals:
    """Customers without MRR on the first date and with MRR (micros) on the second; new, or back again."""

    account: Int64
    mrr: Int64
    is_new: Bool


@dataclass(frozen=True, slots=True, eq=False)
class Bridge:
    """opening + new + reactivation + expansion - contraction - churn = closing, in micros of MRR."""

    opening: int
    new: int
    reactivation: int
    expansion: int
    contraction: int
    churn: int
    closing: int
    opening_customers: int
    closing_customers: int
    arrivals: Arrivals


def bridge(ledger: Ledger, kept: Retention) -> Bridge:
    """Return the bridge over the window of a retention of the same ledger.

    New: no MRR on any day up to the first date. Reactivation: customers who paid before and came back, and with
    `policy.path` also what customers of the beginning lost and regained in between.
    """
    from_, to = kept.definition.from_day, kept.definition.to_day
    before, after = ledger.mrr_at(from_), ledger.mrr_at(to)
    came = (before == 0) & (after > 0)
    is_new = ledger.day[ledger.first][came] > from_
    mrr = after[came]
    return Bridge(
        opening=kept.beginning,
        new=int(mrr[is_new].sum()),
        reactivation=kept.reactivation + int(mrr[~is_new].sum()),
        expansion=kept.expansion,
        contraction=kept.contraction,
        churn=kept.churn,
        closing=int(after.sum()),
        opening_customers=kept.customers_beginning,
        closing_customers=int((after > 0).sum()),
        arrivals=Arrivals(account=ledger.accounts[came], mrr=mrr, is_new=is_new),
    )


def counting_lines(ledger: Ledger, day: int | Int64) -> Bool:
    """Return which lines make up each account's MRR at the end of a day, or each account's at the end of its own.

    Their values add up to `ledger.mrr_at(day)`: within a bridged gap they are the lines of the day before it;
    with overlap `latest` there is one line an account.
    """
    lines = ledger.lines
    counts = np.zeros(len(lines), dtype=np.bool_)
    if not len(ledger.accounts):
        return counts
    begun = np.flatnonzero(ledger.counted)
    account = np.searchsorted(ledger.accounts, lines.account[begun])
    wanted = np.broadcast_to(np.asarray(day, dtype=np.int64), len(ledger.accounts))[account]
    begun, account, wanted = (column[lines.start[begun] <= wanted] for column in (begun, account, wanted))
    # The last day on which anything was active: the given day, or in a gap or after a churn one before.
    last_day = np.full(len(ledger.accounts), np.iinfo(np.int64).min)
    np.maximum.at(last_day, account, np.minimum(ledger.stop[begun] - 1, wanted))
    at, pays = last_day[account], (ledger.mrr_at(day) > 0)[account]
    active = pays & (lines.start[begun] <= at) & (ledger.stop[begun] > at)
    begun, account = begun[active], account[active]
    if ledger.policy.overlap == "latest":
        order = np.lexsort((lines.line[begun], lines.mrr[begun], lines.start[begun], account))
        last = np.ones(len(order), dtype=np.bool_)
        last[:-1] = account[order][1:] != account[order][:-1]
        begun = begun[order[last]]
    counts[begun] = True
    return counts
