"""From contract lines to the MRR of every account on every day, as one table of steps.

The table holds a row where an account's MRR changes. Every account's last row has MRR 0, on the day FOREVER
if the account is still paying, so that the row before any account's first always has MRR 0. All later
figures rest on that: the value before a row is simply the value of the row above.
"""

from dataclasses import dataclass

import numpy as np

from tenure_engine.revenue.lines import FOREVER, Bool, Int32, Int64, LineTable
from tenure_engine.revenue.policy import Definition, Policy


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """The steps of all accounts, sorted by account and day.

    `accounts` are the ids of the accounts that ever pay, ascending; `index` points into them; `first` is
    each account's first row. `mrr` (micros) holds from the end of `day` to the day before the next row.
    `counted` are the rows of `lines` that can be active, `stop` the first day without each line.
    """

    lines: LineTable
    policy: Policy
    stop: Int64
    counted: Bool
    ignored_lines: int
    free_lines: int
    accounts: Int64
    first: Int64
    index: Int64
    day: Int32
    mrr: Int64

    def define(self, figure: str, from_day: int, to_day: int) -> Definition:
        """Return the definition of a figure computed from this ledger. Raises ValueError if to < from."""
        if to_day < from_day:
            raise ValueError("the second date lies before the first")
        return Definition(
            figure=figure,
            from_day=from_day,
            to_day=to_day,
            policy=self.policy,
            lines=len(self.lines),
            ignored_lines=self.ignored_lines,
            free_lines=self.free_lines,
        )

    def previous(self) -> Int64:
        """Return the MRR before each row."""
        before = np.empty_like(self.mrr)
        before[:1] = 0
        before[1:] = self.mrr[:-1]
        return before

    def mrr_at(self, day: int) -> Int64:
        """Return the MRR (micros) of every account of `accounts` at the end of a day."""
        if not len(self.accounts):
            return np.zeros(0, dtype=np.int64)
        known = np.add.reduceat((self.day <= day).astype(np.int64), self.first)
        at = self.mrr[np.maximum(self.first + known - 1, 0)]
        return np.where(known > 0, at, 0)


def build_ledger(lines: LineTable, policy: Policy) -> Ledger:
    """Return the MRR steps of all accounts under a policy, with bridged gaps carried through."""
    stop = lines.end.astype(np.int64)
    if policy.end == "inclusive":
        stop = np.where(lines.end == FOREVER, FOREVER, stop + 1)
    real = stop > lines.start
    counted = real & (lines.mrr > 0)
    events = _sort_events(lines, stop, counted)
    if policy.overlap == "latest":
        mrr = _latest(lines, stop, counted, events)
    else:
        mrr = _summed(lines, counted, events)
    account, day = events.account[events.last], events.day[events.last]
    changed = mrr != np.concatenate([np.zeros(1, dtype=np.int64), mrr[:-1]])
    account, day, mrr = _bridge(account[changed], day[changed], mrr[changed], policy.grace_days)
    starts = np.ones(len(account), dtype=np.bool_)
    starts[1:] = account[1:] != account[:-1]
    first = np.flatnonzero(starts)
    return Ledger(
        lines=lines,
        policy=policy,
        stop=stop,
        counted=counted,
        ignored_lines=int(len(lines) - real.sum()),
        free_lines=int((real & ~counted).sum()),
        accounts=account[first],
        first=first,
        index=np.cumsum(starts) - 1,
        day=day.astype(np.int32),
        mrr=mrr,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Events:
    """Starts and stops of the counted lines, sorted by account and day.

    `row` is the position in the list of all starts followed by all stops; `last` marks the last event of an
    account's day.
    """

    account: Int64
    day: Int64
    row: Int64
    last: Bool


def _sort_events(lines: LineTable, stop: Int64, counted: Bool) -> _Events:
    account = lines.account[counted]
    account = np.concatenate([account, account])
    day = np.concatenate([lines.start[counted].astype(np.int64), stop[counted]])
    if not len(account):
        empty = np.zeros(0, dtype=np.int64)
        return _Events(account=empty, day=empty, row=empty, last=np.zeros(0, dtype=np.bool_))
    finite = day[day < FOREVER]
    low, high = int(finite.min()), int(finite.max()) + 1
    base, top = int(account.min()), int(account.max())
    day_bits, row_bits = (high - low).bit_length(), (len(day) - 1).bit_length()
    if (top - base).bit_length() + day_bits + row_bits > 63:
        return _sort_wide_events(account, day)
    # One integer holds account, day and row, so that a plain sort (vectorised in NumPy) does it all.
    packed = account - base
    packed <<= day_bits
    packed += np.minimum(day, high) - low
    packed <<= row_bits
    packed += np.arange(len(day), dtype=np.int64)
    packed.sort()
    row = packed & ((1 << row_bits) - 1)
    packed >>= row_bits
    last = np.ones(len(day), dtype=np.bool_)
    last[:-1] = packed[1:] != packed[:-1]
    sorted_day = (packed & ((1 << day_bits) - 1)) + low
    sorted_day[sorted_day == high] = FOREVER
    return _Events(account=(packed >> day_bits) + base, day=sorted_day, row=row, last=last)


def _sort_wide_events(account: Int64, day: Int64) -> _Events:
    """Sort events whose account ids are spread too far apart to share one integer with day and row."""
    row = np.lexsort((day, account))
    account, day = account[row], day[row]
    last = np.ones(len(day), dtype=np.bool_)
    last[:-1] = (account[1:] != account[:-1]) | (day[1:] != day[:-1])
    return _Events(account=account, day=day, row=row.astype(np.int64), last=last)


def _summed(lines: LineTable, counted: Bool, events: _Events) -> Int64:
    """Return the sum of the active lines after the last event of every account's day."""
    mrr = lines.mrr[counted]
    change = np.concatenate([mrr, -mrr])[events.row]
    # Every account ends at 0 (open lines stop on FOREVER), so one running sum serves all of them.
    return np.cumsum(change, out=change)[events.last]


def _latest(lines: LineTable, stop: Int64, counted: Bool, events: _Events) -> Int64:
    """Return the MRR of the active line that started last, after the last event of every account's day.

    Lines are ranked within their account; the line wanted is the highest of those already started whose stop
    lies ahead. It is found for all days at once by halving: skip 2^k lines while all of them have stopped. A
    barrier before each account's lines, which never stops and is worth nothing, ends the search.
    """
    rows = np.flatnonzero(counted)
    rank = rows[np.lexsort((lines.line[rows], lines.mrr[rows], lines.start[rows], lines.account[rows]))]
    if not len(rank):
        return np.zeros(0, dtype=np.int64)
    opens = np.ones(len(rank), dtype=np.bool_)
    opens[1:] = lines.account[rank][1:] != lines.account[rank][:-1]
    place = np.arange(len(rank)) + np.cumsum(opens)
    stops = np.full(int(place[-1]) + 1, FOREVER + 1, dtype=np.int64)
    worth = np.zeros(len(stops), dtype=np.int64)
    stops[place], worth[place] = stop[rank], lines.mrr[rank]

    begun = np.cumsum(events.row < len(rank))[events.last]
    account = events.account[events.last]
    number = np.zeros(len(account), dtype=np.int64)
    number[1:] = np.cumsum(account[1:] != account[:-1])
    at, day = begun + number, events.day[events.last]
    longest = int(np.diff(np.append(np.flatnonzero(opens), len(rank))).max())
    windows = [stops]
    for level in range(longest.bit_length() - 1):
        wider = windows[-1].copy()
        np.maximum(windows[-1][1 << level :], windows[-1][: -(1 << level)], out=wider[1 << level :])
        windows.append(wider)
    for level in reversed(range(len(windows))):
        at = np.where(windows[level][at] <= day, at - (1 << level), at)
    return worth[at]


def _bridge(account: Int64, day: Int64, mrr: Int64, grace_days: int) -> tuple[Int64, Int64, Int64]:
    """Carry the MRR before a gap of at most `grace_days` through it, when a later line starts."""
    gap = np.zeros(len(mrr), dtype=np.bool_)
    gap[:-1] = (mrr[:-1] == 0) & (account[1:] == account[:-1]) & (day[1:] - day[:-1] <= grace_days)
    unchanged = np.zeros(len(mrr), dtype=np.bool_)
    unchanged[2:] = gap[1:-1] & (mrr[2:] == mrr[:-2])
    keep = ~(gap | unchanged)
    return account[keep], day[keep], mrr[keep]
