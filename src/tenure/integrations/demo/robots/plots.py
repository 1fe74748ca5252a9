"""The named stories of the robot maker: accounts, engagement, and what is the matter with their robots."""

from collections.abc import Mapping
from dataclasses import dataclass

from tenure.integrations.demo.common.plots import Plot

GOOD = ((120.0, 1.0), (0.0, 1.3))


@dataclass(frozen=True, slots=True)
class Fleet:
    """How the robots of a story differ: `boost` of all counts; robots failing or off since so many days ago.

    Failing robots have `anomalies` times the usual navigation anomalies; of those that go off, one goes every
    `off_step` days.
    """

    boost: float = 1.0
    failing: int = 0
    failing_since: int = 0
    anomalies: float = 1.0
    off_since: int | None = None
    off_step: int = 1


PLOTS: tuple[Plot, ...] = (
    Plot(
        key="failing_robots",
        number=3,
        segment="mid",
        industry="museum",
        seats=9,
        use=((120, 1.0), (9, 0.9), (0, -0.2)),
        mood=((120, 0.9), (9, 0.7), (0, -1.6)),
        ends_in=58,
        terms=2,
        modules=("content",),
        decisions={1: True},
    ),
    Plot(
        key="switched_off",
        number=7,
        segment="mid",
        industry="ktv",
        seats=6,
        use=((120, 0.8), (8, 0.7), (3, -1.4), (0, -2.0)),
        mood=((120, 0.6), (0, 0.4)),
        ends_in=104,
        terms=2,
        decisions={1: True},
        quiet=True,
    ),
    Plot(
        key="season_growth",
        number=11,
        segment="enterprise",
        industry="scenic",
        seats=12,
        use=((120, 0.8), (40, 1.3), (0, 1.9)),
        mood=((120, 0.9), (0, 1.8)),
        ends_in=71,
        terms=2,
        modules=("content", "dashboard"),
        decisions={1: True},
        grows=(4, 4, 6),
    ),
    Plot(
        key="overclaimed",
        number=15,
        segment="mid",
        industry="meeting",
        seats=6,
        use=((20, 0.1), (5, -0.9), (0, -2.3)),
        mood=((20, 0.1), (6, -1.2), (0, -1.7)),
        ends_in=295,
        terms=1,
        opens_itself=True,
    ),
    Plot(
        key="ignored_robot",
        number=19,
        segment="small",
        industry="meeting",
        seats=2,
        use=((120, 0.6), (0, 0.7)),
        mood=((120, 1.0), (0, 1.2)),
        ends_in=188,
        terms=2,
        decisions={1: True},
    ),
    Plot(
        key="reference",
        number=23,
        segment="mid",
        industry="museum",
        seats=8,
        use=((120, 1.5), (0, 2.2)),
        mood=((120, 1.6), (0, 2.3)),
        ends_in=240,
        terms=3,
        modules=("content", "languages", "dashboard"),
        decisions={1: True, 2: True},
    ),
    Plot(
        key="champion_left",
        number=27,
        segment="mid",
        industry="museum",
        seats=7,
        use=((120, 1.1), (7, 1.1), (4, -0.8), (0, -1.8)),
        mood=((120, 0.9), (7, 0.8), (0, -0.2)),
        ends_in=122,
        terms=2,
        modules=("content",),
        decisions={1: True},
        champion_left_ago=49,
    ),
    Plot(
        key="parent",
        number=31,
        segment="enterprise",
        industry="scenic",
        seats=16,
        use=GOOD,
        ends_in=201,
        terms=3,
        modules=("content", "care"),
        decisions={1: True, 2: True},
    ),
)
FLEETS: Mapping[str, Fleet] = {
    "failing_robots": Fleet(failing=6, failing_since=62, anomalies=14.0),
    "switched_off": Fleet(off_since=37, off_step=1),
    "season_growth": Fleet(boost=1.2),
    "overclaimed": Fleet(boost=0.25, off_since=25, off_step=5),
    "reference": Fleet(boost=3.2),
}
SUBSIDIARIES = (33, 34, 35)
REFERRED = (29, 30)
