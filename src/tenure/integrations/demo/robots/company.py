"""Puts the robot maker together."""

from datetime import date

from tenure.integrations.demo.common import billing, people, records, relations, sales, solved, support
from tenure.integrations.demo.common.engagement import simulate
from tenure.integrations.demo.common.lives import Lives
from tenure.integrations.demo.common.plan import build_customers
from tenure.integrations.demo.common.records import World
from tenure.integrations.demo.common.staff import staff_of, stories_of
from tenure.integrations.demo.ledger import Ledger, Streams
from tenure.integrations.demo.robots import scenes
from tenure.integrations.demo.robots.fleet import build_fleet, write_devices
from tenure.integrations.demo.robots.profile import PROFILE
from tenure.integrations.demo.robots.usage import build_events
from tenure.integrations.demo.types import DemoCompany, Events, midnight
from tenure.integrations.demo.words import ROBOT_WORDS
from tenure_engine.period import to_day


def generate(seed: int, today: date, language: str = "zh", size: str = "m") -> DemoCompany:
    """Return the robot maker as known at the beginning of `today`; the same arguments give the same company.

    Raises ValueError for an unknown language or size.
    """
    if language not in ROBOT_WORDS or size not in PROFILE.sizes:
        raise ValueError(f"no such demo: language {language!r}, size {size!r}")
    words = ROBOT_WORDS[language]
    streams = Streams(seed, PROFILE.key)
    now = to_day(today)
    customers = build_customers(streams, words, PROFILE, now, size)
    engagement = simulate(streams, customers, now)
    lives = Lives(streams, words, PROFILE, customers, engagement, now).play()
    staff = staff_of(words.names)
    world = World(words, streams, Ledger(midnight(today)), now, lives, engagement, staff)
    events = _write(world)
    return DemoCompany(
        key=PROFILE.key,
        name=words.names.vendor,
        language=language,
        seed=seed,
        today=today,
        currency=words.names.currency,
        teams=words.names.teams,
        users=staff,
        records=world.ledger.finish(),
        events=events,
        event_texts=words.events,
        stories=stories_of(PROFILE, words),
        engagement=engagement.use,
        first_day=engagement.first_day,
    )


def _write(world: World) -> Events:
    records.write_products(world)
    records.write_accounts(world)
    known = people.write_contacts(world)
    records.write_contracts(world)
    records.write_losses(world)
    support.write_tickets(world, known)
    relations.write_touchpoints(world, known)
    relations.write_surveys(world, known)
    relations.write_notes(world, known)
    billing.write_invoices(world)
    sales.write_opportunities(world)
    robots = build_fleet(world)
    write_devices(world, robots)
    scenes.write_scenes(world, known)
    solved.write_solved(world)
    return build_events(world, robots, known)
