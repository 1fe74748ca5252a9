"""The named stories: which account, what kind of customer, and the path of its hidden engagement."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Plot:
    """How an account of a story is laid out; days and weeks count back from today.

    `use` and `mood` are knots (weeks ago, level) of the hidden processes; between knots they run straight.
    `ends_in` is the number of days until the current yearly term ends, `terms` how many terms it has had.
    `decisions` forces what happens at the end of a term: term number -> renewed.
    """

    key: str
    number: int
    segment: str
    industry: str
    seats: int
    use: tuple[tuple[float, float], ...]
    mood: tuple[tuple[float, float], ...] = ()
    ends_in: int | None = None
    terms: int = 1
    signed_ago: int = 0
    modules: tuple[str, ...] = ("mobile",)
    decisions: Mapping[int, bool] = field(default_factory=dict)
    leads: Mapping[int, int] = field(default_factory=dict)
    quiet: bool = False


PLOTS: tuple[Plot, ...] = (
    Plot(
        key="silent_churner",
        number=4,
        segment="mid",
        industry="logistics",
        seats=26,
        use=((120, 1.1), (17, 1.2), (8, 0.1), (4, -0.3), (0, -1.2)),
        mood=((120, 0.9), (0, 0.7)),
        ends_in=41,
        terms=2,
        modules=("mobile",),
        decisions={1: True},
        quiet=True,
    ),
    Plot(
        key="champion_left",
        number=11,
        segment="mid",
        industry="healthcare",
        seats=22,
        use=((120, 1.2), (7, 1.2), (4, -0.5), (0, -1.1)),
        mood=((120, 0.9), (7, 0.9), (0, -0.2)),
        ends_in=96,
        terms=2,
        modules=("mobile", "analytics"),
        decisions={1: True},
    ),
    Plot(
        key="seat_growth",
        number=18,
        segment="mid",
        industry="food",
        seats=18,
        use=((120, 0.6), (52, 1.3), (0, 2.1)),
        mood=((120, 0.8), (0, 2.0)),
        ends_in=64,
        terms=2,
        modules=("mobile", "scheduling", "inventory"),
        decisions={1: True},
    ),
    Plot(
        key="bad_onboarding",
        number=25,
        segment="mid",
        industry="energy",
        seats=36,
        use=((20, 0.9), (8, 0.4), (4, -1.0), (0, -1.8)),
        mood=((20, 0.2), (6, -1.2), (0, -1.6)),
        ends_in=288,
        terms=1,
        modules=("mobile",),
    ),
    Plot(
        key="angry_tickets",
        number=32,
        segment="enterprise",
        industry="manufacturing",
        seats=52,
        use=((120, 1.0), (0, 1.5)),
        mood=((120, 0.8), (5, 0.6), (3, -1.6), (0, -2.4)),
        ends_in=28,
        terms=3,
        modules=("mobile", "scheduling", "analytics", "api"),
        decisions={1: True, 2: True},
    ),
    Plot(
        key="early_renewal",
        number=39,
        segment="mid",
        industry="hotels",
        seats=24,
        use=((120, 1.0), (0, 1.8)),
        mood=((120, 1.0), (0, 1.7)),
        ends_in=56,
        terms=2,
        modules=("mobile", "inventory"),
        decisions={1: True, 2: True},
        leads={2: 70},
    ),
    Plot(
        key="late_churn",
        number=46,
        segment="mid",
        industry="logistics",
        seats=20,
        use=((120, 0.5), (32, 0.2), (12, -1.3), (0, -2.0)),
        mood=((120, 0.4), (20, -0.6), (0, -1.2)),
        ends_in=-42,
        terms=2,
        decisions={1: True, 2: False},
    ),
    Plot(
        key="corrected_mrr",
        number=53,
        segment="enterprise",
        industry="retail",
        seats=40,
        use=((120, 0.9), (0, 1.0)),
        mood=((120, 0.7), (0, 0.9)),
        ends_in=275,
        terms=2,
        modules=("mobile", "analytics"),
        decisions={1: True},
    ),
    Plot(
        key="reactivated",
        number=60,
        segment="small",
        industry="healthcare",
        seats=9,
        use=((120, 0.4), (55, -0.8), (13, 1.0), (0, 1.3)),
        mood=((120, 0.5), (50, -0.8), (13, 0.9), (0, 1.1)),
        ends_in=-334,
        terms=2,
        decisions={1: True, 2: False},
    ),
    Plot(
        key="recovered",
        number=67,
        segment="mid",
        industry="facility",
        seats=30,
        use=((120, 1.1), (40, 1.0), (30, -1.7), (25, -1.5), (16, 1.0), (0, 1.4)),
        mood=((120, 0.9), (36, 0.6), (29, -1.2), (16, 1.0), (0, 1.3)),
        ends_in=203,
        terms=2,
        modules=("mobile", "scheduling"),
        decisions={1: True},
    ),
    Plot(
        key="referrer",
        number=74,
        segment="mid",
        industry="manufacturing",
        seats=28,
        use=((120, 1.4), (0, 1.9)),
        mood=((120, 1.5), (0, 2.2)),
        ends_in=231,
        terms=3,
        modules=("mobile", "scheduling", "inventory"),
        decisions={1: True, 2: True},
    ),
    Plot(
        key="parent",
        number=81,
        segment="enterprise",
        industry="manufacturing",
        seats=38,
        use=((120, 0.9), (0, 1.1)),
        mood=((120, 0.8), (0, 1.0)),
        ends_in=187,
        terms=3,
        modules=("mobile", "scheduling", "analytics"),
        decisions={1: True, 2: True},
    ),
)

BY_NUMBER: Mapping[int, Plot] = {plot.number: plot for plot in PLOTS}
SUBSIDIARIES = (84, 85, 86)
REFERRED = (91, 92)
CHAMPION_LEFT_DAYS_AGO = 49
CHAMPION_KNOWN_AFTER = 9
