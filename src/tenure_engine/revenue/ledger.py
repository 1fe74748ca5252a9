"""From contract lines to the MRR of every account on every day, as one table of steps.

The table holds a row where an account's MRR changes. Every account's last row has MRR 0, on the day FOREVER
if the account is still paying, so that the row before any account's first always has MRR 0. All later
figures rest on that: the value before a row is simply the value of the row above.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tenure_engine.revenue.lines import FOREVER, Bool, Int32, Int64, LineTable
from tenure_engine.revenue.policy import Definition, Policy

_BLOCK = 65_536
"""Lines sorted together: few enough to stay in a core's cache."""

_MOST_BLOCKS = 8


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

    def mrr_at(self, day: int | Int64) -> Int64:
        """Return the MRR (micros) of every account of `accounts` at the end of a day, or each of its own day."""
        if not len(self.accounts):
            return np.zeros(0, dtype=np.int64)
        until = day if isinstance(day, int) else day[self.index]
        known = np.add.reduceat((self.day <= until).astype(np.int64), self.first)
        at = self.mrr[np.maximum(self.first + known - 1, 0)]
        return np.where(known > 0, at, 0)


def build_ledger(lines: LineTable, policy: Policy) -> Ledger:
    """Return the MRR steps of all accounts under a policy, with bridged gaps carried through."""
    stop = lines.end.astype(np.int64)
    if policy.end == "inclusive":
        stop += lines.end != FOREVER
    real = stop > lines.start
    counted = real & (lines.mrr > 0)
    account, day, mrr = _build_steps(lines, stop, counted, policy)
    starts = np.ones(len(account), dtype=np.bool_)
    np.not_equal(account[1:], account[:-1], out=starts[1:])
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


def _build_steps(lines: LineTable, stop: Int64, counted: Bool, policy: Policy) -> tuple[Int64, Int64, Int64]:
    """Return account, day and new MRR of every change. Accounts are independent: blocks of them run in threads."""
    if len(lines) < _BLOCK:
        return _block_steps(lines, stop, np.flatnonzero(counted), policy)
    blocks = min(-(-len(lines) // _BLOCK), _MOST_BLOCKS)
    edges = np.quantile(lines.account[:: max(len(lines) // 4096, 1)], np.linspace(0, 1, blocks + 1)[1:-1])
    rows = [
        np.flatnonzero(counted & (lines.account > low) & (lines.account <= high))
        for low, high in pairwise([-np.inf, *np.unique(edges), np.inf])
    ]
    with ThreadPoolExecutor(max_workers=2) as pool:
        parts = list(pool.map(lambda block: _block_steps(lines, stop, block, policy), rows))
    account, day, mrr = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return account, day, mrr


def _block_steps(lines: LineTable, stop: Int64, rows: Int64, policy: Policy) -> tuple[Int64, Int64, Int64]:
    block = _Block(
        line=lines.line[rows] if policy.overlap == "latest" else rows,
        account=lines.account[rows],
        start=lines.start[rows].astype(np.int64),
        stop=stop[rows],
        mrr=lines.mrr[rows],
    )
    if not len(rows):
        return block.account, block.start, block.mrr
    events = _sort_events(block)
    mrr = _latest(block, events) if policy.overlap == "latest" else _summed(block, events)
    changed = np.ones(len(mrr), dtype=np.bool_)
    np.not_equal(mrr[1:], mrr[:-1], out=changed[1:])
    at = np.flatnonzero(changed)
    return _bridge(events.account[at], events.day[at], mrr[at], policy.grace_days)


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """The counted lines of some accounts."""

    line: Int64
    account: Int64
    start: Int64
    stop: Int64
    mrr: Int64


@dataclass(frozen=True, slots=True, eq=False)
class _Events:
    """Starts and stops of lines, sorted by account and day.

    `row` is the position in the list of all starts followed by all stops; `last` are the positions of the last
    event of each account's day, `account` and `day` those of the last events.
    """

    row: Int64
    last: Int64
    account: Int64
    day: Int64


def _sort_events(block: _Block) -> _Events:
    low, high = int(block.start.min()), int(block.start.max())
    finite = block.stop[block.stop < FOREVER]
    high = max(high, int(finite.max()) if len(finite) else high) + 1
    base, top = int(block.account.min()), int(block.account.max())
    day_bits, account = (high - low).bit_length(), block.account
    names = None
    if (top - base).bit_length() + day_bits > 63:
        names, account = np.unique(account, return_inverse=True)
        base, top = 0, len(names) - 1
    rows = len(account)
    key = np.empty(2 * rows, dtype=np.int64)
    key[:rows] = key[rows:] = (account - base) << day_bits
    key[:rows] += block.start - low
    key[rows:] += np.minimum(block.stop, high) - low
    row = _argsort(key, (top - base).bit_length() + day_bits)
    key = key[row]
    last = np.flatnonzero(np.append(key[1:] != key[:-1], True))
    key = key[last]
    day = (key & ((1 << day_bits) - 1)) + low
    day[day == high] = FOREVER
    key >>= day_bits
    return _Events(row=row, last=last, account=key + base if names is None else names[key], day=day)


def _argsort(key: Int64, bits: int) -> Int64:
    """Return the order of keys of so many bits: NumPy sorts 16-bit digits by counting, much faster than keys."""
    row = np.argsort((key & 0xFFFF).astype(np.uint16), kind="stable")
    for shift in range(16, bits, 16):
        digit = ((key >> shift) & 0xFFFF).astype(np.uint16)
        row = row[np.argsort(digit[row], kind="stable")]
    return row


def _summed(block: _Block, events: _Events) -> Int64:
    """Return the sum of the active lines after the last event of every account's day."""
    change = np.concatenate([block.mrr, -block.mrr])[events.row]
    # Every account ends at 0 (open lines stop on FOREVER), so one running sum serves all of them.
    return np.cumsum(change, out=change)[events.last]


def _latest(block: _Block, events: _Events) -> Int64:
    """Return the MRR of the active line that started last, after the last event of every account's day.

    Lines are ranked within their account; the line wanted is the highest of those already started whose stop
    lies ahead. It is found for all days at once by halving: skip 2^k lines while all of them have stopped. A
    barrier before each account's lines, which never stops and is worth nothing, ends the search.
    """
    rank = _rank(block, events)
    ranked = block.account[rank]
    opens = np.ones(len(rank), dtype=np.bool_)
    np.not_equal(ranked[1:], ranked[:-1], out=opens[1:])
    place = np.arange(len(rank)) + np.cumsum(opens)
    stops = np.full(int(place[-1]) + 1, FOREVER + 1, dtype=np.int64)
    worth = np.zeros(len(stops), dtype=np.int64)
    stops[place], worth[place] = block.stop[rank], block.mrr[rank]

    begun = np.cumsum(events.row < len(rank))[events.last]
    number = np.zeros(len(begun), dtype=np.int64)
    number[1:] = np.cumsum(events.account[1:] != events.account[:-1])
    at = begun + number
    longest = int(np.diff(np.append(np.flatnonzero(opens), len(rank))).max())
    windows = [stops]
    for level in range(longest.bit_length() - 1):
        wider = windows[-1].copy()
        np.maximum(windows[-1][1 << level :], windows[-1][: -(1 << level)], out=wider[1 << level :])
        windows.append(wider)
    for level in reversed(range(len(windows))):
        at = np.where(windows[level][at] <= events.day, at - (1 << level), at)
    return worth[at]


def _rank(block: _Block, events: _Events) -> Int64:
    """Return the lines by account, start, MRR and id: the events are sorted already, only ties are left."""
    rank = events.row[events.row < len(block.account)]
    account, start = block.account[rank], block.start[rank]
    tied = np.zeros(len(rank), dtype=np.bool_)
    same = (account[1:] == account[:-1]) & (start[1:] == start[:-1])
    tied[1:] |= same
    tied[:-1] |= same
    at = np.flatnonzero(tied)
    rows = rank[at]
    rank[at] = rows[np.lexsort((block.line[rows], block.mrr[rows], block.start[rows], block.account[rows]))]
    return rank


def _bridge(account: Int64, day: Int64, mrr: Int64, grace_days: int) -> tuple[Int64, Int64, Int64]:
    """Carry the MRR before a gap of at most `grace_days` through it, when a later line starts."""
    gone = np.flatnonzero(mrr[:-1] == 0)
    is_short = (account[gone + 1] == account[gone]) & (day[gone + 1] - day[gone] <= grace_days)
    gap = gone[is_short]
    if not len(gap):
        return account, day, mrr
    keep = np.ones(len(mrr), dtype=np.bool_)
    keep[gap] = False
    after = gap[gap > 0] + 1
    keep[after[mrr[after] == mrr[after - 2]]] = False
    return account[keep], day[keep], mrr[keep]
