"""Invoices: yearly, quarterly for large customers, monthly for open contracts; paid late when unhappy."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from tenure.integrations.demo.common.life import Life, Line
from tenure.integrations.demo.common.lives import CENT
from tenure.integrations.demo.common.records import World
from tenure.integrations.demo.ledger import instant
from tenure.integrations.demo.types import Row
from tenure_engine.period import add_months, from_day, to_day


@dataclass(frozen=True, slots=True)
class Bill:
    """One invoice before it has a number."""

    life: Life
    issued: int
    amount: Decimal
    terms: int


def write_invoices(world: World) -> None:
    """Write all invoices of the window, numbered in the order of their dates."""
    bills = [bill for life in world.lives for bill in _bills(life) if world.window <= bill.issued < world.today]
    bills.sort(key=lambda bill: (bill.issued, bill.life.customer.number))
    rng = world.streams.of("invoices")
    for bill in bills:
        _write(world, bill, rng)


def _bills(life: Life) -> list[Bill]:
    bills: list[Bill] = []
    for line in life.lines:
        if line.once is not None:
            bills.append(Bill(life, line.start, line.once, 30))
        elif line.recurring and not line.trial and not line.auto_renew:
            bills += _for_term(life, line)
    merged: dict[tuple[int, int], Decimal] = {}
    for bill in bills:
        merged[bill.issued, bill.terms] = merged.get((bill.issued, bill.terms), Decimal(0)) + bill.amount
    grouped = [Bill(life, issued, amount, terms) for (issued, terms), amount in merged.items()]
    return grouped + (_monthly(life) if life.customer.monthly else [])


def _for_term(life: Life, line: Line) -> list[Bill]:
    """Return the bills of a line with an end, a broken first period by days."""
    assert line.end is not None
    step = 3 if life.customer.segment == "enterprise" else 12
    bills = []
    start = line.start
    number = 1
    while start < line.end:
        until = min(_later(line.start, number * step), line.end)
        months = Decimal(until - start) / Decimal(_later(start, step) - start) * step
        bills.append(Bill(life, start, (line.mrr * months).quantize(CENT, ROUND_HALF_UP), 30))
        start, number = until, number + 1
    return bills


def _monthly(life: Life) -> list[Bill]:
    bills = []
    for start, end in life.spans:
        for month in range(60):
            day = _later(start, month)
            lines = [line for line in life.lines if line.recurring and not line.trial]
            running = [line for line in lines if line.start <= day and (line.end is None or day < line.end)]
            if (end is not None and day >= end) or not running:
                break
            bills.append(Bill(life, day, sum((line.mrr for line in running), Decimal(0)), 14))
    return bills


def _later(day: int, months: int) -> int:
    return to_day(add_months(from_day(day), months))


def _write(world: World, bill: Bill, rng: np.random.Generator) -> None:
    customer = bill.life.customer
    due = bill.issued + bill.terms
    number = world.ledger.next_id("invoices", "R")
    row: Row = {
        "invoice_id": number,
        "account_id": customer.id,
        "number": f"{from_day(bill.issued).year}-{number[2:]}",
        "issued_on": from_day(bill.issued),
        "due_on": from_day(due),
        "paid_on": None,
        "amount": bill.amount,
        "currency": world.words.names.currency,
        "status": "open",
    }
    world.ledger.add("invoices", dict(row), instant(bill.issued, 6))
    paid = _paid(world, bill, due, rng)
    if paid > due:
        world.ledger.add("invoices", {**row, "status": "overdue"}, instant(due + 1, 6))
    if paid < world.today:
        known = instant(paid + int(rng.integers(0, 3)), 14)
        world.ledger.add("invoices", {**row, "paid_on": from_day(paid), "status": "paid"}, known)


def _paid(world: World, bill: Bill, due: int, rng: np.random.Generator) -> int:
    """Return the day of payment: a few days early when content, weeks late when not."""
    customer = bill.life.customer
    level = float(world.engagement.mood[customer.number - 1, world.engagement.week(due)])
    late = max(0.0, 0.25 - level) * 17 * float(rng.uniform(0.2, 1.3))
    forgotten = int(rng.integers(5, 30)) if rng.random() < 0.06 else 0
    paid = due + round(float(rng.normal(-5, 3)) + late) + forgotten
    if customer.plot and customer.plot.unpaid_days:
        paid = world.today + 1 if due > world.today - customer.plot.unpaid_days else due - 2
    return max(bill.issued, paid)
