"""Tickets, and the answers to the question after each: content customers ask less and are answered better."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from tenure.integrations.demo.common.life import Life
from tenure.integrations.demo.common.people import People, Someone
from tenure.integrations.demo.common.records import World
from tenure.integrations.demo.ledger import instant
from tenure.integrations.demo.types import Row

_RATE = {"enterprise": 0.20, "mid": 0.10, "small": 0.05}
_TOPIC_SHARE = (0.13, 0.11, 0.17, 0.13, 0.08, 0.09, 0.07, 0.13, 0.09)
_RESPONSE_HOURS = {1: 1.0, 2: 3.0, 3: 7.0, 4: 14.0}
_SOLVE_HOURS = {1: 9.0, 2: 26.0, 3: 60.0, 4: 120.0}


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a ticket is about and how it went; `response` and `solve` are hours after it was opened."""

    opened: datetime
    subject: str
    topic: str
    severity: int
    response: float
    solve: float | None
    satisfaction: int | None
    escalated: bool
    first_severity: int
    comment: str = ""


def write_tickets(world: World, people: dict[str, People]) -> None:
    """Write the tickets of all accounts with their versions, and CSAT answers as surveys."""
    for life in world.lives:
        if life.customer.is_prospect:
            continue
        rng = world.streams.of("tickets", life.customer.number)
        for day, mood in _days(world, life, rng):
            ticket = _ticket(world, rng, day, mood)
            asker = people[life.customer.id].find("liaison", "admin", "champion", "end_user", day=day)
            write_ticket(world, life, ticket, asker)


def _days(world: World, life: Life, rng: np.random.Generator) -> list[tuple[int, float]]:
    """Return the days on which tickets are opened, with the mood of the week."""
    customer = life.customer
    moods = world.engagement.mood[customer.number - 1]
    days = []
    for week in range(world.engagement.week(world.window), moods.size):
        first = world.engagement.first_day + week * 7
        rate = _RATE[customer.segment] * float(np.exp(-0.5 * (moods[week] - 0.5)))
        rate *= 2.2 if first - customer.signed < 60 else 1.0
        for _ in range(rng.poisson(rate)):
            day = first + int(rng.choice(7, p=(0.18, 0.18, 0.18, 0.18, 0.16, 0.06, 0.06)))
            silent = customer.plot is not None and customer.plot.quiet and day > world.today - 150
            if life.active_on(day) and day < world.today and not silent:
                days.append((day, float(moods[week])))
    return days


def _ticket(world: World, rng: np.random.Generator, day: int, mood: float) -> Ticket:
    words = world.words
    topic = tuple(words.ticket_topics)[int(rng.choice(len(_TOPIC_SHARE), p=_TOPIC_SHARE))]
    subjects = words.ticket_subjects[topic]
    bad = 1 / (1 + float(np.exp(1.5 * mood + 1.6)))
    severity = int(rng.choice([1, 2, 3, 4], p=_severities(bad)))
    slow = float(np.exp(-0.25 * mood)) * float(rng.lognormal(0, 0.6))
    solve = _SOLVE_HOURS[severity] * slow * float(rng.lognormal(0, 0.4))
    response = min(_RESPONSE_HOURS[severity] * slow, solve * 0.8)
    satisfaction = None
    if rng.random() < 0.32:
        satisfaction = int(np.clip(round(4.1 + 0.55 * mood - 0.25 * slow + rng.normal(0, 0.7)), 1, 5))
    misjudged = rng.random() < 0.06
    return Ticket(
        opened=instant(day, world.hour(rng)),
        subject=subjects[int(rng.integers(len(subjects)))],
        topic=topic,
        severity=severity,
        response=response,
        solve=solve,
        satisfaction=satisfaction,
        escalated=severity <= 2 and rng.random() < bad,
        first_severity=min(4, severity + 1) if misjudged else severity,
    )


def _severities(bad: float) -> list[float]:
    urgent, high = 0.02 + 0.22 * bad, 0.13 + 0.25 * bad
    rest = 1 - urgent - high
    return [urgent, high, 0.55 * rest, 0.45 * rest]


def write_ticket(world: World, life: Life, ticket: Ticket, asker: Someone | None) -> None:
    """Write one ticket as it became known: opened, answered, judged anew, solved, rated."""
    ledger = world.ledger
    row: Row = {
        "ticket_id": ledger.next_id("tickets", "T"),
        "account_id": life.customer.id,
        "contact_id": asker.id if asker else None,
        "subject": ticket.subject,
        "status": "open",
        "severity": ticket.first_severity,
        "topic": world.words.ticket_topics[ticket.topic],
        "opened_at": ticket.opened,
        "first_response_at": None,
        "resolved_at": None,
        "satisfaction": None,
        "escalated": False,
    }
    ledger.add("tickets", dict(row), ticket.opened + timedelta(minutes=5))
    answered = ticket.opened + timedelta(minutes=round(ticket.response * 60) + 1)
    row |= {"first_response_at": answered, "status": "pending", "escalated": ticket.escalated}
    ledger.add("tickets", dict(row), answered + timedelta(minutes=5))
    if ticket.severity != ticket.first_severity:
        row["severity"] = ticket.severity
        ledger.add("tickets", dict(row), answered + timedelta(minutes=35))
    if ticket.solve is None:
        return
    solved = max(ticket.opened + timedelta(minutes=round(ticket.solve * 60)), answered + timedelta(minutes=40))
    row |= {"resolved_at": solved, "status": "solved"}
    ledger.add("tickets", dict(row), solved + timedelta(minutes=5))
    if ticket.satisfaction is not None:
        rated = solved + timedelta(hours=20)
        row |= {"satisfaction": ticket.satisfaction, "status": "closed"}
        ledger.add("tickets", dict(row), rated + timedelta(minutes=5))
        _rate(world, life, ticket, asker, rated)


def _rate(world: World, life: Life, ticket: Ticket, asker: Someone | None, at: datetime) -> None:
    score = ticket.satisfaction or 3
    comments = world.words.survey_comments["csat_good" if score >= 4 else "csat_bad"]
    said = ticket.comment or (comments[at.day % len(comments)] if at.day % 3 == 0 and score != 3 else "")
    write_answer(world, life, asker, "csat", score, said, at, at + timedelta(minutes=5))


def write_answer(
    world: World,
    life: Life,
    who: Someone | None,
    kind: str,
    score: int,
    comment: str,
    at: datetime,
    known_at: datetime,
) -> None:
    """Write one survey answer."""
    row: Row = {
        "answer_id": world.ledger.next_id("surveys", "S"),
        "account_id": life.customer.id,
        "contact_id": who.id if who else None,
        "kind": kind,
        "score": score,
        "comment": comment,
        "answered_at": at,
    }
    world.ledger.add("surveys", row, known_at)
