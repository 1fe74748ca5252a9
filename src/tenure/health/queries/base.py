"""The customer base on a day and on an earlier one: bands, scores, what flowed between them; within a scope.

All figures of the Health page are choices of rows of one table, so that the list behind a figure has exactly as many
accounts as the figure says. An account that is no customer on a day is `out`: before it came, or after it left.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from django.db.models import Max, Min
from numpy.typing import NDArray

from tenure.accounts.models import Account
from tenure.foundation.models import User
from tenure.health.history import DayFiles, DayValues
from tenure.health.models import HealthDay, ScorecardVersion
from tenure.health.queries.cards import card_of
from tenure.health.queries.explanations import CARD, CUSTOMER, SCORE, day_files
from tenure_engine.health.cards import FULL, Scorecard

Bool = NDArray[np.bool_]
Int8 = NDArray[np.int8]
Int64 = NDArray[np.int64]

PLACES = ("green", "amber", "red", "none", "out")
GREEN, AMBER, RED, NONE, OUT = range(5)
NO_SCORE = -1
BIN = 500
"""The width of a bar of the distribution: five points, in hundredths."""
BINS = FULL // BIN
BACK = timedelta(days=90)
BELOW_SEGMENT = 1_000
"""By how much a score must lie below its segment's average to be flagged: ten points, in hundredths."""


@dataclass(frozen=True, slots=True)
class Side:
    """The base on one day, row by row: in which place each account is, and its score in hundredths or NO_SCORE.

    `card` is the scorecard version of each; `averages` (mean, customers) by segment are those of the whole company.
    """

    day: date
    known_on: date | None
    is_stale: bool
    place: Int8
    score: Int64
    card: Int64
    averages: Mapping[str, tuple[int, int]]

    @property
    def counts(self) -> dict[str, int]:
        """How many customers are in each band; `none` are those without a score."""
        found = np.bincount(self.place, minlength=len(PLACES))
        return {name: int(found[code]) for code, name in enumerate(PLACES[:OUT])}

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return int((self.place != OUT).sum())

    @property
    def scored(self) -> Bool:
        """Who is a customer with a score."""
        return self.place < NONE

    def average(self, where: Bool | None = None) -> float | None:
        """Return the mean score of the customers that have one, 0 to 100."""
        chosen = self.score[self.scored if where is None else self.scored & where]
        return float(chosen.mean()) / 100 if len(chosen) else None

    def histogram(self) -> dict[str, list[int]]:
        """Return how many customers have a score in each bar, by band."""
        bar = np.minimum(self.score // BIN, BINS - 1)
        return {
            PLACES[code]: np.bincount(bar[self.place == code], minlength=BINS).tolist()
            for code in (GREEN, AMBER, RED)
        }


@dataclass(frozen=True, slots=True)
class Choice:
    """Which accounts are meant: by their place now and before, the bar of their score, how they moved, ..."""

    now: str = ""
    was: str = ""
    bar: int | None = None
    was_bar: int | None = None
    moved: str = ""
    stepped: str = ""
    segment: str | None = None
    is_below: bool = False


@dataclass(frozen=True)
class Base:
    """The accounts in view (`ids` sorted), each with its name and segment, and the two days."""

    ids: Int64
    names: NDArray[np.object_]
    segments: NDArray[np.object_]
    now: Side
    before: Side | None

    @cached_property
    def both(self) -> Bool:
        """Who was a customer with a score on both days."""
        return self.now.scored & self.before.scored if self.before else np.zeros(len(self.ids), dtype=np.bool_)

    @cached_property
    def change(self) -> Int64:
        """By how many hundredths each score moved; 0 for who has no two scores."""
        return np.where(self.both, self.now.score - self.before.score, 0) if self.before else 0 * self.now.score

    @cached_property
    def below(self) -> Bool:
        """Who lies far below the average of all customers of its segment."""
        pairs = {segment: self.now.averages.get(segment) or (0, 0) for segment in set(self.segments)}
        limit = {name: mean - BELOW_SEGMENT if count > 1 else NO_SCORE for name, (mean, count) in pairs.items()}
        limits = np.array([limit[segment] for segment in self.segments], dtype=np.int64)
        return self.now.scored & (self.now.score <= limits)

    @cached_property
    def flow(self) -> Int64:
        """How many went from each place (rows) to each (columns); out to out is nobody."""
        size = len(PLACES)
        if self.before is None:
            return np.zeros((size, size), dtype=np.int64)
        pairs = self.before.place.astype(np.int64) * size + self.now.place
        found = np.bincount(pairs, minlength=size * size).reshape(size, size)
        found[OUT, OUT] = 0
        return found

    def select(self, choice: Choice) -> Bool:
        """Return which accounts are meant."""
        before = self.before
        chosen: Bool = np.ones(len(self.ids), dtype=np.bool_)
        if choice.now:
            chosen &= self.now.place == PLACES.index(choice.now)
        elif not choice.was and choice.was_bar is None:
            chosen &= self.now.place != OUT
        if choice.bar is not None:
            chosen &= self.now.scored & (np.minimum(self.now.score // BIN, BINS - 1) == choice.bar)
        if choice.segment is not None:
            chosen &= self.segments == choice.segment
        if choice.is_below:
            chosen &= self.below
        if choice.was and before:
            chosen &= before.place == PLACES.index(choice.was)
        if choice.was_bar is not None and before:
            chosen &= before.scored & (np.minimum(before.score // BIN, BINS - 1) == choice.was_bar)
        if choice.moved:
            chosen &= self.change > 0 if choice.moved == "up" else self.change < 0
        if choice.stepped:
            chosen &= self.stepped(choice.stepped)
        return chosen

    def stepped(self, way: str) -> Bool:
        """Return who changed to a better band ("up") or to a worse one."""
        if self.before is None:
            return self.both
        step = self.now.place - self.before.place
        return self.both & (step < 0 if way == "up" else step > 0)

    def movers(self, way: str, limit: int) -> list[int]:
        """Return the rows whose scores rose ("up") or fell most, the largest first."""
        change = self.change if way == "up" else -self.change
        order = np.lexsort((self.ids, -change))[:limit]
        return [int(row) for row in order if change[row] > 0]


@dataclass(frozen=True, slots=True)
class Kept:
    """The days of which something is kept."""

    first: date
    last: date

    @property
    def usual_against(self) -> date:
        """The day ninety days before the newest, else the first there is."""
        return max(self.first, self.last - BACK)


def kept_days(workspace_id: int) -> Kept | None:
    """Return the first and the newest day computed, None before the first computation."""
    found = HealthDay.objects.filter(workspace_id=workspace_id).aggregate(first=Min("day"), last=Max("day"))
    return Kept(found["first"], found["last"]) if found["last"] else None


def open_base(*, user: User, day: date, against: date | None, is_then: bool = False) -> Base | None:
    """Return the base within a person's scope, None where the day is not kept.

    With `is_then` only what was known at the end of each day counts, where that was kept; `before` is None where the
    earlier day is not.
    """
    workspace_id = user.workspace_id or 0
    rows = list(Account.objects.visible_to(user).order_by("pk").values_list("pk", "name", "segment"))
    ids = np.array([row[0] for row in rows], dtype=np.int64)
    files = day_files(workspace_id)
    wanted = [each for each in (day, against) if each is not None]
    kept = {each: _read(files, each, is_then) for each in wanted}
    states = {row.day: row for row in HealthDay.objects.filter(workspace_id=workspace_id, day__in=wanted)}
    cards = _cards_of(workspace_id)
    sides = {
        each: _side(each, values, states[each], cards, ids)
        for each, values in kept.items()
        if values is not None and each in states
    }
    if day not in sides:
        return None
    names, segments = (np.array([row[place] for row in rows], dtype=object) for place in (1, 2))
    return Base(ids, names, segments, sides[day], sides.get(against) if against else None)


def _read(files: DayFiles, day: date, is_then: bool) -> DayValues | None:
    keys = (CARD, SCORE, CUSTOMER)
    return files.read_then(day, keys) if is_then else files.read(day, keys)


def _cards_of(workspace_id: int) -> dict[int, Scorecard]:
    versions = ScorecardVersion.objects.filter(scorecard__workspace_id=workspace_id)
    return {version.pk: card_of(version) for version in versions}


def _side(day: date, values: DayValues, state: HealthDay, cards: Mapping[int, Scorecard], ids: Int64) -> Side:
    """Lay a day's file beside the accounts in view; who is not in it is out."""
    at = np.searchsorted(values.accounts, ids)
    at = np.minimum(at, max(0, len(values.accounts) - 1))
    is_there = values.accounts[at] == ids if len(values.accounts) else np.zeros(len(ids), dtype=np.bool_)

    def column(name: str) -> NDArray[np.float64]:
        return (
            np.where(is_there, values.columns[name][at], np.nan)
            if len(values.accounts)
            else np.full(len(ids), np.nan)
        )

    score = np.rint(np.nan_to_num(column(SCORE), nan=NO_SCORE / 100) * 100).astype(np.int64)
    card = np.nan_to_num(column(CARD)).astype(np.int64)
    place = np.full(len(ids), NONE, dtype=np.int8)
    for version, read in cards.items():
        mine = (card == version) & (score >= 0)
        place[mine] = np.where(score[mine] >= read.green, GREEN, np.where(score[mine] >= read.amber, AMBER, RED))
    place[~(np.nan_to_num(column(CUSTOMER)) > 0)] = OUT
    return Side(day, values.known_on, state.is_stale, place, score, card, state.averages)
