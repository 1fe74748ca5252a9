"""The hidden process: how much each customer's people want to use the product (use) and how content they are (mood).

Both are weekly levels around 0.4 with a spread of about 1; nothing that the product shows reads them directly.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenure.integrations.demo.common.plan import HISTORY_DAYS, Customer
from tenure.integrations.demo.ledger import Streams

WEEKS = HISTORY_DAYS // 7 + 1
Levels = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Engagement:
    """Levels of use and mood: accounts x weeks; week 0 begins on `first_day`."""

    use: Levels
    mood: Levels
    first_day: int

    def week(self, day: int) -> int:
        """Return the week of a day, kept within the table."""
        last: int = self.use.shape[1] - 1
        return min(max((day - self.first_day) // 7, 0), last)

    def recent(self, number: int, day: int, weeks: int = 10) -> float:
        """Return what counts when a customer decides: mostly use, partly mood, over the last weeks."""
        last = self.week(day) + 1
        part = slice(max(last - weeks, 0), last)
        return float(0.62 * self.use[number - 1, part].mean() + 0.38 * self.mood[number - 1, part].mean())


def simulate(streams: Streams, customers: list[Customer], today: int) -> Engagement:
    """Return the hidden levels of all customers."""
    first_day = today - WEEKS * 7
    use = np.empty((len(customers), WEEKS))
    mood = np.empty_like(use)
    for row, customer in enumerate(customers):
        rng = streams.of("engagement", customer.number)
        use[row], mood[row] = _levels(rng, customer, first_day, today)
    return Engagement(use, mood, first_day)


def _levels(rng: np.random.Generator, customer: Customer, first_day: int, today: int) -> tuple[Levels, Levels]:
    noise = _autoregressive(rng, 0.88, 0.20)
    moody = _autoregressive(rng, 0.93, 0.20)
    if customer.plot:
        use = _knots(customer.plot.use) + 0.4 * noise
        mood = _knots(customer.plot.mood or customer.plot.use) + 0.4 * moody
        return use, mood
    use = customer.fit + noise + _regimes(rng)
    if customer.champion_left is not None:
        use = use - _after(customer.champion_left, first_day, 1.0, 40)
    mood = 0.55 * use + 0.3 + moody
    return use, mood


def _autoregressive(rng: np.random.Generator, memory: float, spread: float) -> Levels:
    steps = rng.normal(0, spread, WEEKS)
    level = np.empty(WEEKS)
    level[0] = steps[0] / np.sqrt(1 - memory**2)
    for week in range(1, WEEKS):
        level[week] = memory * level[week - 1] + steps[week]
    return level


def _regimes(rng: np.random.Generator) -> Levels:
    """Return slow changes: declines of two to five months, of which some recover, and phases of growth."""
    total = np.zeros(WEEKS)
    weeks = np.arange(WEEKS)
    for _ in range(rng.poisson(0.34 * WEEKS / 52)):
        start, length = int(rng.integers(0, WEEKS)), int(rng.integers(8, 22))
        ramp = np.clip((weeks - start) / length, 0, 1) * rng.uniform(0.8, 2.0)
        if rng.random() < 0.5:
            ramp *= 1 - np.clip((weeks - start - length - 10) / 12, 0, 1)
        total -= ramp
    for _ in range(rng.poisson(0.26 * WEEKS / 52)):
        start = int(rng.integers(0, WEEKS))
        total += np.clip((weeks - start) / 16, 0, 1) * rng.uniform(0.4, 0.9)
    return np.clip(total, -2.4, 1.4)


def _after(day: int, first_day: int, depth: float, weeks: float) -> Levels:
    """Return a fall on a day that heals over the given weeks."""
    since = np.arange(WEEKS) - (day - first_day) / 7
    return np.where(since >= 0, depth * np.clip(1 - since / weeks, 0, 1), 0.0)


def _knots(knots: tuple[tuple[float, float], ...]) -> Levels:
    """Return the straight lines between knots of (weeks ago, level)."""
    ago = np.array([knot[0] for knot in knots][::-1])
    level = np.array([knot[1] for knot in knots][::-1])
    levels: Levels = np.interp(np.arange(WEEKS, 0, -1) - 1.0, ago, level)
    return levels
