"""The declaration of an alert rule: what it means, what can be set, what it finds and how that is said."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tenure_engine.alerts._facts import Facts
from tenure_engine.alerts._truth import Truth
from tenure_engine.health.cards import Bound
from tenure_engine.measures import Unit
from tenure_engine.windows.kernels import Float64, Grid
from tenure_engine.words import N_

Value = bool | int | float | str
HOLD = "hold_days"
MOST_DAYS = 365


class AlertError(ValueError):
    """An alert rule was asked for something it cannot give: the message names what and what can be."""


class Kind(StrEnum):
    """Which type of call to action an alert opens."""

    RISK = "risk"
    OPPORTUNITY = "opportunity"
    LIFECYCLE = "lifecycle"
    OBJECTIVE = "objective"
    ACTIVITY = "activity"


class Severity(StrEnum):
    """How much an alert weighs, and so how soon somebody should look at it."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def due_days(self) -> int:
        """Within how many days somebody should have acted."""
        return {Severity.HIGH: 2, Severity.MEDIUM: 7, Severity.LOW: 14}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What can be set. A whole default takes whole numbers from `lowest` to `highest`, a fraction any between
    them, yes or no itself; with `choices` (value, label) only these.
    """

    name: str
    label: str
    unit: Unit
    default: Value
    lowest: float = 1
    highest: float = MOST_DAYS
    choices: tuple[tuple[Value, str], ...] = ()

    def read(self, value: object) -> Value:
        """Return a value that suits this parameter. Raises AlertError, naming what does."""
        if self.choices:
            found = [each for each, _label in self.choices if each == value and type(each) is type(value)]
            if not found:
                wanted = ", ".join(str(each) for each, _label in self.choices)
                raise AlertError(f"{self.name} is one of {wanted}, not {value!r}")
            return found[0]
        if isinstance(self.default, bool):
            if not isinstance(value, bool):
                raise AlertError(f"{self.name} is true or false, not {value!r}")
            return value
        return self._number(value)

    def _number(self, value: object) -> int | float:
        is_whole = isinstance(self.default, int)
        wanted = "a whole number" if is_whole else "a number"
        if isinstance(value, bool) or not isinstance(value, int | float) or (is_whole and value != int(value)):
            raise AlertError(f"{self.name} is {wanted}, not {value!r}")
        if not self.lowest <= value <= self.highest:
            raise AlertError(f"{self.name} is {wanted} from {self.lowest:g} to {self.highest:g}, not {value:g}")
        return int(value) if is_whole else float(value)


class Parameters(Mapping[str, Value]):
    """The parameters of a rule, read: every one has a value that suits it."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def whole(self, name: str) -> int:
        """Return a whole number."""
        return int(self._values[name])

    def number(self, name: str) -> float:
        """Return a number."""
        return float(self._values[name])

    def word(self, name: str) -> str:
        """Return a choice."""
        return str(self._values[name])


@dataclass(frozen=True, slots=True)
class Evidence:
    """A number that a rule shows for each account and day it looked at."""

    name: str
    label: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class Found:
    """Where the condition holds, and the evidence: accounts by days, NaN where a number is not known."""

    truth: Truth
    values: Mapping[str, Float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example, which the tests compute: rows as in `measures.Example`, and the date.

    Beside the record kinds `given` takes `scores`: rows with `day`, `score` and `coverage`, each lasting until the
    next; `bands`: one row with `amber` and `green`; `segment`: rows with `day`, `average` and `customers`.
    `evidence` are numbers the rule must show on that date; `fires` whether it opens an alert by then.
    """

    says: str
    given: Mapping[str, Sequence[Mapping[str, object]]]
    as_of: str
    fires: bool
    evidence: Mapping[str, float] = field(default_factory=dict)
    parameters: Mapping[str, Value] = field(default_factory=dict)


Condition = Callable[[Facts, Grid, Parameters], Found]


def held_for(days: int) -> Parameter:
    """Return the parameter that every rule has: for how many days in a row its condition must hold."""
    return Parameter(name=HOLD, label=N_("True for"), unit=Unit.DAYS, default=days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The declaration of an alert rule. Texts are marked for translation.

    `condition` is the exact rule, `action` what to do, `clause` the reason as a whole clause; these may name
    evidence and parameters in braces. Rules with the same `reason` share one call to action. `charted` names the
    evidence to draw, `threshold` the parameter or evidence it is held against, and `bound` from which side.
    `looks_back` names the parameter that says how many days before a date scores are read.
    """

    name: str
    label: str
    meaning: str
    condition: str
    action: str
    clause: str
    kind: Kind
    reason: str
    severity: Severity
    parameters: tuple[Parameter, ...]
    evidence: tuple[Evidence, ...]
    function: Condition = field(repr=False)
    examples: tuple[Example, ...]
    charted: str
    threshold: str = ""
    bound: Bound = Bound.AT_LEAST
    looks_back: str = ""

    def defaults(self) -> Parameters:
        """Return the parameters as shipped."""
        return self.read({})

    def read(self, given: Mapping[str, object]) -> Parameters:
        """Return all parameters, those not given as shipped. Raises AlertError for an unknown or wrong one."""
        known = {each.name: each for each in self.parameters}
        unknown = sorted(set(given) - set(known))
        if unknown:
            raise AlertError(f"{self.name} has no parameter {unknown[0]!r}; it has: {', '.join(known)}")
        return Parameters({name: each.read(given.get(name, each.default)) for name, each in known.items()})

    def parameter(self, name: str) -> Parameter:
        """Return a parameter by name."""
        return next(each for each in self.parameters if each.name == name)

    def shown(self, name: str) -> Evidence:
        """Return a piece of evidence by name."""
        return next(each for each in self.evidence if each.name == name)

    def reach(self, parameters: Parameters) -> int:
        """Return how many days before the first day must be looked at to tell whether an alert is open on it."""
        further = parameters.whole(self.looks_back) if self.looks_back else 0
        return parameters.whole(HOLD) - 1 + further
