"""Events of the robots, five counts a day each and anomalies as they come; and log-ins to the console."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenure.integrations.demo.common.calendar import workload
from tenure.integrations.demo.common.life import Life
from tenure.integrations.demo.common.people import NOT_USERS, People
from tenure.integrations.demo.common.records import World
from tenure.integrations.demo.robots.fleet import Robot
from tenure.integrations.demo.robots.plots import FLEETS, Fleet
from tenure.integrations.demo.types import Events

DAY_US = 86_400_000_000
MINUTE_US = 60_000_000
TRACKED_DAYS = 300
COUNTS = ("passers_by", "solicited", "woken", "interactions", "requests_met")
CAUSES = {
    "anomaly_network": ("none", "weak"),
    "anomaly_vision": ("not_recognised", "abnormal"),
    "anomaly_touch": ("no_response", "wrong"),
    "anomaly_navigation": ("radar", "localisation", "relocalisation"),
    "anomaly_asr": ("failed", "wrong"),
    "anomaly_nlp": ("failed", "wrong"),
    "anomaly_tts": ("failed", "wrong"),
}
CONSOLE = ("login", "content_updated", "report_viewed")
NAMES = (*COUNTS, *CAUSES, *CONSOLE)
_NAVIGATION = list(CAUSES).index("anomaly_navigation")
_ANOMALY_SHARE = np.array([0.30, 0.10, 0.08, 0.18, 0.18, 0.10, 0.06])
_OPERATORS = {"enterprise": 5, "mid": 3, "small": 2}


@dataclass(frozen=True, slots=True)
class Scenario:
    """The normal day of a robot: passers-by, shares that are solicited and woken, interactions each; its swing.

    `closed` is a weekday on which the venue is shut (0 is Monday).
    """

    passers: float
    solicited: float
    woken: float
    each: float
    swing: float
    closed: int | None = None


SCENARIOS = {
    "museum": Scenario(700, 0.46, 0.16, 2.6, 0.22, closed=0),
    "ktv": Scenario(230, 0.50, 0.24, 1.8, 0.30),
    "scenic": Scenario(1300, 0.36, 0.11, 2.2, 0.40),
    "meeting": Scenario(150, 0.58, 0.20, 1.6, 1.10),
}


@dataclass(slots=True)
class Part:
    """Columns of some events; `device` is the robot's place in the fleet, -1 for the console."""

    row: NDArray[np.int64]
    user: NDArray[np.int64]
    day: NDArray[np.int64]
    name: NDArray[np.int64]
    count: NDArray[np.int64]
    device: NDArray[np.int64]
    cause: NDArray[np.int64]


def build_events(world: World, robots: list[Robot], people: dict[str, People]) -> Events:
    """Return all events up to the end of yesterday, sorted by known time."""
    days = np.arange(world.today - TRACKED_DAYS, world.today)
    parts: list[Part] = []
    for place, robot in enumerate(robots):
        rng = world.streams.of("robot", place)
        worked, level = _working(world, robot, days, rng)
        parts.append(_counts(robot, place, days[worked], level[worked], rng))
        parts.append(_anomalies(world, robot, place, days[worked], rng))
    users: list[str] = []
    for row, life in enumerate(world.lives):
        if not life.customer.is_prospect:
            parts.append(_console(world, row, life, people[life.customer.id], days, users))
    return _assemble(world, parts, robots, users)


def _use(world: World, life: Life, days: NDArray[np.int64]) -> NDArray[np.float64]:
    weeks = np.minimum((days - world.engagement.first_day) // 7, world.engagement.use.shape[1] - 1)
    use: NDArray[np.float64] = world.engagement.use[life.customer.number - 1, weeks]
    return use


def _working(
    world: World, robot: Robot, days: NDArray[np.int64], rng: np.random.Generator
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Return on which days the robot is switched on, and the level of its counts."""
    use = _use(world, robot.life, days)
    industry = robot.life.customer.industry
    scenario = SCENARIOS[industry.key]
    on = rng.random(days.size) < np.clip(0.35 + 0.75 / (1 + np.exp(-1.6 * use)), 0.05, 0.98)
    on &= (days >= robot.installed) & (days < (robot.removed or world.today))
    if robot.off_since is not None:
        on &= days < robot.off_since
    if scenario.closed is not None:
        on &= (days + 3) % 7 != scenario.closed
    load = workload(int(days[0]), world.today, world.words.names.language, industry.weekend)
    level = load * robot.placement * (0.4 + 0.9 / (1 + np.exp(-1.2 * use)))
    level = level * rng.lognormal(-(scenario.swing**2) / 2, scenario.swing, days.size)
    if robot.failing_since is not None:
        level = np.where(days >= robot.failing_since, 0.35 * level, level)
    plot = robot.life.customer.plot
    return on, level * (FLEETS.get(plot.key, Fleet()).boost if plot else 1.0)


def _counts(
    robot: Robot, place: int, days: NDArray[np.int64], level: NDArray[np.float64], rng: np.random.Generator
) -> Part:
    """Return the five counts of each working day; what nobody did is no event."""
    scenario = SCENARIOS[robot.life.customer.industry.key]
    passers = rng.poisson(scenario.passers * level)
    solicited = rng.binomial(passers, scenario.solicited)
    woken = rng.binomial(passers, np.clip(scenario.woken * rng.normal(1, 0.08, days.size), 0.01, 0.9))
    interactions = rng.poisson(scenario.each * woken)
    met = rng.binomial(interactions, np.clip(0.80 * min(robot.placement, 1.15), 0.4, 0.95))
    counts = np.concatenate([passers, solicited, woken, interactions, met])
    names = np.repeat(np.arange(len(COUNTS)), days.size)
    some = counts > 0
    every = np.tile(days, len(COUNTS))[some]
    return _part(robot.row, every, names[some], counts[some], place, np.zeros(every.size, np.int64))


def _anomalies(world: World, robot: Robot, place: int, days: NDArray[np.int64], rng: np.random.Generator) -> Part:
    moods = world.engagement.mood[robot.life.customer.number - 1]
    weeks = np.minimum((days - world.engagement.first_day) // 7, moods.size - 1)
    rate = 0.10 * np.exp(-0.35 * moods[weeks])[:, None] * _ANOMALY_SHARE[None, :]
    if robot.failing_since is not None:
        plot = robot.life.customer.plot
        factor = FLEETS[plot.key].anomalies if plot and plot.key in FLEETS else 8.0
        rate[days >= robot.failing_since, _NAVIGATION] *= factor * 4
    counts = rng.poisson(rate)
    at, kind = np.nonzero(counts)
    cause = rng.integers(0, 2, at.size)
    return _part(robot.row, days[at], kind + len(COUNTS), counts[at, kind], place, cause)


def _part(
    row: int,
    days: NDArray[np.int64],
    names: NDArray[np.int64],
    counts: NDArray[np.int64],
    place: int,
    cause: NDArray[np.int64],
) -> Part:
    size = days.size
    nobody = np.full(size, -1)
    return Part(np.full(size, row), nobody, days, names, counts, np.full(size, place), cause)


def _console(world: World, row: int, life: Life, people: People, days: NDArray[np.int64], users: list[str]) -> Part:
    """Return what the people of the venue did in the console, and add them to `users`."""
    rng = world.streams.of("console", life.customer.number)
    contacts = [person for person in people.contacts if person.role not in NOT_USERS]
    known = [*(person.mail for person in contacts), *people.others][: _OPERATORS[life.customer.segment]]
    first = len(users)
    users.extend(known)
    use = _use(world, life, days)
    weekday = np.where((days + 3) % 7 >= 5, 0.3, 1.0)
    active = np.array([life.active_on(int(day)) for day in days])
    drive = np.clip(0.34 / (1 + np.exp(-1.6 * use + 0.2)), 0.005, 0.4) * weekday * active
    there = np.ones((len(known), days.size), bool)
    for number, person in enumerate(contacts[: len(known)]):
        if person.left is not None:
            there[number, days >= person.left] = False
    who, when = np.nonzero((rng.random(there.shape) < drive[None, :]) & there)
    kind, count = np.zeros(who.size, np.int64), np.ones(who.size, np.int64)
    for extra, share in ((1, 0.22), (2, 0.35)):
        also = np.flatnonzero(rng.random(int((kind == 0).sum())) < share)
        who, when = np.concatenate([who, who[also]]), np.concatenate([when, when[also]])
        kind = np.concatenate([kind, np.full(also.size, extra)])
        count = np.concatenate([count, 1 + rng.poisson(1.2, also.size)])
    names = len(COUNTS) + len(CAUSES) + kind
    none = np.full(who.size, -1)
    return Part(np.full(who.size, row), first + who, days[when], names, count, none, np.zeros(who.size, np.int64))


def _assemble(world: World, parts: list[Part], robots: list[Robot], users: list[str]) -> Events:
    rng = world.streams.of("arrival")
    column = {name: np.concatenate([getattr(part, name) for part in parts]) for name in Part.__slots__}
    size = column["row"].size
    robot = column["device"] >= 0
    start = world.words.names.work_starts_utc * 60
    minute = np.where(robot, start + 13 * 60, start + rng.integers(20, 600, size))
    occurred = column["day"] * DAY_US + minute * MINUTE_US + rng.integers(0, MINUTE_US, size)
    network = column["name"] == len(COUNTS)
    late = np.where(network, rng.integers(1, 4, size), 0)  # a robot without network tells later
    night = (column["day"] + 1 + late) * DAY_US + (start % 1440 + 120) * MINUTE_US + rng.integers(0, MINUTE_US, size)
    known = np.where(robot, np.maximum(night, occurred + MINUTE_US), occurred + rng.integers(1, 15 * MINUTE_US, size))
    texts, properties = _properties(column, robots)
    order = np.lexsort((occurred, known))
    order = order[known[order] < world.today * DAY_US]
    return Events(
        account=column["row"][order].astype(np.int32),
        user=column["user"][order].astype(np.int32),
        name=column["name"][order].astype(np.int16),
        occurred_at=occurred[order],
        known_at=known[order],
        count=column["count"][order].astype(np.int64),
        seconds=np.zeros(order.size, np.int64),
        value=np.full(order.size, np.nan),
        properties=properties[order].astype(np.int16),
        accounts=tuple(life.customer.id for life in world.lives),
        users=tuple(users),
        names=NAMES,
        property_texts=texts,
    )


def _properties(
    column: dict[str, NDArray[np.int64]], robots: list[Robot]
) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Return the JSON texts and which each event has: its robot, and for an anomaly its cause."""
    texts = ["{}"]
    plain = np.zeros(len(robots) + 1, np.int64)
    for place, robot in enumerate(robots):
        plain[place] = len(texts)
        texts.append(f'{{"device": "{robot.serial}"}}')
    chosen = plain[column["device"]]
    chosen[column["device"] < 0] = 0
    anomalies = np.flatnonzero((column["name"] >= len(COUNTS)) & (column["device"] >= 0))
    numbers: dict[tuple[int, int, int], int] = {}
    kinds = list(CAUSES)
    for at in anomalies:
        key = (int(column["device"][at]), int(column["name"][at]), int(column["cause"][at]))
        if key not in numbers:
            cause = CAUSES[kinds[key[1] - len(COUNTS)]][key[2]]
            numbers[key] = len(texts)
            texts.append(f'{{"device": "{robots[key[0]].serial}", "cause": "{cause}"}}')
        chosen[at] = numbers[key]
    return tuple(texts), chosen
