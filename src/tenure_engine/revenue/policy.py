"""The policies a revenue figure depends on, and the definition that every figure carries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tenure_engine.period import from_day
from tenure_engine.words import N_

Overlap = Literal["sum", "latest"]
End = Literal["exclusive", "inclusive"]

RULES = {
    "cohort": N_("The cohort are the customers with MRR at the end of the first date."),
    "state": N_("The state on a date is the state at the end of that day."),
    "point_to_point": N_("Two dates are compared: each customer's MRR at the end of the first and of the second."),
    "path": N_(
        "Every change of each customer between the two dates is followed and added up; what was lost and regained "
        "counts as lost, so that a rate can fall below zero."
    ),
    "month_ends": N_("Each month end is compared with the month end before."),
    "first_month": N_(
        "A customer belongs to the month of its first day with MRR, and is seen at every later month end."
    ),
    "sum": N_("Overlapping lines of a customer add up."),
    "latest": N_(
        "Of the lines active on a day only the one that started last counts; of equals the larger, "
        "then the larger id."
    ),
    "exclusive": N_("The end date is the first day without the line."),
    "inclusive": N_("The end date is the last day with the line."),
    "grace": N_("A gap without MRR of at most %(days)s days is bridged if a later line starts."),
    "no_grace": N_("No gap is bridged."),
    "ignored": N_("%(count)s lines end before or when they start; they are never active."),
}
METHODS = {"movements": "month_ends", "cohorts": "first_month"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One sentence of a definition: a template to be translated, and its numbers."""

    template: str
    numbers: Mapping[str, int]

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.template % self.numbers


@dataclass(frozen=True, slots=True)
class Policy:
    """How lines become MRR. Raises ValueError for a value that is not one of the choices."""

    overlap: Overlap = "sum"
    end: End = "exclusive"
    path: bool = False
    grace_days: int = 7

    def __post_init__(self) -> None:
        """Refuse what is not a policy."""
        if self.overlap not in ("sum", "latest"):
            raise ValueError(f"overlap must be sum or latest, not {self.overlap!r}")
        if self.end not in ("exclusive", "inclusive"):
            raise ValueError(f"end must be exclusive or inclusive, not {self.end!r}")
        if self.grace_days < 0:
            raise ValueError(f"grace must be 0 days or more, not {self.grace_days}")

    @property
    def method(self) -> Literal["path", "point_to_point"]:
        """Return the name of the way two dates are compared."""
        return "path" if self.path else "point_to_point"


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure means: its period, its policies and the lines it was made of.

    `ignored_lines` end before or when they start; `free_lines` have no monthly value. Neither is ever active.
    """

    figure: str
    from_day: int
    to_day: int
    policy: Policy
    lines: int
    ignored_lines: int
    free_lines: int

    @property
    def method(self) -> str:
        """Return the name of the way dates are compared."""
        return METHODS.get(self.figure, self.policy.method)

    def as_dict(self) -> dict[str, str | int]:
        """Return the definition as plain values, dates in ISO format, for JSON and for screens."""
        return {
            "figure": self.figure,
            "from": from_day(self.from_day).isoformat(),
            "to": from_day(self.to_day).isoformat(),
            "method": self.method,
            "overlap": self.policy.overlap,
            "end": self.policy.end,
            "grace_days": self.policy.grace_days,
            "state": "end_of_day",
            "lines": self.lines,
            "ignored_lines": self.ignored_lines,
            "free_lines": self.free_lines,
        }

    def rules(self) -> tuple[Rule, ...]:
        """Return the rules of this definition as sentences to be translated."""
        policy = self.policy
        names = [] if self.figure in METHODS else ["cohort"]
        names += ["state", self.method, policy.overlap, policy.end, "grace" if policy.grace_days else "no_grace"]
        names += ["ignored"] if self.ignored_lines else []
        numbers = {"grace": {"days": policy.grace_days}, "ignored": {"count": self.ignored_lines}}
        return tuple(Rule(RULES[name], numbers.get(name, {})) for name in names)
