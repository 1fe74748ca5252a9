"""What rules look at: the inputs of measures, and where each account stood by its scorecard."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tenure_engine.health.cards import Scorecard
from tenure_engine.health.scoring import UNKNOWN, score_all
from tenure_engine.health.values import ACCOUNTS_A_CHUNK, evaluate
from tenure_engine.measures import get_measure
from tenure_engine.windows.inputs import Bool, Inputs, Int64, Source
from tenure_engine.windows.kernels import Float64, Grid
from tenure_engine.windows.records import received, sum_states

Int16 = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Standing:
    """Scores over some days from `first` on, in hundredths (UNKNOWN where there is none), accounts by days.

    `coverage` is in hundredths of a per cent, `green` and `amber` each account's lower bounds. `segment` is each
    account's number in `average` and `customers`: the mean score of a segment's customers, and how many they are.
    """

    first: int
    score: Int16
    coverage: Int16
    green: Int64
    amber: Int64
    segment: Int64
    average: Float64
    customers: Int64

    def chunk(self, begin: int, end: int) -> "Standing":
        """Return the standing of the accounts number begin to end - 1."""
        return replace(
            self,
            score=self.score[begin:end],
            coverage=self.coverage[begin:end],
            green=self.green[begin:end],
            amber=self.amber[begin:end],
            segment=self.segment[begin:end],
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule is given. Score rules say nothing on days that the standing does not cover."""

    inputs: Inputs
    standing: Standing

    def __len__(self) -> int:
        return len(self.inputs.accounts)

    def chunk(self, begin: int, end: int) -> "Facts":
        """Return the facts of the accounts number begin to end - 1; averages stay those of the whole company."""
        return Facts(self.inputs.chunk(begin, end), self.standing.chunk(begin, end))

    def earlier(self, days: int) -> "Facts":
        """Return the facts with which a day `days` before is seen from a day: with what is known on the later one."""
        return replace(self, inputs=self.inputs.seen_with(self.inputs.knowledge.lagged(days)))

    def measure(self, name: str, grid: Grid, window: int = 0) -> Float64:
        """Return a measure's values, NaN where unknown."""
        return get_measure(name).compute(self.inputs, grid.first, grid.last, window)

    def customers(self, grid: Grid) -> Bool:
        """Return who is a customer on each day."""
        return customers_of(self.inputs, grid)

    def scores(self, grid: Grid) -> Float64:
        """Return the scores, 0 to 100."""
        return self._days(np.where(self.standing.score < 0, np.nan, self.standing.score / 100), grid)

    def coverage(self, grid: Grid) -> Float64:
        """Return the share of the weights whose measures are known, where a scorecard judges the account."""
        share = np.where(self.standing.green[:, None] < 0, np.nan, self.standing.coverage / 10_000)
        return self._days(share, grid)

    def averages(self, grid: Grid) -> Float64:
        """Return the mean score of each account's segment, 0 to 100."""
        return self._days(self.standing.average[self.standing.segment] / 100, grid)

    def peers(self, grid: Grid) -> Float64:
        """Return how many customers with a score each account's segment has."""
        return self._days(self.standing.customers[self.standing.segment].astype(np.float64), grid)

    def lower_bound(self, band: str) -> Float64:
        """Return where a band begins on each account's scorecard, 0 to 100; NaN without one."""
        hundredths = self.standing.green if band == "green" else self.standing.amber
        return np.where(hundredths < 0, np.nan, hundredths / 100)

    def _days(self, values: Float64, grid: Grid) -> Float64:
        """Return the days asked for, NaN where the standing does not reach."""
        out = np.full((len(self), grid.days), np.nan)
        begin = max(grid.first, self.standing.first)
        end = min(grid.last, self.standing.first + values.shape[1] - 1)
        if begin <= end:
            there = values[:, begin - self.standing.first : end - self.standing.first + 1]
            out[:, begin - grid.first : end - grid.first + 1] = there
        return out


def customers_of(inputs: Inputs, grid: Grid) -> Bool:
    """Return who is a customer on each day: who has an active recurring line; all, where no contract is known."""
    lines = inputs.lines
    active = sum_states(inputs, lines, grid, starts=lines.starts, ends=lines.ends, where=lines.is_recurring) > 0
    active[:, ~received(inputs, Source.CONTRACTS, grid)] = True
    return np.asarray(active)


def stand(inputs: Inputs, cards: Sequence[Scorecard | None], first: int, last: int) -> Standing:
    """Return where every account stood. `cards` has the scorecard that judges each account, None for none."""
    accounts, days = len(inputs.accounts), last - first + 1
    score = np.full((accounts, days), UNKNOWN, dtype=np.int16)
    coverage = np.zeros((accounts, days), dtype=np.int16)
    counted = np.zeros((accounts, days), dtype=np.bool_)
    for begin in range(0, accounts, ACCOUNTS_A_CHUNK):
        end = min(begin + ACCOUNTS_A_CHUNK, accounts)
        part = inputs.chunk(begin, end)
        _score(part, cards[begin:end], first, last, score[begin:end], coverage[begin:end])
        counted[begin:end] = customers_of(part, Grid(end - begin, first, last)) & (score[begin:end] >= 0)
    names, segment = np.unique(np.array(inputs.accounts.segment, dtype=np.str_), return_inverse=True)
    average, customers = _averages(score, counted, segment, len(names))
    bounds = np.array([(-1, -1) if card is None else (card.green, card.amber) for card in cards], dtype=np.int64)
    green, amber = bounds.reshape(-1, 2).T
    return Standing(first, score, coverage, green, amber, segment.astype(np.int64), average, customers)


def _score(
    inputs: Inputs, cards: Sequence[Scorecard | None], first: int, last: int, score: Int16, coverage: Int16
) -> None:
    """Fill in the scores of one chunk, card by card."""
    judges = {id(card): card for card in cards if card is not None}
    keys = [key for card in judges.values() for key in card.needed_keys()]
    values = evaluate(inputs, keys, first, last)
    for card in judges.values():
        rows = np.array([each is card for each in cards], dtype=np.bool_)
        found = score_all(card, {key: values[key][rows] for key in card.needed_keys()})
        score[rows], coverage[rows] = found.score, found.coverage


def _averages(score: Int16, counted: Bool, segment: NDArray[np.intp], segments: int) -> tuple[Float64, Int64]:
    """Return for each segment and day the mean score in hundredths (NaN for none), and of how many customers."""
    average = np.full((segments, score.shape[1]), np.nan)
    customers = np.zeros((segments, score.shape[1]), dtype=np.int64)
    for number in range(segments):
        there = segment == number
        customers[number] = counted[there].sum(axis=0)
        total = np.where(counted[there], score[there], 0).sum(axis=0, dtype=np.int64)
        np.divide(total, customers[number], out=average[number], where=customers[number] > 0)
    return average, customers
