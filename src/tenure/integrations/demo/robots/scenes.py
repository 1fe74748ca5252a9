"""The records that only the robot maker's stories have."""

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


def _failing(world: World, life: Life, people: People, rng: np.random.Generator) -> None:
    for number, (ago, solve) in enumerate(((44, 90.0), (23, 120.0), (4, None))):
        opened = instant(world.today - ago, world.hour(rng))
        subject = world.words.story_lines["failing_subjects"][number]
        write_ticket(
            world,
            life,
            Ticket(
                opened,
                subject,
                "navigation",
                1 if number else 2,
                6.0,
                solve,
                2 if number == 0 else None,
                number > 0,
                2,
            ),
            people.find("admin", "liaison"),
        )
    who = people.find("champion")
    at = instant(world.today - 12, world.hour(rng))
    write_answer(
        world, life, who, "nps", 3, world.words.story_lines["failing_comment"][0], at, at + timedelta(days=1)
    )
    write_touchpoint(
        world, life, who, "call", _line(world, "failing_call"), world.today - 8, rng, "worried", inbound=True
    )


def _off(world: World, life: Life, people: People, rng: np.random.Generator) -> None:
    who = people.find("champion")
    write_touchpoint(world, life, who, "mail", _line(world, "off_mail"), world.today - 15, rng, "no_answer")


def _growth(world: World, life: Life, people: People, rng: np.random.Generator) -> None:
    who = people.find("champion")
    write_touchpoint(
        world, life, who, "call", _line(world, "growth_call"), world.today - 13, rng, "todo", inbound=True
    )
    at = instant(world.today - 37, world.hour(rng))
    write_answer(
        world, life, who, "nps", 10, world.words.story_lines["growth_comment"][0], at, at + timedelta(days=1)
    )
    price = Decimal(8 * world.words.names.products[0].price * 12)
    sale = Sale("expansion", world.words.deals["expansion"], world.today - 11, world.today + 40, price, None)
    write_sale(world, life, sale, rng)


def _overclaimed(world: World, life: Life, people: People, rng: np.random.Generator) -> None:
    signed = life.customer.signed
    who = people.find("champion")
    write_note(world, life, people, world.words.story_lines["agent_note"][0], signed + 12, rng)
    write_touchpoint(world, life, who, "call", _line(world, "agent_call"), signed + 30, rng, "worried")
    opened = instant(signed + 9, world.hour(rng))
    subject = world.words.story_lines["agent_ticket"][0]
    write_ticket(
        world, life, Ticket(opened, subject, "how_to", 2, 12.0, None, None, False, 2), people.find("liaison")
    )
    at = instant(world.today - 10, world.hour(rng))
    write_answer(world, life, who, "ces", 2, world.words.story_lines["agent_comment"][0], at, at + timedelta(days=1))
    write_answer(world, life, people.find("decision_maker"), "nps", 2, "", at, at + timedelta(days=1))


def _ignored(world: World, life: Life, people: People, rng: np.random.Generator) -> None:
    write_note(world, life, people, world.words.story_lines["ignored_note"][0], world.today - 60, rng)
    at = instant(world.today - 45, world.hour(rng))
    comment = world.words.survey_comments["passive"][2]
    write_answer(world, life, people.find("champion"), "nps", 8, comment, at, at + timedelta(days=1))


def _reference(world: World, life: Life, people: People, rng: np.random.Generator) -> None:
    write_note(world, life, people, world.words.story_lines["reference_note"][0], world.today - 120, rng)
    at = instant(world.today - 29, world.hour(rng))
    comment = world.words.survey_comments["promoter"][0]
    write_answer(world, life, people.find("champion"), "nps", 10, comment, at, at + timedelta(days=1))


def _champion(world: World, life: Life, people: People, rng: np.random.Generator) -> None:
    champion, plot = people.find("champion"), life.customer.plot
    known = world.today - (plot.champion_left_ago or 0) + plot.champion_known_after if plot else world.today
    note = world.words.story_lines["champion_note"][0]
    note = note.format(person=champion.name if champion else life.customer.name)
    write_note(world, life, people, note, known, rng)
    for ago in (29, 11):
        who = people.find("liaison")
        write_touchpoint(world, life, who, "mail", _line(world, "champion_mail"), world.today - ago, rng, "no_answer")


_SCENES: dict[str, Scene] = {
    "failing_robots": _failing,
    "switched_off": _off,
    "season_growth": _growth,
    "overclaimed": _overclaimed,
    "ignored_robot": _ignored,
    "reference": _reference,
    "champion_left": _champion,
}
