"""How an account of a story is laid out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Knots = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """The fixed facts of one story's account; days and weeks count back from today.

    `use` and `mood` are knots (weeks ago, level) of the hidden processes; between knots they run straight.
    `ends_in` is the number of days until the current yearly term ends, `terms` how many terms it has had.
    `decisions` forces what happens at the end of a term (term number -> renewed), `leads` how many days before the
    end it is decided, `resizes` by which factor the seats change then. `grows` are seats added during the last term,
    one step a quarter. `left_reason` and `left_known_after` tell of the departure, `returns_after` of the coming
    back, in days. `listed_first_for` days the last renewal stood at the list price. `adoption` is the share of the
    seats that have a user, `keen` how likely a user is active on a day. `quiet` means no ticket, answer or touch of
    late; `unpaid_days` that invoices due within so many days are not paid; `champion_left_ago` and
    `champion_known_after` when the champion left and how much later we learnt it.
    """

    key: str
    number: int
    segment: str
    industry: str
    seats: int
    use: Knots
    mood: Knots = ()
    ends_in: int = 0
    terms: int = 1
    modules: tuple[str, ...] = ()
    decisions: Mapping[int, bool] = field(default_factory=dict)
    leads: Mapping[int, int] = field(default_factory=dict)
    resizes: Mapping[int, float] = field(default_factory=dict)
    months: Mapping[int, int] = field(default_factory=dict)
    grows: tuple[int, ...] = ()
    left_reason: str = "price"
    left_known_after: int = 9
    returns_after: int | None = None
    listed_first_for: int | None = None
    adoption: float = 0.86
    keen: float | None = None
    quiet: bool = False
    opens_itself: bool = False
    unpaid_days: int | None = None
    champion_left_ago: int | None = None
    champion_known_after: int = 9
