"""What makes one demo company different from another: sizes, shares, chances, stories."""

from collections.abc import Mapping
from dataclasses import dataclass

from tenure.integrations.demo.common.plots import Plot

SEGMENTS = ("enterprise", "mid", "small")
Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Profile:
    """The numbers of a company. Keys of segments are `SEGMENTS`, of sources those of the words.

    `seats` is the range of what is bought (seats, robots), `per_seat` the products whose price is for each of them,
    `service` the one-off product sold with first contracts. `targets` are shares of yes by kind of decision: at a
    year's or a month's end (leave), per quarter (grow), per departure (return).
    """

    key: str
    sizes: Mapping[str, int]
    prospects: int
    segment_share: Mapping[str, float]
    seats: Mapping[str, tuple[int, int]]
    discount: Mapping[str, Range]
    cac_months: Mapping[str, float]
    source_share: Mapping[str, float]
    monthly_share: float
    module_chance: Mapping[str, Mapping[str, float]]
    grow_modules: tuple[str, ...]
    per_seat: tuple[str, ...]
    service: str
    targets: Mapping[str, float]
    plots: tuple[Plot, ...]
    subsidiaries: tuple[int, ...]
    referred: tuple[int, ...]

    def plot(self, number: int) -> Plot | None:
        """Return the story of an account, by its number."""
        return next((plot for plot in self.plots if plot.number == number), None)
