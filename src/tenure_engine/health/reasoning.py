"""The reasons for the scores of many accounts at once: what each row costs as columns, a clause for the costliest.

An explanation has a row for every measure of the card; of fifty thousand accounts a list tells two or three each.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tenure_engine.health.cards import FULL, CardMeasure, Group, Missing, Scorecard
from tenure_engine.health.reasons import NOTABLE, Clause, clause
from tenure_engine.health.scoring import UNKNOWN, Row, RowKind, State, score_all
from tenure_engine.health.values import Key, Use
from tenure_engine.measures import get_measure

Bool = NDArray[np.bool_]
Int64 = NDArray[np.int64]
Float64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Column:
    """One row of the explanations: of which key, and what it takes from the full score of each account."""

    kind: RowKind
    key: Key
    lost: Int64


def reasons_all(card: Scorecard, values: Mapping[Key, Float64], limit: int = 3) -> list[list[Clause]]:
    """Return for each account the clauses that `reasons` gives for its explanation. A key not given is unknown."""
    count = len(next(iter(values.values())))
    known = {**dict.fromkeys(card.needed_keys(), np.full(count, np.nan)), **values}
    columns = [*_caps(card, known), *_measures(card, known)]
    lost = np.stack([column.lost for column in columns])
    is_cap = np.array([column.kind is RowKind.CAP for column in columns], dtype=np.bool_)
    rank = np.where(is_cap[:, None], -lost - 2 * FULL, -lost)
    rank[lost < NOTABLE] = FULL  # behind all that is told
    order = np.argsort(rank, axis=0, kind="stable")
    notable = (lost >= NOTABLE).sum(axis=0)
    lists = {key: column.tolist() for key, column in known.items()}
    told = []
    for place, (numbers, there) in enumerate(zip(order.T.tolist(), notable.tolist(), strict=True)):
        chosen = _distinct([columns[number] for number in numbers[:there]], limit)
        told.append([clause(_row(column, lists, place)) for column in chosen])
    return told


def _distinct(columns: Sequence[_Column], limit: int) -> list[_Column]:
    """Return the first columns, of each measure only one."""
    first: dict[str, _Column] = {}
    for column in columns:
        if len(first) == limit:
            break
        first.setdefault(column.key.name, column)
    return list(first.values())


def _caps(card: Scorecard, values: Mapping[Key, Float64]) -> Iterator[_Column]:
    """Yield what each cap takes, those with the lowest limit first; nothing where there is no score."""
    score = score_all(replace(card, caps=()), values).score
    for cap in sorted(card.caps, key=lambda cap: cap.limit):
        met = cap.is_met(values[cap.key]) & (score != UNKNOWN)
        after = np.where(met, np.minimum(score, cap.limit), score)
        yield _Column(RowKind.CAP, cap.key, score - after)
        score = after


def _measures(card: Scorecard, values: Mapping[Key, Float64]) -> Iterator[_Column]:
    """Yield what each measure takes, by its weight among those that count."""
    counts = {each: _counts(each, values) for group in card.groups for each in group.measures}
    available = [_available(group, counts) for group in card.groups]
    weights = np.sum(
        [np.where(there > 0, group.weight, 0) for group, there in zip(card.groups, available, strict=True)], axis=0
    )
    for group, there in zip(card.groups, available, strict=True):
        for each in group.measures:
            missed = group.weight * each.weight * (FULL - each.curve(values[each.key]))
            lost = _rounded(missed, np.maximum(weights * there, 1))
            yield _Column(RowKind.MEASURE, each.key, np.where(counts[each], lost, 0))


def _counts(each: CardMeasure, values: Mapping[Key, Float64]) -> Bool:
    """Return where a measure counts: where it is known, or missing and held for poor."""
    is_known: Bool = ~np.isnan(values[each.key])
    return is_known | True if each.missing is Missing.POOR else is_known


def _available(group: Group, counts: Mapping[CardMeasure, Bool]) -> Int64:
    """Return the sum of the weights of a group's measures that count."""
    total: Int64 = np.sum([each.weight * counts[each] for each in group.measures], axis=0, dtype=np.int64)
    return total


def _rounded(numerator: Int64, denominator: Int64) -> Int64:
    """Return the quotient rounded half to even, as `round` does with a fraction."""
    whole, rest = np.divmod(numerator, denominator)
    is_up = (2 * rest > denominator) | ((2 * rest == denominator) & (whole % 2 == 1))
    rounded: Int64 = whole + is_up
    return rounded


def _row(column: _Column, values: Mapping[Key, Sequence[float]], place: int) -> Row:
    """Return what a clause needs to know of a row."""
    key = column.key
    value = _told(values, key, place)
    if column.kind is RowKind.CAP:
        return Row(RowKind.CAP, 0, key=key, value=value, level=value)
    window = 0 if get_measure(key.name).is_state else key.window
    return Row(
        RowKind.MEASURE,
        0,
        key=key,
        state=State.POOR if value is None else State.KNOWN,
        value=value,
        level=_told(values, Key(key.name, window, Use.VALUE, key.of), place),
        previous=_told(values, Key(key.name, key.window, Use.PREVIOUS, key.of), place) if key.window else None,
    )


def _told(values: Mapping[Key, Sequence[float]], key: Key, place: int) -> float | None:
    column = values.get(key)
    return None if column is None or column[place] != column[place] else column[place]
