"""What moved the base: each measure's part in the change of the average, and why single accounts moved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tenure.health.history import DayValues
from tenure.health.models import ScorecardVersion
from tenure.health.queries.base import Base, Side
from tenure.health.queries.cards import card_of
from tenure.health.queries.explanations import day_files
from tenure_engine.health.adding import add_all
from tenure_engine.health.cards import Scorecard
from tenure_engine.health.moves import Movement, why_moved
from tenure_engine.health.scoring import Explanation, explain
from tenure_engine.health.values import Key

Bool = NDArray[np.bool_]
Float64 = NDArray[np.float64]
Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class BaseMoves:
    """The mean score on both days of those who had one on both, and what each measure did to it, in points.

    The parts add up to the difference of the means: measures by name, `rest` for what is known of less or more and
    for rounding, `caps`.
    """

    count: int
    before: float
    after: float
    measures: Mapping[str, float]
    rest: float
    caps: float


@dataclass(frozen=True, slots=True)
class MovedAccount:
    """Two explanations of one account with the cards that made them, and the difference row by row."""

    account_id: int
    before_card: Scorecard
    after_card: Scorecard
    movement: Movement


@dataclass
class DayValuesOf:
    """What was kept of one day, laid beside the accounts in view; each key is read once."""

    values: DayValues
    at: Int64
    cards: Mapping[int, Scorecard]
    side: Side
    told: dict[int, list[tuple[Key, Float64]]] = field(default_factory=dict)

    def column(self, key: Key, rows: Int64) -> Float64:
        """Return the values of some accounts, NaN where nothing is kept."""
        column = self.values.columns.get(str(key))
        return np.full(len(rows), np.nan) if column is None else column[self.at[rows]]

    def explain(self, row: int) -> tuple[Scorecard, Explanation]:
        """Return the explanation of one account and the card that made it."""
        version, place = int(self.side.card[row]), self.at[row]
        card, columns = self.cards[version], self.values.columns
        if version not in self.told:
            self.told[version] = [(key, columns[str(key)]) for key in card.told_keys() if str(key) in columns]
        return card, explain(card, {key: float(column[place]) for key, column in self.told[version]})


class Moves:
    """Why the base, or single accounts of it, moved between its two days."""

    def __init__(self, base: Base, *, workspace_id: int, is_then: bool = False) -> None:
        self.base = base
        files = day_files(workspace_id)
        read = files.read_then if is_then else files.read
        sides = [side for side in (base.before, base.now) if side is not None]
        used = {int(each) for side in sides for each in np.unique(side.card) if each}
        cards = {version.pk: card_of(version) for version in ScorecardVersion.objects.filter(pk__in=used)}
        keys = {str(key) for card in cards.values() for key in card.told_keys()}
        self.sides = [self._side(read(side.day, keys), side, cards) for side in sides]

    def _side(self, values: DayValues | None, side: Side, cards: Mapping[int, Scorecard]) -> DayValuesOf:
        assert values is not None  # the side itself was read from this file
        at = np.minimum(np.searchsorted(values.accounts, self.base.ids), max(0, len(values.accounts) - 1))
        return DayValuesOf(values, at, cards, side)

    def of_accounts(self, rows: Iterable[int]) -> dict[int, MovedAccount]:
        """Return why accounts moved, by row; only of those that had a score on both days."""
        if len(self.sides) < 2:
            return {}
        before, now = self.sides
        found = {}
        for row in rows:
            if self.base.both[row]:
                (old_card, old), (new_card, new) = before.explain(row), now.explain(row)
                found[row] = MovedAccount(int(self.base.ids[row]), old_card, new_card, why_moved(old, new))
        return found

    def of_base(self) -> BaseMoves | None:
        """Return what moved the mean of those with a score on both days; None where there are none."""
        rows = np.flatnonzero(self.base.both)
        if len(self.sides) < 2 or not len(rows):
            return None
        before, after = (_added(side, rows) for side in self.sides)
        names = dict.fromkeys([*after.measures, *before.measures])
        measures = {name: after.measures.get(name, 0.0) - before.measures.get(name, 0.0) for name in names}
        return BaseMoves(
            count=len(rows),
            before=before.mean,
            after=after.mean,
            measures=measures,
            rest=after.rest - before.rest,
            caps=after.caps - before.caps,
        )


@dataclass(frozen=True, slots=True)
class _Means:
    """What rows add on average, in points."""

    mean: float
    measures: Mapping[str, float]
    rest: float
    caps: float


def _added(side: DayValuesOf, rows: Int64) -> _Means:
    """Return what each measure, the rest and the caps add to the mean score of some accounts."""
    measures: dict[str, int] = {}
    rest = caps = 0
    for version in np.unique(side.side.card[rows]):
        mine = rows[side.side.card[rows] == version]
        card = side.cards[int(version)]
        added = add_all(card, {key: side.column(key, mine) for key in card.needed_keys()})
        for key, amounts in added.measures.items():
            measures[key.name] = measures.get(key.name, 0) + int(amounts.sum())
        rest, caps = rest + int(added.rest.sum()), caps + int(added.caps.sum())
    per = 100 * len(rows)
    total = int(side.side.score[rows].sum())
    return _Means(total / per, {name: amount / per for name, amount in measures.items()}, rest / per, caps / per)
