"""Contacts of the customers, and the users of the product: some contacts are users."""

from dataclasses import dataclass

import numpy as np

from tenure.integrations.demo.common.life import Life
from tenure.integrations.demo.common.records import World
from tenure.integrations.demo.ledger import instant
from tenure.integrations.demo.types import Row
from tenure_engine.period import from_day

_KNOWN = {"decision_maker": 0.75, "champion": 0.8, "liaison": 1.0, "admin": 0.6, "end_user": 0.45, "detractor": 0.1}
_INFLUENCE = {"decision_maker": 5, "champion": 4, "liaison": 2, "admin": 3, "end_user": 1, "detractor": 3}
NOT_USERS = ("decision_maker", "detractor")


@dataclass(frozen=True, slots=True)
class Someone:
    """A person at a customer: a contact, or only a user."""

    id: str
    name: str
    mail: str
    role: str
    known: int
    left: int | None

    def is_there(self, day: int) -> bool:
        """Whether we know the person on a day and the person has not left."""
        return self.known < day and (self.left is None or day < self.left)


@dataclass(frozen=True, slots=True)
class People:
    """The people of one account: its contacts, and the mail addresses of further users."""

    contacts: tuple[Someone, ...]
    others: tuple[str, ...]

    def find(self, *roles: str, day: int | None = None) -> Someone | None:
        """Return the first contact with one of the roles, in that order, who is there on the day."""
        for role in roles:
            for person in self.contacts:
                if person.role == role and (day is None or person.is_there(day)):
                    return person
        return None


def write_contacts(world: World) -> dict[str, People]:
    """Write the contacts of all accounts and return the people by account."""
    people: dict[str, People] = {}
    for life in world.lives:
        rng = world.streams.of("people", life.customer.number)
        seats = max((count for _, count in life.seats), default=0)
        drawn = _names(world, world.streams.of("people's names", life.customer.number), seats + 8)
        contacts = []
        for role in _roles(life, rng):
            name, mail = drawn.pop()
            person = Someone(
                id=world.ledger.next_id("contacts", "P"),
                name=name,
                mail=f"{mail}@{life.customer.domain}",
                role=role,
                known=_known(world, life, rng),
                left=_left(world, life, role),
            )
            contacts.append(person)
            _write(world, life, person, rng)
        others = tuple(f"{mail}@{life.customer.domain}" for _, mail in drawn)
        people[life.customer.id] = People(tuple(contacts), others)
    return people


def _roles(life: Life, rng: np.random.Generator) -> list[str]:
    customer = life.customer
    if customer.plot and customer.plot.quiet:
        return ["champion", "liaison", "admin"]
    if customer.plot:
        return ["decision_maker", "champion", "liaison", "admin"]
    small = customer.segment == "small"
    roles = [role for role, share in _KNOWN.items() if rng.random() < share * (0.6 if small else 1.0)]
    if customer.champion_left is not None and "champion" not in roles:
        roles.append("champion")
    if customer.segment == "enterprise":
        roles.append("end_user")
    return roles or ["liaison"]


def _names(world: World, rng: np.random.Generator, count: int) -> list[tuple[str, str]]:
    """Return different people as (name, local part of the mail address)."""
    names = world.words.names
    size = len(names.given) * len(names.family)
    found = []
    for number in rng.choice(size, size=count, replace=False):
        given, family = names.given[number % len(names.given)], names.family[number // len(names.given)]
        found.append((names.person.format(given=given[0], family=family[0]), f"{given[1]}.{family[1]}"))
    return found


def _known(world: World, life: Life, rng: np.random.Generator) -> int:
    """Return the day on which we got to know a person: mostly before the contract, some much later."""
    customer = life.customer
    start = customer.signed or world.today - 3
    before, later, drawn = int(rng.integers(1, 20)), int(rng.integers(10, 200)), rng.random()
    if drawn < 0.8 or customer.plot or customer.is_prospect:
        return start - before
    return min(start + later, world.today - 2)


def _left(world: World, life: Life, role: str) -> int | None:
    customer = life.customer
    if role != "champion":
        return None
    if customer.plot and customer.plot.champion_left_ago:
        return world.today - customer.plot.champion_left_ago
    left = customer.champion_left
    return left if left is not None and left > customer.signed + 60 and life.active_on(left) else None


def _warmth(life: Life, number: int, mood: float, noise: float) -> int | None:
    """Return what the owner entered; for two people in five nobody did, and touchpoints must tell."""
    if life.customer.plot is None and number % 5 < 2:
        return None
    return max(1, min(5, round(3 + 0.8 * mood + noise)))


def _write(world: World, life: Life, person: Someone, rng: np.random.Generator) -> None:
    words, customer = world.words, life.customer
    titles = words.names.titles[person.role]
    mood = world.engagement.mood[customer.number - 1, -1]
    departments = words.names.departments
    number = int(rng.integers(0, 1000))
    row: Row = {
        "contact_id": person.id,
        "account_id": customer.id,
        "name": person.name,
        "email": person.mail,
        "phone": words.names.phone.format(number % 100, number),
        "title": titles[int(rng.integers(len(titles)))],
        "department": departments[2 if person.role == "admin" else int(rng.integers(2))],
        "role": person.role,
        "influence": max(1, min(5, _INFLUENCE[person.role] + int(rng.integers(-1, 2)))),
        "warmth": _warmth(life, number, float(mood), float(rng.normal(0, 0.7))),
        "left_on": None,
        "preferences": words.preferences[number % len(words.preferences)] if rng.random() < 0.4 else "",
        "personal_notes": words.personal[number % len(words.personal)] if rng.random() < 0.25 else "",
    }
    world.ledger.add("contacts", row, instant(person.known, world.hour(rng)))
    if person.left is not None:
        late = customer.plot.champion_known_after if customer.plot else int(rng.integers(3, 21))
        left: Row = {**row, "left_on": from_day(person.left), "warmth": 1 if customer.plot else row["warmth"]}
        world.ledger.add("contacts", left, instant(max(person.left + late, person.known + 1), world.hour(rng)))
