"""Puts the SaaS company together."""

from datetime import date

from tenure.integrations.demo.common import billing, people, records, relations, sales, support
from tenure.integrations.demo.common.engagement import simulate
from tenure.integrations.demo.common.lives import Lives
from tenure.integrations.demo.common.plan import build_customers
from tenure.integrations.demo.common.records import World
from tenure.integrations.demo.ledger import Ledger, Streams
from tenure.integrations.demo.saas import scenes, usage
from tenure.integrations.demo.saas.profile import PROFILE
from tenure.integrations.demo.types import DemoCompany, DemoUser, Events, Story, midnight
from tenure.integrations.demo.words import WORDS, Names, Words
from tenure_engine.period import to_day

_STAFF_ROLES = ("admin", "leader", "csm", "csm", "csm", "csm", "reader", "reader", "csm")
_STAFF_TEAMS = ((0, 1), (0, 1), (0,), (0,), (1,), (1,), (0, 1), (0, 1), (0, 1))


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
    staff = _staff(words.names)
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
        stories=_stories(words),
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
    return usage.build_events(world, known)


def _staff(names: Names) -> tuple[DemoUser, ...]:
    return tuple(
        DemoUser(f"{person.mail}@demo.example", person.name, role, tuple(names.teams[team] for team in teams))
        for person, role, teams in zip(names.staff, _STAFF_ROLES, _STAFF_TEAMS, strict=True)
    )


def _stories(words: Words) -> tuple[Story, ...]:
    found = []
    for plot in PROFILE.plots:
        text = words.stories[plot.key]
        found.append(Story(plot.key, f"A-{plot.number:04d}", text.account, text.title, text.see))
    return tuple(found)
