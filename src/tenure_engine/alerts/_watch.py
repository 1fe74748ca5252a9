"""Alerts of all accounts over some days: which were open, since when, with which evidence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tenure_engine.alerts._declared import HOLD, Parameters, Rule
from tenure_engine.alerts._facts import Facts
from tenure_engine.alerts._runs import NONE, Episodes, find_episodes
from tenure_engine.health.values import ACCOUNTS_A_CHUNK
from tenure_engine.windows.inputs import Bool, Int64
from tenure_engine.windows.kernels import Float64, Grid

SINCE_DAYS = 30
"""How many days further back a run of days is followed, to tell since when something holds."""


@dataclass(frozen=True, slots=True)
class Order:
    """A rule to be watched over the days from `first` to `last`. `was_open` tells for each account whether an alert
    was open on the day before the first.
    """

    rule: Rule
    parameters: Parameters
    first: int
    last: int
    was_open: Bool

    @property
    def reach(self) -> int:
        """The first day whose score is read."""
        return self.first - self.rule.reach(self.parameters) - SINCE_DAYS


@dataclass(frozen=True, slots=True)
class Seen:
    """What a rule saw. `episodes` hold account numbers and days; `values` the evidence of each on the day it opened,
    `latest` on its last day open (the last day watched, else the day before it ended).
    """

    episodes: Episodes
    values: Mapping[str, Float64]
    latest: Mapping[str, Float64]


def _say_nothing(done: int, total: int) -> None:
    """Say nothing."""


def watch(facts: Facts, orders: Sequence[Order], progress: Callable[[int, int], None] = _say_nothing) -> list[Seen]:
    """Return what each rule saw, in the order of the orders; `progress` is told how many accounts are done."""
    parts: list[list[Seen]] = [[] for _ in orders]
    for begin in range(0, max(len(facts), 1), ACCOUNTS_A_CHUNK):
        progress(begin, len(facts))
        end = min(begin + ACCOUNTS_A_CHUNK, len(facts))
        chunk = facts.chunk(begin, end)
        for order, found in zip(orders, parts, strict=True):
            found.append(_look(chunk, order, begin, order.was_open[begin:end]))
    progress(len(facts), len(facts))
    return [_joined(found) for found in parts]


def _look(facts: Facts, order: Order, begin: int, was_open: Bool) -> Seen:
    back = order.parameters.whole(HOLD) - 1 + SINCE_DAYS
    grid = Grid(len(facts), order.first - back, order.last)
    found = order.rule.function(facts, grid, order.parameters)
    hold = order.parameters.whole(HOLD)
    seen = find_episodes(found.truth, hold_days=hold, first=back, was_open=was_open)
    is_new = seen.opened != NONE
    last_open = np.where(seen.ended == NONE, grid.days - 1, np.maximum(seen.ended - 1, 0))
    values, latest = {}, {}
    for name, each in found.values.items():
        values[name] = np.where(is_new, each[seen.account, np.maximum(seen.opened, 0)], np.nan)
        latest[name] = each[seen.account, last_open]
    dated = Episodes(
        account=seen.account + begin,
        since=_dated(seen.since, grid),
        opened=_dated(seen.opened, grid),
        ended=_dated(seen.ended, grid),
    )
    return Seen(dated, values, latest)


def _dated(columns: Int64, grid: Grid) -> Int64:
    return np.where(columns == NONE, NONE, columns + grid.first)


def _joined(parts: Sequence[Seen]) -> Seen:
    episodes = [part.episodes for part in parts]
    return Seen(
        Episodes(
            account=np.concatenate([each.account for each in episodes]),
            since=np.concatenate([each.since for each in episodes]),
            opened=np.concatenate([each.opened for each in episodes]),
            ended=np.concatenate([each.ended for each in episodes]),
        ),
        {name: np.concatenate([part.values[name] for part in parts]) for name in parts[0].values},
        {name: np.concatenate([part.latest[name] for part in parts]) for name in parts[0].latest},
    )
