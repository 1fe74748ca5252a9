"""One customer's contract history: lines, terms, departures, deals."""

from dataclasses import dataclass, field
from decimal import Decimal

from tenure.integrations.demo.common.plan import Customer


@dataclass(slots=True)
class Line:
    """A contract line as agreed; `closed` is when an open line's end was typed in."""

    id: str
    contract: str
    product: str
    signed: int
    start: int
    end: int | None
    quantity: int
    mrr: Decimal
    known: int
    recurring: bool = True
    trial: bool = False
    once: Decimal | None = None
    renewal_of: str | None = None
    amends: str | None = None
    auto_renew: bool = False
    closed: int | None = None


@dataclass(slots=True)
class Exit:
    """A departure: the first day without service, when it was typed in, and why."""

    day: int
    known: int
    reason: str
    mrr: Decimal


@dataclass(slots=True)
class Deal:
    """Something sold after the first contract: an expansion or a renewal."""

    kind: str
    product: str
    signed: int
    yearly: Decimal


@dataclass(slots=True)
class Life:
    """One customer's contract history as it grows during the simulation."""

    customer: Customer
    lines: list[Line] = field(default_factory=list)
    current: list[Line] = field(default_factory=list)
    seats: list[tuple[int, int]] = field(default_factory=list)
    modules: dict[str, int] = field(default_factory=dict)
    spans: list[tuple[int, int | None]] = field(default_factory=list)
    exits: list[Exit] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    term: int = 0
    contracts: int = 0
    term_end: int = 0
    uplift: float = 1.0

    @property
    def is_active(self) -> bool:
        """Whether the customer has a running contract."""
        return bool(self.spans) and self.spans[-1][1] is None

    @property
    def mrr(self) -> Decimal:
        """The monthly value of the lines that run now."""
        return sum((line.mrr for line in self.current), Decimal(0))

    def active_on(self, day: int) -> bool:
        """Whether the customer is under contract on a day."""
        return any(start <= day and (end is None or day < end) for start, end in self.spans)

    def seats_on(self, day: int) -> int:
        """The seats bought on a day."""
        return next((count for since, count in reversed(self.seats) if since <= day), 0)
