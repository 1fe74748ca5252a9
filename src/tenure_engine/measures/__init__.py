"""The catalogue of measures: one file each, found here. A measure is one number about an account at a date."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from tenure_engine.registry import find_declarations
from tenure_engine.windows.inputs import Inputs, Source
from tenure_engine.windows.kernels import Float64, Grid
from tenure_engine.windows.usage import WINDOWS


class Unit(StrEnum):
    """What a value counts, and so how it is written."""

    USERS = "users"
    PEOPLE = "people"
    EVENTS = "events"
    LOG_INS = "log_ins"
    KINDS = "kinds"
    DAYS = "days"
    HOURS = "hours"
    MINUTES = "minutes"
    TICKETS = "tickets"
    TOUCHES = "touches"
    SHARE = "share"
    TIMES = "times"
    POINTS = "points"
    MONEY = "money"
    YES_NO = "yes_no"
    SEVERITY = "severity"
    NUMBER = "number"


class Direction(StrEnum):
    """Which way is healthier."""

    HIGHER = "higher"
    LOWER = "lower"


class Change(StrEnum):
    """How a trend compares a window with the one before: by share of it, or by difference."""

    RELATIVE = "relative"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example, which the tests compute: rows as in an import, the date, the value they must give.

    `given` maps a record kind to its rows; all belong to one account and are known since they happened, or
    since their `known` date. `value` None means unknown.
    """

    says: str
    given: Mapping[str, Sequence[Mapping[str, object]]]
    as_of: str
    value: float | None
    window: int = 0
    of: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of a measure: the days, the window (0: none), the event kind if it takes one."""

    first: int
    last: int
    window: int
    of: str = ""

    def grid(self, inputs: Inputs) -> Grid:
        """Return the grid of the accounts over the days asked for."""
        return Grid(len(inputs.accounts), self.first, self.last)


class MeasureError(ValueError):
    """A measure was asked for something it cannot give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """The declaration of a measure. Its name carries no window; texts are marked for translation.

    `level`, `fell` and `rose` are the clauses of a reason, each whole: "open tickets: {value}",
    "log-ins fell {percent} in {window} days". `fell` and `rose` are empty where a trend says nothing. `spans` is how
    many windows back the value itself looks.
    """

    name: str
    label: str
    meaning: str
    formula: str
    missing: str
    unit: Unit
    direction: Direction
    source: Source
    function: Callable[[Inputs, Ask], Float64] = field(repr=False)
    examples: tuple[Example, ...]
    level: str
    fell: str = ""
    rose: str = ""
    windows: tuple[int, ...] = WINDOWS
    default_window: int = 30
    change: Change = Change.RELATIVE
    takes_event: bool = False
    spans: int = 1

    @property
    def is_state(self) -> bool:
        """Tell whether the measure describes the date itself, so that its value needs no window."""
        return not self.windows

    def compute(self, inputs: Inputs, first_day: int, last_day: int, window: int = 0, of: str = "") -> Float64:
        """Return the values, accounts by days, NaN where unknown. Raises MeasureError for a wrong question."""
        self.check(window, of)
        if last_day < first_day:
            raise MeasureError(f"{self.name}: the last day lies before the first")
        return self.function(inputs, Ask(first_day, last_day, window, of))

    def check(self, window: int, of: str = "") -> None:
        """Raise MeasureError when the window or the event kind does not suit this measure."""
        if self.is_state and window:
            raise MeasureError(f"{self.name} describes a date: it takes no window")
        if not self.is_state and window not in self.windows:
            wanted = ", ".join(str(each) for each in self.windows)
            raise MeasureError(f"{self.name} takes a window of {wanted} days, not {window}")
        if bool(of) != self.takes_event:
            need = "needs the name of an event" if self.takes_event else "takes no event name"
            raise MeasureError(f"{self.name} {need}")


@cache
def all_measures() -> Mapping[str, Measure]:
    """Return every measure by name."""
    return find_declarations("tenure_engine.measures", "MEASURE", Measure)


def get_measure(name: str) -> Measure:
    """Return the measure of a name. Raises MeasureError, naming what there is."""
    found = all_measures().get(name)
    if found is None:
        raise MeasureError(f"there is no measure {name!r}; there are: {', '.join(all_measures())}")
    return found
