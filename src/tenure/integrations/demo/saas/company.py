"""Puts the SaaS company together."""

from datetime import date

from tenure.integrations.demo.common import billing, people, records, relations, sales, solved, support
from tenure.integrations.demo.common.engagement import simulate
from tenure.integrations.demo.common.lives import Lives
from tenure.integrations.demo.common.plan import build_customers
from tenure.integrations.demo.common.records import World
from tenure.integrations.demo.common.staff import staff_of, stories_of
from tenure.integrations.demo.ledger import Ledger, Streams
from tenure.integrations.demo.saas import scenes, usage
from tenure.integrations.demo.saas.profile import PROFILE
from tenure.integrations.demo.types import DemoCompany, Events, midnight
from tenure.integrations.demo.words import WORDS
from tenure_engine.period import to_day


def generate(seed: int, today: date, language: str = "en", size: str = "m") -> DemoCompany:
    """Return the SaaS company as known at the beginning of `today`; the same arguments give the same company.

    Raises ValueError for an unknown language or size.
    """
    if language not in WORDS or size not in PROFILE.sizes:
        raise ValueError(f"no such demo: language {language!r}, size {size!r}")
    words = WORDS[language]
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
    sales.write_devices(world)
    scenes.write_scenes(world, known)
    solved.write_solved(world)
    return usage.build_events(world, known)
