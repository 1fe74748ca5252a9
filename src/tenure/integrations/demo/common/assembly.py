"""Putting a demo company together: alike in every company, save for its numbers, its words and what only it has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from tenure.integrations.demo.common import billing, people, records, relations, sales, support
from tenure.integrations.demo.common.engagement import simulate
from tenure.integrations.demo.common.lives import Lives
from tenure.integrations.demo.common.people import People
from tenure.integrations.demo.common.plan import build_customers
from tenure.integrations.demo.common.profile import Profile
from tenure.integrations.demo.common.records import World
from tenure.integrations.demo.common.staff import staff_of, stories_of
from tenure.integrations.demo.ledger import Ledger, Streams
from tenure.integrations.demo.types import DemoCompany, Events, midnight
from tenure.integrations.demo.words import Words
from tenure_engine.period import to_day

Known = Mapping[str, People]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a company is made of. `write_own` writes the records that only it has and returns its events."""

    profile: Profile
    words: Mapping[str, Words]
    write_own: Callable[[World, Known], Events]


def assemble(recipe: Recipe, seed: int, today: date, language: str, size: str) -> DemoCompany:
    """Return a company as known at the beginning of `today`; the same arguments give the same company.

    Raises ValueError for an unknown language or size.
    """
    profile = recipe.profile
    if language not in recipe.words or size not in profile.sizes:
        raise ValueError(f"no such demo: language {language!r}, size {size!r}")
    words = recipe.words[language]
    streams = Streams(seed, profile.key)
    now = to_day(today)
    customers = build_customers(streams, words, profile, now, size)
    engagement = simulate(streams, customers, now)
    lives = Lives(streams, words, profile, customers, engagement, now).play()
    staff = staff_of(words.names)
    world = World(words, streams, Ledger(midnight(today)), now, lives, engagement, staff)
    events = recipe.write_own(world, _write_shared(world))
    return DemoCompany(
        key=profile.key,
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
        stories=stories_of(profile, words),
        engagement=engagement.use,
        first_day=engagement.first_day,
    )


def _write_shared(world: World) -> Known:
    """Write the records that every company has; return who is known at each customer."""
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
    return known
