"""What was said: touchpoints, surveys of the relationship, notes."""

from datetime import timedelta

import numpy as np

from tenure.integrations.demo.common.life import Life
from tenure.integrations.demo.common.people import People, Someone
from tenure.integrations.demo.common.records import World
from tenure.integrations.demo.common.support import write_answer
from tenure.integrations.demo.ledger import instant
from tenure.integrations.demo.types import Row

_EVERY_DAYS = {"enterprise": 13, "mid": 26, "small": 80}
_KINDS = ("call", "mail", "chat", "meeting", "visit")
_SHARE = {
    "enterprise": (0.34, 0.24, 0.12, 0.20, 0.10),
    "mid": (0.44, 0.30, 0.12, 0.10, 0.04),
    "small": (0.34, 0.50, 0.16, 0.0, 0.0),
}
_MINUTES = {"call": 25, "mail": 5, "chat": 5, "meeting": 60, "visit": 150, "gift": 10, "training": 120}


def write_touchpoints(world: World, people: dict[str, People]) -> None:
    """Write how each account was looked after by its CSM; some are neglected, some only met at the renewal."""
    for life in world.lives:
        customer = life.customer
        if customer.is_prospect:
            continue
        rng = world.streams.of("touchpoints", customer.number)
        _opening(world, life, people[customer.id], rng)
        step = _EVERY_DAYS[customer.segment] * (9 if customer.cadence == "neglected" else 1)
        day = max(world.window, customer.signed) + int(rng.integers(3, step + 3))
        while day < world.today:
            if life.active_on(day) and _is_due(world, life, day):
                _touch(world, life, people[customer.id], rng, day)
            day += max(2, int(rng.exponential(step * 0.5) + step * 0.5))
        _gifts(world, life, people[customer.id], rng)


def _is_due(world: World, life: Life, day: int) -> bool:
    customer = life.customer
    if customer.cadence == "quiet":
        return day < world.today - 110
    if customer.cadence != "renewal_only":
        return True
    ends = [line.end for line in life.lines if line.end is not None and line.recurring]
    return any(0 <= end - day <= 50 for end in ends)


def _opening(world: World, life: Life, people: People, rng: np.random.Generator) -> None:
    """Write kick-off and trainings of the first weeks."""
    customer = life.customer
    if customer.signed < world.window or (customer.plot and customer.plot.opens_itself):
        return
    small = customer.segment == "small"
    who = people.find("champion", "liaison", day=customer.signed)
    text = world.words.touchpoints["meeting"][2]
    write_touchpoint(world, life, who, "meeting", text, customer.signed + int(rng.integers(1, 9)), rng, "todo")
    for number in range(1 if small else 2):
        day = customer.signed + 12 + number * 14 + int(rng.integers(0, 9))
        text = world.words.touchpoints["training"][number]
        if day < world.today and rng.random() < 0.85:
            write_touchpoint(world, life, who, "training", text, day, rng, "fine")


def _touch(world: World, life: Life, people: People, rng: np.random.Generator, day: int) -> None:
    customer = life.customer
    mood = float(world.engagement.mood[customer.number - 1, world.engagement.week(day)])
    kind = _KINDS[int(rng.choice(len(_KINDS), p=_SHARE[customer.segment]))]
    texts = world.words.touchpoints[kind][: 2 if kind == "meeting" else None]
    text = texts[int(rng.integers(len(texts)))]
    answered = rng.random() < 1 / (1 + np.exp(-2.2 - mood))
    worried = rng.random() < 1 / (1 + np.exp(1.8 * mood + 1.2))
    outcome = "no_answer" if not answered else "worried" if worried else "todo" if rng.random() < 0.5 else "fine"
    if kind in ("meeting", "visit") and outcome == "no_answer":
        outcome = "todo"
    who = people.find(*(("champion", "liaison") if rng.random() < 0.7 else ("decision_maker", "champion")), day=day)
    write_touchpoint(world, life, who, kind, text, day, rng, outcome, inbound=bool(rng.random() < 0.22))


def _gifts(world: World, life: Life, people: People, rng: np.random.Generator) -> None:
    """Write a card and small gift before the new year to larger customers."""
    if life.customer.segment == "small":
        return
    for day in range(world.window, world.today):
        at = instant(day, 0)
        if (at.month, at.day) == (12, 15) and life.active_on(day) and rng.random() < 0.4:
            text = world.words.touchpoints["gift"][0]
            write_touchpoint(world, life, people.find("champion", "liaison", day=day), "gift", text, day, rng, "fine")


def write_touchpoint(
    world: World,
    life: Life,
    who: Someone | None,
    kind: str,
    text: tuple[str, str],
    day: int,
    rng: np.random.Generator,
    outcome: str,
    *,
    inbound: bool = False,
) -> None:
    """Write one touchpoint; most are typed in on the day, some up to six days later."""
    at = instant(day, world.hour(rng))
    late = int(rng.integers(1, 7)) if rng.random() < 0.2 else 0
    owner = world.owner(life.customer, day)
    person = who.name if who else life.customer.name
    row: Row = {
        "touchpoint_id": world.ledger.next_id("touchpoints", "K"),
        "account_id": life.customer.id,
        "contact_id": who.id if who else None,
        "kind": kind,
        "occurred_at": at,
        "owner": owner.name,
        "direction": "in" if inbound and kind in ("call", "mail", "chat") else "out",
        "subject": text[0],
        "summary": text[1].format(person=person),
        "minutes": max(5, round(_MINUTES[kind] * float(rng.uniform(0.6, 1.4)) / 5) * 5),
        "outcome": world.words.outcomes[outcome],
    }
    world.ledger.add("touchpoints", row, at + timedelta(days=late, minutes=30))


def write_surveys(world: World, people: dict[str, People]) -> None:
    """Write NPS answers twice a year and CES after the start; unhappy and absent people answer less."""
    for life in world.lives:
        if life.customer.is_prospect:
            continue
        rng = world.streams.of("surveys", life.customer.number)
        _ces(world, life, people[life.customer.id], rng)
        for day in range(world.window + int(rng.integers(0, 182)), world.today, 182):
            quiet = life.customer.cadence == "quiet" and day > world.today - 150
            if life.active_on(day) and day - life.customer.signed > 80 and not quiet:
                _nps(world, life, people[life.customer.id], rng, day)


def _nps(world: World, life: Life, people: People, rng: np.random.Generator, day: int) -> None:
    row = life.customer.number - 1
    week = world.engagement.week(day)
    mood, use = float(world.engagement.mood[row, week]), float(world.engagement.use[row, week])
    for person in people.contacts:
        if rng.random() > 0.3 + 0.25 / (1 + np.exp(-use)) or not person.is_there(day):
            continue
        bias = -2.0 if person.role == "detractor" else 0.5 if person.role == "champion" else 0.0
        score = int(np.clip(round(7.3 + bias + 1.35 * mood + float(rng.normal(0, 1.3))), 0, 10))
        group = "promoter" if score >= 9 else "passive" if score >= 7 else "detractor"
        comments = world.words.survey_comments[group]
        comment = comments[int(rng.integers(len(comments)))] if rng.random() < 0.45 else ""
        at = instant(day + int(rng.integers(0, 9)), world.hour(rng))
        write_answer(world, life, person, "nps", score, comment, at, at + timedelta(days=int(rng.integers(1, 4))))


def _ces(world: World, life: Life, people: People, rng: np.random.Generator) -> None:
    customer = life.customer
    day = customer.signed + 55
    if customer.signed < world.window or day >= world.today or rng.random() > 0.5 or customer.plot:
        return
    level = world.engagement.recent(customer.number, day, 6)
    score = int(np.clip(round(5.0 + 0.8 * level + float(rng.normal(0, 0.8))), 1, 7))
    comments = world.words.survey_comments["ces_easy" if score >= 5 else "ces_hard"]
    at = instant(day, world.hour(rng))
    who = people.find("admin", "champion", "liaison", day=day)
    write_answer(world, life, who, "ces", score, comments[score % 2], at, at + timedelta(days=1))


def write_notes(world: World, people: dict[str, People]) -> None:
    """Write what colleagues noted about some accounts."""
    for life in world.lives:
        rng = world.streams.of("notes", life.customer.number)
        customer = life.customer
        if customer.is_prospect or rng.random() > 0.35:
            continue
        day = int(rng.integers(max(world.window, customer.signed), world.today))
        texts = world.words.notes
        write_note(world, life, people[customer.id], texts[int(rng.integers(len(texts)))], day, rng)


def write_note(world: World, life: Life, people: People, text: str, day: int, rng: np.random.Generator) -> None:
    """Write one note."""
    who = people.find("champion", "liaison", "decision_maker", day=day)
    at = instant(day, world.hour(rng))
    row: Row = {
        "note_id": world.ledger.next_id("notes", "N"),
        "account_id": life.customer.id,
        "text": text.format(person=who.name if who else life.customer.name),
        "author": world.owner(life.customer, day).email,
        "at": at,
    }
    world.ledger.add("notes", row, at)
