"""What a person asks of the revenue figures."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from tenure_engine.period import add_months, month_end, to_day
from tenure_engine.revenue import Policy
from tenure_engine.revenue.policy import End, Overlap


@dataclass(frozen=True, slots=True)
class Criteria:
    """A window, policies, and a narrower choice of accounts and knowledge.

    `known_on` asks for the record as it was known at the end of that day; None for all that is known now.
    """

    from_on: date
    to_on: date
    overlap: Overlap = "sum"
    end: End = "exclusive"
    grace_days: int = 7
    path: bool = False
    segment: str = ""
    known_on: date | None = None

    @property
    def policy(self) -> Policy:
        """Return the policy for the engine; raises ValueError for a value that is none."""
        return Policy(overlap=self.overlap, end=self.end, path=self.path, grace_days=self.grace_days)

    @property
    def window(self) -> tuple[int, int]:
        """Return the two dates as day numbers."""
        return to_day(self.from_on), to_day(self.to_on)

    def known(self, on: date | None) -> "Criteria":
        """Return the same question, asked of the record as known on another day."""
        return replace(self, known_on=on)

    def parameters(self) -> dict[str, str]:
        """Return the parameters of an address that asks this; defaults are left out."""
        words = {"from": self.from_on.isoformat(), "to": self.to_on.isoformat()}
        if self.overlap != "sum":
            words["overlap"] = self.overlap
        if self.end != "exclusive":
            words["end"] = self.end
        if self.grace_days != 7:
            words["grace"] = str(self.grace_days)
        if self.path:
            words["method"] = "path"
        if self.segment:
            words["segment"] = self.segment
        if self.known_on is not None:
            words["known_at"] = self.known_on.isoformat()
        return words


def usual_window(today: date) -> tuple[date, date]:
    """Return the twelve months up to the end of the last complete month."""
    until = today.replace(day=1) - timedelta(days=1)
    return month_end(add_months(until, -12)), until
