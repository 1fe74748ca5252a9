"""What each row adds to the scores of many accounts at once: the explanation without its words, as columns."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tenure_engine.health.cards import Scorecard
from tenure_engine.health.scoring import score_all
from tenure_engine.health.values import Key

Float64 = NDArray[np.float64]
Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Added:
    """What the rows add, in hundredths: `measures` at their nominal weights, `rest` for the re-weighing of what is
    not known and rounding, `caps` (never above 0). Together they are the score, wherever there is one.
    """

    measures: Mapping[Key, Int64]
    rest: Int64
    caps: Int64


def add_all(card: Scorecard, values: Mapping[Key, Float64]) -> Added:
    """Return what each row adds for every account; each number is the one that `explain` gives for the account."""
    measures: dict[Key, Int64] = {}
    total: Int64 = np.zeros(next(iter(values.values())).shape, dtype=np.int64)
    for group in card.groups:
        for each in group.measures:
            share = card.numerator(group, each) * each.curve(values[each.key])
            amount = (2 * share + card.denominator) // (2 * card.denominator)
            measures[each.key] = measures[each.key] + amount if each.key in measures else amount
            total = total + amount
    capped = score_all(card, values).score
    plain = score_all(replace(card, caps=()), values).score
    return Added(measures, plain - total, capped - plain)
