"""Terms that ended in a window and the lines that carried them on."""

from dataclasses import dataclass

import numpy as np

from tenure_engine.revenue.ledger import Ledger
from tenure_engine.revenue.lines import NONE, Bool, Int64


@dataclass(frozen=True, slots=True, eq=False)
class Renewals:
    """Terms due, one row each, and their successors.

    `line` is the row of the due line in the line table, `due` its MRR (micros). Terms that share a successor
    form a `group`, numbered from 0; `group_due` and `group_renewed` are the sums of a group, the second never
    above the first. `pair_due` (row of this table) and `pair_line` (row of the line table) join terms with
    successors.
    """

    line: Int64
    account: Int64
    due: Int64
    is_renewed: Bool
    group: Int64
    group_account: Int64
    group_due: Int64
    group_renewed: Int64
    pair_due: Int64
    pair_line: Int64


def find_renewals(ledger: Ledger, from_: int, to: int) -> Renewals:
    """Return the terms whose first day without the line lies after `from_` and not after `to`.

    A successor of a term is a paid line of the same account that names it as renewed and starts at the latest
    grace days after its end; or one that starts within grace days around the end and not before the term
    began, runs beyond it, and has the same product if both name one.
    """
    lines = ledger.lines
    due = np.flatnonzero(ledger.counted & (ledger.stop > from_) & (ledger.stop <= to))
    named, following = _named(ledger, due), _following(ledger, due)
    pairs = np.unique(np.concatenate([named, following]), axis=0)
    pair_due, pair_line = pairs[:, 0], pairs[:, 1]
    is_renewed = np.zeros(len(due), dtype=np.bool_)
    is_renewed[pair_due] = True
    group, groups = _groups(len(due), pair_due, pair_line)
    group_due, group_next = np.zeros(groups, dtype=np.int64), np.zeros(groups, dtype=np.int64)
    group_account = np.zeros(groups, dtype=np.int64)
    np.add.at(group_due, group, lines.mrr[due])
    group_account[group] = lines.account[due]
    successor, seen = np.unique(pair_line, return_index=True)
    np.add.at(group_next, group[pair_due[seen]], lines.mrr[successor])
    return Renewals(
        line=due,
        account=lines.account[due],
        due=lines.mrr[due],
        is_renewed=is_renewed,
        group=group,
        group_account=group_account,
        group_due=group_due,
        group_renewed=np.minimum(group_due, group_next),
        pair_due=pair_due,
        pair_line=pair_line,
    )


def _named(ledger: Ledger, due: Int64) -> Int64:
    """Return pairs of a due term (its number) and a line that names it as renewed."""
    lines = ledger.lines
    number = np.full(len(lines), NONE, dtype=np.int64)
    number[due] = np.arange(len(due))
    later = np.flatnonzero(ledger.counted & (lines.renews >= 0))
    earlier = lines.renews[later]
    fits = (
        (number[earlier] >= 0)
        & (earlier != later)
        & (lines.account[earlier] == lines.account[later])
        & (lines.start[later] <= ledger.stop[earlier] + ledger.policy.grace_days)
    )
    return np.column_stack([number[earlier[fits]], later[fits]])


def _following(ledger: Ledger, due: Int64) -> Int64:
    """Return pairs of a due term (its number) and a line that starts around its end and runs beyond it."""
    lines, grace = ledger.lines, ledger.policy.grace_days
    rows = np.flatnonzero(ledger.counted)
    if not len(due):
        return np.zeros((0, 2), dtype=np.int64)
    low = int(lines.start[rows].min()) - grace
    span = max(int(lines.start[rows].max()), int(ledger.stop[due].max())) + grace + 2 - low
    base = np.searchsorted(ledger.accounts, lines.account) * span - low
    key = base[rows] + lines.start[rows]
    order = np.argsort(key, kind="stable")
    rows, key = rows[order], key[order]
    begin = np.maximum(ledger.stop[due] - grace, lines.start[due])
    first = np.searchsorted(key, base[due] + begin)
    count = np.searchsorted(key, base[due] + ledger.stop[due] + grace, side="right") - first
    number = np.repeat(np.arange(len(due)), count)
    at = np.arange(len(number)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    later, earlier = rows[at], due[number]
    products = lines.product[later], lines.product[earlier]
    fits = (
        (later != earlier)
        & (ledger.stop[later] > ledger.stop[earlier])
        & ((products[0] == products[1]) | (products[0] == NONE) | (products[1] == NONE))
    )
    return np.column_stack([number[fits], later[fits]])


def _groups(terms: int, pair_due: Int64, pair_line: Int64) -> tuple[Int64, int]:
    """Return each term's group and the number of groups: terms joined by successors they share."""
    label = np.arange(terms, dtype=np.int64)
    successors, line = np.unique(pair_line, return_inverse=True)
    while True:
        lowest = np.full(len(successors), terms, dtype=np.int64)
        np.minimum.at(lowest, line, label[pair_due])
        joined = label.copy()
        np.minimum.at(joined, pair_due, lowest[line])
        joined = joined[joined]
        if np.array_equal(joined, label):
            break
        label = joined
    kept, group = np.unique(label, return_inverse=True)
    return group.astype(np.int64), len(kept)
