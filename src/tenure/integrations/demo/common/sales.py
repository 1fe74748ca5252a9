"""Opportunities: first contracts, renewals, expansions; and the few devices that customers hang on the wall."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from tenure.integrations.demo.common.life import Life
from tenure.integrations.demo.common.records import World
from tenure.integrations.demo.ledger import instant
from tenure.integrations.demo.types import Row
from tenure_engine.period import from_day


@dataclass(frozen=True, slots=True)
class Sale:
    """A sale from its first day to its close; `won` None means still open."""

    kind: str
    name: str
    opened: int
    closes: int
    yearly: Decimal
    won: bool | None


def write_opportunities(world: World) -> None:
    """Write the pipeline: what was won or lost in the window, and what is open."""
    for life in world.lives:
        rng = world.streams.of("sales", life.customer.number)
        for sale in _sales(world, life, rng):
            if sale.closes >= world.window and sale.opened < world.today:
                write_sale(world, life, sale, rng)


def _sales(world: World, life: Life, rng: np.random.Generator) -> list[Sale]:
    customer, deals = life.customer, world.words.deals
    if customer.is_prospect:
        price = Decimal(customer.seats * world.words.names.products[0].price * 12)
        opened = world.today - int(rng.integers(4, 40))
        return [Sale("new", deals["new"], opened, world.today + int(rng.integers(10, 80)), price, None)]
    first = next(line for line in life.lines if line.recurring and not line.trial)
    yearly = sum((line.mrr for line in life.lines if line.contract == first.contract and not line.amends), Decimal(0))
    sales = [Sale("new", deals["new"], first.signed - int(rng.integers(15, 60)), first.signed, yearly * 12, True)]
    products = {product.key: product.name for product in world.words.names.products}
    for deal in life.deals:
        name = deals[deal.kind].format(product=products[deal.product])
        kind = "renewal" if deal.kind == "renewal" else "expansion"
        opened = deal.signed - int(rng.integers(14, 80))
        sales.append(Sale(kind, name, opened, deal.signed, deal.yearly, True))
    sales += [Sale("renewal", deals["renewal"], e.day - 75, e.day, e.mrr * 12, False) for e in life.exits]
    return sales + _open(world, life, rng)


def _open(world: World, life: Life, rng: np.random.Generator) -> list[Sale]:
    """Return renewals that come due within 90 days, lost offers, and offers still open."""
    deals = world.words.deals
    sales = []
    if life.is_active and not life.customer.monthly and 0 <= life.term_end - world.today <= 90:
        sales.append(Sale("renewal", deals["renewal"], life.term_end - 90, life.term_end, life.mrr * 12, None))
    if life.is_active and life.customer.plot is None and rng.random() < 0.13:
        opened = world.today - int(rng.integers(5, 60))
        more = (life.mrr * 12 * Decimal("0.2")).quantize(Decimal(1))
        sales.append(
            Sale("expansion", deals["expansion"], opened, world.today + int(rng.integers(10, 70)), more, None)
        )
    if life.customer.plot is None and rng.random() < 0.12:
        day = int(rng.integers(world.window, world.today - 40))
        if life.active_on(day):
            price = Decimal(life.seats_on(day) * 180)
            sales.append(Sale("expansion", deals["expansion"], day, day + int(rng.integers(10, 40)), price, False))
    return sales


def write_sale(world: World, life: Life, sale: Sale, rng: np.random.Generator) -> None:
    """Write one opportunity: opened, and closed when it is."""
    stages = world.words.deal_stages
    row: Row = {
        "opportunity_id": world.ledger.next_id("opportunities", "O"),
        "account_id": life.customer.id,
        "name": sale.name,
        "kind": sale.kind,
        "stage": stages["proposal" if rng.random() < 0.6 else "qualified"],
        "amount": sale.yearly,
        "currency": world.words.names.currency,
        "closes_on": from_day(sale.closes),
        "owner": world.staff[7].name,
        "is_won": None,
        "is_closed": False,
    }
    world.ledger.add("opportunities", row, instant(sale.opened, world.hour(rng)))
    if sale.won is not None:
        closed: Row = {**row, "stage": stages["won" if sale.won else "lost"], "is_won": sale.won, "is_closed": True}
        world.ledger.add("opportunities", closed, instant(sale.closes + int(rng.integers(0, 5)), world.hour(rng)))


def write_devices(world: World) -> None:
    """Write the wall tablets of a handful of enterprise accounts."""
    names = world.words.names
    fleets = [life for life in world.lives if life.customer.segment == "enterprise" and life.is_active][:6]
    for life in fleets:
        rng = world.streams.of("devices", life.customer.number)
        for number in range(int(rng.integers(2, 4))):
            installed = max(life.customer.signed + 30 + number * 20, world.window)
            row: Row = {
                "device_id": world.ledger.next_id("devices", "D"),
                "account_id": life.customer.id,
                "serial": f"T1-{life.customer.number:03d}{number + 1:02d}",
                "model": names.device_model,
                "site": names.sites[number % len(names.sites)],
                "status": names.device_status,
                "version": "2.4.1" if number else "2.3.0",
                "installed_on": from_day(installed),
            }
            world.ledger.add("devices", row, instant(installed + 1, world.hour(rng)))
