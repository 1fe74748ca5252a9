"""A score with its exact explanation, and the same scores for all accounts and days at once.

Both are integer arithmetic. An explanation's rows add up to the score to the last hundredth: each measure's share
at its nominal weight, then one row for the re-weighing of what is missing, one for rounding, one for each cap.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from tenure_engine.health.cards import FULL, Band, Cap, CardMeasure, Group, Missing, Scorecard, divide
from tenure_engine.health.values import Key, Use
from tenure_engine.measures import get_measure

Float64 = NDArray[np.float64]
Int64 = NDArray[np.int64]
UNKNOWN = -1
"""A score that cannot be given, in arrays."""


class RowKind(StrEnum):
    """What a row of an explanation stands for."""

    MEASURE = "measure"
    REWEIGHING = "reweighing"
    ROUNDING = "rounding"
    CAP = "cap"


class State(StrEnum):
    """Whether a measure was known, and if not, what that did."""

    KNOWN = "known"
    LEFT_OUT = "left_out"
    POOR = "poor"
    UNKNOWN = "unknown"


class Because(StrEnum):
    """Why there is no score."""

    NOTHING_KNOWN = "nothing_known"
    NEEDED_MEASURE = "needed_measure"
    TOO_LITTLE_COVERAGE = "too_little_coverage"


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `contribution` is what it adds to the score, in hundredths.

    Of a measure: `share` is its nominal weight and `effective` the one after re-weighing, in hundredths of a per
    cent; `points` what its value is worth; `lost` what it takes from a full score. `level` and `previous` are the
    value itself and the one a window before. Of a cap: `limit`, and `number` its place on the card.
    """

    kind: RowKind
    contribution: int
    group: str = ""
    key: Key | None = None
    state: State = State.KNOWN
    value: float | None = None
    level: float | None = None
    previous: float | None = None
    points: int | None = None
    share: int = 0
    effective: int = 0
    lost: int = 0
    limit: int | None = None
    number: int = 0

    @property
    def identity(self) -> tuple[str, str, str, int]:
        """Return what makes this row the same row on another date."""
        return (self.kind, self.group, str(self.key or ""), self.number)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A score in hundredths (None: unknown, and `because` says why) and the rows that add up to it.

    `coverage` is the share of the weights whose measures are known, in hundredths of a per cent.
    """

    card: str
    score: int | None
    band: Band | None
    coverage: int
    rows: tuple[Row, ...]
    because: Because | None = None

    @property
    def total(self) -> int:
        """Return what the rows add up to."""
        return sum(row.contribution for row in self.rows)


def explain(card: Scorecard, values: Mapping[Key, float]) -> Explanation:
    """Return the score of one account at one date. A key that is not given is unknown."""
    parts = [
        _Part(group, each, _measure_row(card, group, each, values))
        for group in card.groups
        for each in group.measures
    ]
    available = {group.name: 0 for group in card.groups}
    for part in parts:
        available[part.group.name] += part.each.weight if part.is_available else 0
    _weigh_again(card, parts, available)
    rows = [part.row for part in parts]
    known = sum(card.numerator(part.group, part.each) for part in parts if part.row.state is State.KNOWN)
    coverage = known * FULL // card.denominator
    because = _why_unknown(card, rows, known, coverage)
    if because:
        return Explanation(card.name, None, None, coverage, tuple(rows), because)
    worth = sum(card.numerator(part.group, part.each) * (part.row.points or 0) for part in parts)
    nominal = divide(worth, card.denominator)
    exact = _reweighed(card, parts, available)
    if exact != nominal:
        rows.append(Row(RowKind.REWEIGHING, exact - nominal))
    spread = nominal - sum(row.contribution for row in rows if row.kind is RowKind.MEASURE)
    if spread:
        rows.append(Row(RowKind.ROUNDING, spread))
    caps, score = _caps(card, values, exact)
    rows += caps
    return Explanation(card.name, score, card.band(score), coverage, tuple(rows))


@dataclass(slots=True)
class _Part:
    """A measure of a group with its row, which is made anew once the weights are known."""

    group: Group
    each: CardMeasure
    row: Row

    @property
    def is_available(self) -> bool:
        return self.row.state in (State.KNOWN, State.POOR)


def _told(values: Mapping[Key, float], key: Key) -> float | None:
    value = values.get(key, math.nan)
    return None if math.isnan(value) else float(value)


def _measure_row(card: Scorecard, group: Group, each: CardMeasure, values: Mapping[Key, float]) -> Row:
    key, value = each.key, _told(values, each.key)
    weight = card.numerator(group, each)
    plain = 0 if get_measure(key.name).is_state else key.window
    state, points = State.KNOWN, None
    if value is not None:
        points = each.curve.at(value)
    elif each.missing is Missing.POOR:
        state, points = State.POOR, 0
    else:
        state = State.UNKNOWN if each.missing is Missing.UNKNOWN else State.LEFT_OUT
    return Row(
        RowKind.MEASURE,
        divide(weight * points, card.denominator) if points else 0,
        group=group.name,
        key=key,
        state=state,
        value=value,
        level=_told(values, Key(key.name, plain, Use.VALUE, key.of)),
        previous=_told(values, Key(key.name, key.window, Use.PREVIOUS, key.of)) if key.window else None,
        points=points,
        share=divide(weight * FULL, card.denominator),
    )


def _weigh_again(card: Scorecard, parts: list[_Part], available: Mapping[str, int]) -> None:
    """Give the rows their weight after re-weighing and what they take from a full score."""
    weights = sum(group.weight for group in card.groups if available[group.name])
    for part in parts:
        if part.is_available:
            weight, whole = part.group.weight * part.each.weight, weights * available[part.group.name]
            lost = _half_even(weight * (FULL - (part.row.points or 0)), whole)
            part.row = replace(part.row, effective=_half_even(weight * FULL, whole), lost=lost)


def _half_even(above: int, below: int) -> int:
    """Return a fraction rounded to the nearest whole number, a half to the even one."""
    whole, rest = divmod(above, below)
    return whole + (2 * rest > below or (2 * rest == below and whole % 2 == 1))


def _why_unknown(card: Scorecard, rows: list[Row], known: int, coverage: int) -> Because | None:
    if not known:
        return Because.NOTHING_KNOWN
    if any(row.state is State.UNKNOWN for row in rows):
        return Because.NEEDED_MEASURE
    return Because.TOO_LITTLE_COVERAGE if coverage < card.min_coverage else None


def _reweighed(card: Scorecard, parts: list[_Part], available: Mapping[str, int]) -> int:
    """Return the score when the groups and measures that are available share the whole weight."""
    weights = sum(group.weight for group in card.groups if available[group.name])
    total = Fraction(0)
    for group in card.groups:
        if available[group.name]:
            worth = sum(part.each.weight * (part.row.points or 0) for part in parts if part.group is group)
            total += Fraction(group.weight * worth, weights * available[group.name])
    return divide(total.numerator, total.denominator)


def _caps(card: Scorecard, values: Mapping[Key, float], score: int) -> tuple[list[Row], int]:
    """Return a row for each cap that is met, in order of the limit, and the score after them."""
    rows = []
    met = [(cap, number) for number, cap in enumerate(card.caps) if cap.is_met_by(values.get(cap.key, math.nan))]
    for cap, number in sorted(met, key=lambda pair: (pair[0].limit, pair[1])):
        after = min(score, cap.limit)
        rows.append(_cap_row(cap, number, after - score, values))
        score = after
    return rows, score


def _cap_row(cap: Cap, number: int, contribution: int, values: Mapping[Key, float]) -> Row:
    return Row(
        RowKind.CAP,
        contribution,
        key=cap.key,
        value=_told(values, cap.key),
        level=_told(values, cap.key),
        limit=cap.limit,
        lost=-contribution,
        number=number,
    )


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores in hundredths (UNKNOWN where there is none) and coverage in hundredths of a per cent."""

    score: Int64
    coverage: Int64


def score_all(card: Scorecard, values: Mapping[Key, Float64]) -> Scores:
    """Return the scores of all accounts and days; each equals the score that `explain` gives for the cell."""
    shape = next(iter(values.values())).shape
    worth, available, known, needed = [], [], [], np.zeros(shape, dtype=np.bool_)
    for group in card.groups:
        sums = [np.zeros(shape, dtype=np.int64) for _ in range(3)]
        for each in group.measures:
            value = values[each.key]
            there = ~np.isnan(value)
            sums[0] += each.weight * each.curve(value)
            sums[1] += each.weight if each.missing is Missing.POOR else each.weight * there
            sums[2] += each.weight * there
            if each.missing is Missing.UNKNOWN:
                needed |= ~there
        worth.append(sums[0])
        available.append(sums[1])
        known.append(sums[2])
    score = _exact(card, worth, available)
    share = sum(
        group.weight * (card.common // group.total) * weight for group, weight in zip(card.groups, known, strict=True)
    )
    known_share = np.asarray(share, dtype=np.int64)
    coverage = known_share * FULL // card.denominator
    for cap in card.caps:
        score = np.where(cap.is_met(values[cap.key]), np.minimum(score, cap.limit), score)
    score[(known_share == 0) | needed | (coverage < card.min_coverage)] = UNKNOWN
    return Scores(score, coverage)


def _exact(card: Scorecard, worth: list[Int64], available: list[Int64]) -> Int64:
    """Return the re-weighed score, rounded half up: sum of W P / A over the groups there, over the sum of W."""
    weights = np.zeros(worth[0].shape, dtype=np.int64)
    parts = np.ones(worth[0].shape, dtype=np.int64)
    for group, there in zip(card.groups, available, strict=True):
        weights += np.where(there > 0, group.weight, 0)
        parts *= np.maximum(there, 1)
    total = np.zeros(worth[0].shape, dtype=np.int64)
    for group, points, there in zip(card.groups, worth, available, strict=True):
        total += group.weight * points * (parts // np.maximum(there, 1))
    below = np.maximum(weights, 1) * parts
    score: Int64 = (2 * total + below) // (2 * below)
    return score
