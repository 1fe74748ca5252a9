"""The records that only the named stories have."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import numpy as np

from tenure.integrations.demo.common.life import Life
from tenure.integrations.demo.common.people import People
from tenure.integrations.demo.common.records import World
from tenure.integrations.demo.common.relations import write_note, write_touchpoint
from tenure.integrations.demo.common.sales import Sale, write_sale
from tenure.integrations.demo.common.support import Ticket, write_answer, write_ticket
from tenure.integrations.demo.ledger import instant

Scene = Callable[[World, Life, People, np.random.Generator], None]


def write_scenes(world: World, people: dict[str, People]) -> None:
    """Write the extra records of every story."""
    for life in world.lives:
        plot = life.customer.plot
        if plot and plot.key in _SCENES:
            rng = world.streams.of("scenes", life.customer.number)
            _SCENES[plot.key](world, life, people[life.customer.id], rng)


def _line(world: World, key: str) -> tuple[str, str]:
    line = world.words.story_lines[key]
    return line[0], line[1]


def _silent(world: World, life: Life, people: People, rng: np.random.Generator) -> None:
    who = people.find("champion")
    at = instant(world.today - 172, world.hour(rng))
    write_answer(world, life, who, "nps", 9, world.words.survey_comments["promoter"][0], at, at + timedelta(days=2))
    write_touchpoint(world, life, who, "mail", _line(world, "silent_mail"), world.today - 95, rng, "no_answer")


def _champion(world: World, life: Life, people: People, rng: np.random.Generator) -> None:
    champion, plot = people.find("champion"), life.customer.plot
    known = world.today - (plot.champion_left_ago or 0) + plot.champion_known_after if plot else world.today
    note = world.words.story_lines["champion_note"][0]
    note = note.format(person=champion.name if champion else life.customer.name)
    write_note(world, life, people, note, known, rng)
    for ago in (30, 12):
        who = people.find("liaison")
        write_touchpoint(world, life, who, "mail", _line(world, "champion_mail"), world.today - ago, rng, "no_answer")


def _growth(world: World, life: Life, people: People, rng: np.random.Generator) -> None:
    who = people.find("champion")
    write_touchpoint(world, life, who, "call", _line(world, "seat_call"), world.today - 16, rng, "todo", inbound=True)
    at = instant(world.today - 40, world.hour(rng))
    comment = world.words.story_lines["seat_comment"][0]
    write_answer(world, life, who, "nps", 10, comment, at, at + timedelta(days=1))
    price = Decimal(60 * world.words.names.products[0].price * 12)
    name = world.words.deals["expansion"]
    write_sale(world, life, Sale("expansion", name, world.today - 14, world.today + 35, price, None), rng)


def _onboarding(world: World, life: Life, people: People, rng: np.random.Generator) -> None:
    signed = life.customer.signed
    buyer, champion = people.find("decision_maker"), people.find("champion")
    write_touchpoint(world, life, buyer, "meeting", _line(world, "onboarding_kickoff"), signed + 6, rng, "todo")
    write_touchpoint(
        world, life, champion, "training", _line(world, "onboarding_training"), signed + 24, rng, "worried"
    )
    write_touchpoint(world, life, champion, "call", _line(world, "onboarding_call"), signed + 41, rng, "worried")
    for number, subject in enumerate(world.words.story_lines["onboarding_ticket"]):
        opened = instant(signed + 20 + 17 * number, world.hour(rng))
        ticket = Ticket(opened, subject, "data", 2, 9.0, None if number == 0 else 70.0, None, False, 2)
        write_ticket(world, life, ticket, people.find("admin"))
    at = instant(world.today - 9, world.hour(rng))
    comment = world.words.story_lines["onboarding_comment"][0]
    write_answer(world, life, champion, "ces", 2, comment, at, at + timedelta(days=1))


def _angry(world: World, life: Life, people: People, rng: np.random.Generator) -> None:
    subjects = world.words.story_lines["angry_subjects"]
    anger = world.words.story_lines["angry_csat"][0]
    plan = ((20, 4.0, 40.0, 2), (13, 9.0, 52.0, 1), (7, 30.0, 60.0, None), (2, 3.0, None, None))
    for number, (ago, response, solve, rating) in enumerate(plan):
        opened = instant(world.today - ago, world.hour(rng))
        severity = 2 if number == 1 else 1
        ticket = Ticket(
            opened, subjects[number], "performance", 1, response, solve, rating, number == 2, severity, anger
        )
        write_ticket(world, life, ticket, people.find("admin", "champion"))
    boss = people.find("decision_maker")
    at = instant(world.today - 6, world.hour(rng))
    comment = world.words.story_lines["angry_comment"][0]
    write_answer(world, life, boss, "nps", 2, comment, at, at + timedelta(days=1))
    write_touchpoint(
        world, life, boss, "call", _line(world, "angry_call"), world.today - 5, rng, "worried", inbound=True
    )


def _early(world: World, life: Life, people: People, rng: np.random.Generator) -> None:
    who = people.find("decision_maker")
    write_touchpoint(
        world, life, who, "call", _line(world, "early_call"), world.today - 19, rng, "fine", inbound=True
    )


def _recovered(world: World, life: Life, people: People, rng: np.random.Generator) -> None:
    who = people.find("champion")
    write_touchpoint(world, life, who, "call", _line(world, "recovered_call"), world.today - 186, rng, "todo")
    for number, ago in enumerate((172, 158)):
        text = world.words.touchpoints["training"][number]
        write_touchpoint(world, life, who, "training", text, world.today - ago, rng, "fine")
    write_touchpoint(world, life, who, "meeting", _line(world, "recovered_done"), world.today - 126, rng, "fine")


def _referrer(world: World, life: Life, people: People, rng: np.random.Generator) -> None:
    write_note(world, life, people, world.words.story_lines["referral_note"][0], world.today - 290, rng)
    at = instant(world.today - 33, world.hour(rng))
    comment = world.words.survey_comments["promoter"][4]
    write_answer(world, life, people.find("champion"), "nps", 10, comment, at, at + timedelta(days=1))


_SCENES: dict[str, Scene] = {
    "silent_churner": _silent,
    "champion_left": _champion,
    "seat_growth": _growth,
    "bad_onboarding": _onboarding,
    "angry_tickets": _angry,
    "early_renewal": _early,
    "recovered": _recovered,
    "referrer": _referrer,
}
