"""Usage events: who worked with what on which day, driven by the hidden level of use."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenure.integrations.demo.common.calendar import workload
from tenure.integrations.demo.common.life import Life
from tenure.integrations.demo.common.people import NOT_USERS, People
from tenure.integrations.demo.common.records import World
from tenure.integrations.demo.types import Events

DAY_US = 86_400_000_000
MINUTE_US = 60_000_000


@dataclass(frozen=True, slots=True)
class Feature:
    """An event kind: `share` of working user-days it occurs on, mean count and seconds a time."""

    name: str
    module: str
    share: float
    count: float
    seconds: int


FEATURES = (
    Feature("workorder_created", "core", 0.20, 1.5, 140),
    Feature("workorder_completed", "core", 0.30, 2.4, 210),
    Feature("workorder_commented", "core", 0.14, 1.2, 60),
    Feature("asset_added", "core", 0.035, 2.0, 90),
    Feature("user_invited", "core", 0.006, 0.3, 40),
    Feature("help_opened", "core", 0.03, 0.3, 80),
    Feature("form_submitted", "mobile", 0.20, 2.0, 160),
    Feature("photo_uploaded", "mobile", 0.12, 2.5, 20),
    Feature("schedule_viewed", "scheduling", 0.22, 1.6, 110),
    Feature("schedule_changed", "scheduling", 0.10, 1.5, 150),
    Feature("part_used", "inventory", 0.14, 1.4, 45),
    Feature("stock_counted", "inventory", 0.03, 4.0, 300),
    Feature("dashboard_viewed", "analytics", 0.12, 1.2, 130),
    Feature("report_exported", "analytics", 0.05, 0.6, 70),
    Feature("report_scheduled", "analytics", 0.008, 0.2, 120),
)
LOGIN, API_CALL, AUTOMATION = "login", "api_call", "automation_run"
NAMES = (LOGIN, *(feature.name for feature in FEATURES), API_CALL, AUTOMATION)
PROPERTIES = ('{"client": "web"}', '{"client": "ios"}', '{"client": "android"}', "{}")
_KEEN = {"enterprise": 9.5, "mid": 7.5, "small": 4.4}  # users of small customers work with it more often
_OUTAGE_AGO = 203  # tracking stood still for three days; those events arrived six days later


@dataclass(slots=True)
class Part:
    """Columns of one account's events."""

    user: NDArray[np.int64]
    day: NDArray[np.int64]
    name: NDArray[np.int64]
    count: NDArray[np.int64]
    seconds: NDArray[np.int64]
    value: NDArray[np.float64]


def build_events(world: World, people: dict[str, People]) -> Events:
    """Return all usage events up to the end of yesterday, sorted by known time."""
    parts: list[tuple[int, Part]] = []
    users: list[str] = []
    load: dict[str, NDArray[np.float64]] = {}
    language = world.words.names.language
    for row, life in enumerate(world.lives):
        if life.customer.is_prospect:
            continue
        rng = world.streams.of("usage", life.customer.number)
        industry = life.customer.industry
        if industry.key not in load:
            load[industry.key] = workload(world.window, world.today, language, industry.weekend)
        names = _users(people[life.customer.id], rng)
        part = _account(world, life, rng, load[industry.key], names, people[life.customer.id])
        part.user = np.where(part.user >= 0, part.user + len(users), -1)
        users.extend(names)
        parts.append((row, part))
    return _assemble(world, parts, users)


def _users(people: People, rng: np.random.Generator) -> list[str]:
    contacts = [person.mail for person in people.contacts if person.role not in NOT_USERS]
    return [*contacts, *people.others]


def _account(
    world: World,
    life: Life,
    rng: np.random.Generator,
    load: NDArray[np.float64],
    users: list[str],
    people: People,
) -> Part:
    days = np.arange(world.window, world.today)
    weeks = np.minimum((days - world.engagement.first_day) // 7, world.engagement.use.shape[1] - 1)
    use = world.engagement.use[life.customer.number - 1, weeks]
    contracted = np.array([life.active_on(int(day)) for day in days])
    drive = np.clip(1.25 / (1 + np.exp(-1.5 * use + 0.3)), 0.06, 1.15) * load * contracted
    present = _presence(world, life, rng, len(users), days, people)
    keen = rng.beta(2.2, _KEEN[life.customer.segment], len(users))
    if life.customer.plot and life.customer.plot.keen:
        keen = np.full(len(users), life.customer.plot.keen)
    present &= _hold(len(users), use)
    who, when = np.nonzero(rng.random((len(users), days.size)) < keen[:, None] * drive[None, :] * present)
    worked = _features(life, rng, who, when, days, use[when])
    quiet = _machines(life, rng, days, drive)
    return Part(*(np.concatenate([getattr(a, name) for a in (worked, quiet)]) for name in Part.__slots__))


def _presence(
    world: World, life: Life, rng: np.random.Generator, count: int, days: NDArray[np.int64], people: People
) -> NDArray[np.bool_]:
    """Return which user has access on which day: users join after the seats were bought and go when cut."""
    adoption = float(np.clip(0.78 + 0.12 * life.customer.fit + rng.normal(0, 0.06), 0.5, 0.98))
    if life.customer.plot:
        adoption = life.customer.plot.adoption
    seats = np.array([life.seats_on(int(day)) for day in days]) * adoption
    needed = np.arange(count)[:, None] < np.ceil(seats)[None, :]
    first = np.where(needed.any(axis=1), needed.argmax(axis=1), days.size)
    bought = days[np.minimum(first, days.size - 1)]
    delay = rng.exponential(14, count) * np.where(bought - life.customer.signed < 5, 1.6, 1.0)
    delay[bought <= world.window] = 0 if life.customer.signed < world.window - 90 else delay[bought <= world.window]
    present = needed & (days[None, :] >= (bought + delay)[:, None])
    if life.customer.plot and life.customer.plot.opens_itself:
        present = needed
    contacts = [person for person in people.contacts if person.role not in NOT_USERS]
    for number, person in enumerate(contacts[:count]):
        if person.left is not None:
            present[number, days >= person.left] = False
    return present


def _hold(count: int, use: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which users still work with it at the level of use: some give up early, the first hardly ever."""
    patience = np.arange(count) * 0.618034 % 1.0  # spread evenly, however few of the users are there
    return patience[:, None] < (1 / (1 + np.exp(-1.5 * use - 1.3)))[None, :]


def _features(
    life: Life,
    rng: np.random.Generator,
    who: NDArray[np.int64],
    when: NDArray[np.int64],
    days: NDArray[np.int64],
    use: NDArray[np.float64],
) -> Part:
    """Return log-ins and the features used on each user-day; `when` indexes `days`."""
    day = days[when]
    bought = np.array([_bought(life, feature.module, days) for feature in FEATURES])
    share = np.array([feature.share for feature in FEATURES])
    taste = rng.lognormal(0, 0.35, len(FEATURES))
    busy = np.clip(0.45 + 0.55 / (1 + np.exp(-use)), 0.3, 1.1)
    chance = share * taste * busy[:, None] * bought.T[when]
    at, kind = np.nonzero(rng.random(chance.shape) < chance)
    counts = 1 + rng.poisson(np.array([feature.count for feature in FEATURES])[kind] * busy[at])
    each = np.array([feature.seconds for feature in FEATURES])[kind]
    seconds = (counts * each * rng.lognormal(-0.1, 0.4, at.size)).astype(np.int64)
    part_used = kind == [feature.name for feature in FEATURES].index("part_used")
    value = np.where(part_used, np.round(rng.lognormal(3.2, 0.8, at.size), 2), np.nan)
    logins = 1 + (rng.random(who.size) < 0.12)
    return Part(
        user=np.concatenate([who, who[at]]),
        day=np.concatenate([day, day[at]]),
        name=np.concatenate([np.zeros(who.size, np.int64), kind + 1]),
        count=np.concatenate([logins, counts]),
        seconds=np.concatenate([np.zeros(who.size, np.int64), seconds]),
        value=np.concatenate([np.full(who.size, np.nan), value]),
    )


def _bought(life: Life, module: str, days: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return on which days a module is part of the contract; the platform always is."""
    if module == "core":
        return np.ones(days.size, bool)
    bought = np.zeros(days.size, bool)
    for line in life.lines:
        if line.product == module:
            bought |= (days >= line.start) & (days < (10**9 if line.end is None else line.end))
    return bought


def _machines(life: Life, rng: np.random.Generator, days: NDArray[np.int64], drive: NDArray[np.float64]) -> Part:
    """Return events without a user: API calls and automations, one row a day."""
    kinds, at = [], []
    sizes = []
    scale = life.customer.seats
    for name, module, mean in ((API_CALL, "api", 40.0), (AUTOMATION, "scheduling", 3.0)):
        on = (rng.random(days.size) < 1.6 * drive) & _bought(life, module, days)
        at.append(np.nonzero(on)[0])
        kinds.append(np.full(at[-1].size, NAMES.index(name)))
        sizes.append(1 + rng.poisson(mean * scale * drive[at[-1]]))
    where = np.concatenate(at)
    return Part(
        user=np.full(where.size, -1),
        day=days[where],
        name=np.concatenate(kinds),
        count=np.concatenate(sizes),
        seconds=np.zeros(where.size, np.int64),
        value=np.full(where.size, np.nan),
    )


def _assemble(world: World, parts: list[tuple[int, Part]], users: list[str]) -> Events:
    rng = world.streams.of("arrival")
    column = {name: np.concatenate([getattr(part, name) for _, part in parts]) for name in Part.__slots__}
    account = np.concatenate([np.full(part.day.size, row) for row, part in parts])
    size = account.size
    start = world.words.names.work_starts_utc * 60
    login = column["name"] == 0
    minute = start + np.where(login, rng.integers(0, 150, size), rng.integers(150, 600, size))
    occurred = column["day"] * DAY_US + minute * MINUTE_US + rng.integers(0, MINUTE_US, size)
    mobile = np.isin(column["name"], [NAMES.index(f.name) for f in FEATURES if f.module == "mobile"])
    machine = column["user"] < 0
    night = column["day"] * DAY_US + DAY_US + (start % 1440 + 90) * MINUTE_US + rng.integers(0, MINUTE_US, size)
    known = np.where(mobile | machine, night, occurred + rng.integers(1, 15 * MINUTE_US, size))
    gap = (column["day"] >= world.today - _OUTAGE_AGO) & (column["day"] < world.today - _OUTAGE_AGO + 3)
    known = np.where(gap, (world.today - _OUTAGE_AGO + 8) * DAY_US + rng.integers(0, MINUTE_US, size), known)
    client = np.where(mobile, 1 + rng.integers(0, 2, size), np.where(machine, 3, 0))
    order = np.lexsort((occurred, known))
    order = order[known[order] < world.today * DAY_US]
    return Events(
        account=account[order].astype(np.int32),
        user=column["user"][order].astype(np.int32),
        name=column["name"][order].astype(np.int16),
        occurred_at=occurred[order],
        known_at=known[order],
        count=column["count"][order].astype(np.int64),
        seconds=column["seconds"][order],
        value=column["value"][order],
        properties=client[order].astype(np.int16),
        accounts=tuple(life.customer.id for life in world.lives),
        users=tuple(users),
        names=NAMES,
        property_texts=PROPERTIES,
    )
