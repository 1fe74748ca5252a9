"""What is known to hold, known not to, or not known: the third never fires and never ends anything."""

from dataclasses import dataclass

import numpy as np

from tenure_engine.windows.inputs import Bool
from tenure_engine.windows.kernels import Float64


@dataclass(frozen=True, slots=True)
class Truth:
    """`holds` where something is known to hold; `known` where it is known whether it does."""

    holds: Bool
    known: Bool

    @property
    def fails(self) -> Bool:
        """Where it is known not to hold."""
        return self.known & ~self.holds


def sure(holds: Bool) -> Truth:
    """Return a truth of which everything is known."""
    return Truth(holds, np.ones_like(holds))


def at_least(values: Float64, threshold: Float64 | float) -> Truth:
    """Return where a value reaches a threshold; NaN is not known."""
    with np.errstate(invalid="ignore"):
        return Truth(np.asarray(values >= threshold), ~np.isnan(values + threshold))


def at_most(values: Float64, threshold: Float64 | float) -> Truth:
    """Return where a value is not above a threshold; NaN is not known."""
    with np.errstate(invalid="ignore"):
        return Truth(np.asarray(values <= threshold), ~np.isnan(values + threshold))


def below(values: Float64, threshold: Float64 | float) -> Truth:
    """Return where a value is below a threshold; NaN is not known."""
    with np.errstate(invalid="ignore"):
        return Truth(np.asarray(values < threshold), ~np.isnan(values + threshold))


def both(*truths: Truth) -> Truth:
    """Return where all hold; it is known not to hold as soon as one is known not to."""
    holds, known, fails = truths[0].holds.copy(), truths[0].known.copy(), truths[0].fails
    for each in truths[1:]:
        holds &= each.holds
        known &= each.known
        fails |= each.fails
    return Truth(holds, known | fails)
