"""The ledger of problems solved: some solved tickets left something worth telling at the renewal."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np

from tenure.integrations.demo.common.records import World
from tenure.integrations.demo.ledger import instant
from tenure.integrations.demo.types import Row
from tenure.integrations.demo.words.solved import EFFECTS, WAYS
from tenure_engine.period import to_day

_SHARE = 0.16
_WEEKS, _HOURLY = 46, {"USD": 60, "CNY": 160}


def write_solved(world: World) -> None:
    """Write a problem solved for some of the tickets that were solved to content; typed in days later."""
    solved = {row["ticket_id"]: row for row in world.ledger.rows["tickets"] if row["resolved_at"] is not None}
    owners = {life.customer.id: life.customer for life in world.lives}
    for number, ticket in enumerate(solved.values()):
        rng = world.streams.of("solved", number)
        done: datetime = ticket["resolved_at"]
        is_told = (ticket["satisfaction"] or 4) >= 4 and ticket["severity"] <= 3 and rng.random() < _SHARE
        known = to_day(done.date()) + int(rng.integers(1, 6))
        if not is_told or known >= world.today:
            continue
        owner = world.owner(owners[ticket["account_id"]], known)
        row = _row(world, ticket, rng) | {"solved_on": done.date(), "owner": owner.name}
        world.ledger.add("problems", row, max(instant(known, world.hour(rng)), done + timedelta(hours=1)))


def _row(world: World, ticket: Row, rng: np.random.Generator) -> Row:
    names = world.words.names
    effects, ways = EFFECTS[names.language], WAYS[names.language]
    text, is_hours = effects[int(rng.integers(len(effects)))]
    hours, few = int(rng.integers(2, 9)), int(rng.integers(2, 6))
    saved = Decimal(hours * _WEEKS * _HOURLY.get(names.currency, 60)) if is_hours else None
    return {
        "problem_id": world.ledger.next_id("problems", "PS"),
        "account_id": ticket["account_id"],
        "problem": ticket["subject"],
        "solution": ways[int(rng.integers(len(ways)))],
        "effect": text.format(hours=hours, few=few, many=few * 4 + int(rng.integers(1, 9))),
        "solved_on": date.min,
        "contact_id": ticket["contact_id"],
        "found_by": "us" if rng.random() < 0.3 else "customer",
        "owner": "",
        "saved_amount": saved,
        "currency": names.currency,
        "ticket_id": ticket["ticket_id"],
        "proof": "",
    }
