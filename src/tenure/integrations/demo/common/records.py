"""Rows of products, accounts, contract lines and losses, with delays and corrections."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from tenure.integrations.demo.common.engagement import Engagement
from tenure.integrations.demo.common.life import Life, Line
from tenure.integrations.demo.common.lives import CENT
from tenure.integrations.demo.common.plan import WINDOW_DAYS, Customer
from tenure.integrations.demo.ledger import Ledger, Streams, instant
from tenure.integrations.demo.types import DemoUser, Row
from tenure.integrations.demo.words import Words
from tenure_engine.period import from_day


@dataclass(frozen=True, slots=True)
class World:
    """What every part of the company needs to know."""

    words: Words
    streams: Streams
    ledger: Ledger
    today: int
    lives: list[Life]
    engagement: Engagement
    staff: tuple[DemoUser, ...]

    @property
    def window(self) -> int:
        """The first day of tracking."""
        return self.today - WINDOW_DAYS

    def hour(self, rng: np.random.Generator) -> float:
        """Return an hour (UTC) of the customers' working day."""
        return self.words.names.work_starts_utc + float(rng.uniform(0.2, 9.5))

    def owner(self, customer: Customer, day: int) -> DemoUser:
        """Return the responsible CSM on a day; some accounts were handed over five months ago."""
        handed_over = customer.number % 9 == 0 and customer.csm == 3
        return self.staff[5] if handed_over and day >= self.today - 150 else self.staff[customer.csm]


def write_products(world: World) -> None:
    """Write the price list."""
    names = world.words.names
    for product in names.products:
        row: Row = {
            "product_id": product.key,
            "name": product.name,
            "kind": product.kind,
            "category": product.category,
            "unit": product.unit,
            "list_price": Decimal(product.price),
            "currency": names.currency,
            "billing_months": None if product.kind == "one_off" else 1,
        }
        world.ledger.add("products", row, instant(world.engagement.first_day, 8))


def write_accounts(world: World) -> None:
    """Write each account, once for every change of stage or owner that was typed in."""
    for life in world.lives:
        customer = life.customer
        rng = world.streams.of("account", customer.number)
        if customer.is_prospect:
            born = world.today - int(rng.integers(10, 60))
            stage = "requirements" if customer.number % 2 else "engage"
            world.ledger.add("accounts", _account(world, customer, stage, born, None), instant(born, 9))
            continue
        born = customer.signed - int(rng.integers(25, 70))
        world.ledger.add("accounts", _account(world, customer, "engage", born, None), instant(born, 9))
        for day, stage in _stages(world, life):
            typed = min(day + int(rng.integers(0, 4)), max(world.today - 1, day))
            row = _account(world, customer, stage, typed, customer.signed)
            world.ledger.add("accounts", row, instant(typed, world.hour(rng)))


def _account(world: World, customer: Customer, stage: str, day: int, signed: int | None) -> Row:
    words = world.words
    names = words.names
    owner = world.owner(customer, day)
    tags = [tag for number, tag in enumerate(names.tags) if customer.number % (7 + 4 * number) == 1]
    return {
        "account_id": customer.id,
        "name": customer.name,
        "parent_id": customer.parent,
        "industry": customer.industry.label,
        "region": customer.region,
        "country": customer.country,
        "size": customer.employees,
        "segment": names.scenarios.get(customer.industry.key, names.segments[customer.segment]),
        "stage": names.stages[stage],
        "source": names.sources[customer.source],
        "campaign": customer.campaign,
        "reseller": customer.reseller,
        "acquisition_cost": Decimal(customer.cac) if signed else None,
        "currency": names.currency,
        "website": f"https://{customer.domain}",
        "signed_on": from_day(signed) if signed else None,
        "tags": "; ".join(tags),
        "owner": owner.email,
        "sales_owner": world.staff[7].email,
        "onboarding_owner": world.staff[8].email,
        "team": names.teams[0 if customer.csm < 4 else 1],
        names.city_label: customer.city,
        **({names.scenario_label: names.scenarios[customer.industry.key]} if names.scenarios else {}),
    }


def _stages(world: World, life: Life) -> list[tuple[int, str]]:
    """Return (day, stage) whenever the stage changes, seen once a month."""
    changes: list[tuple[int, str]] = []
    customer = life.customer
    first = life.lines[0].signed
    days = [first, *range(customer.signed, world.today, 30), *(exit.day for exit in life.exits)]
    for day in sorted(days):
        stage = _stage(world, life, day)
        if not changes or changes[-1][1] != stage:
            changes.append((day, stage))
    return changes


def _stage(world: World, life: Life, day: int) -> str:
    if not life.active_on(day):
        return "signed" if day < life.spans[0][0] else "churned"
    age = day - next(start for start, end in reversed(life.spans) if start <= day)
    if age < 90:
        return "launch"
    ends = [line.end for line in life.lines if line.recurring and not line.auto_renew and line.start <= day]
    if ends and 0 < max(end or 0 for end in ends) - day <= 60:
        return "renewal"
    if world.engagement.recent(life.customer.number, day) < -0.5:
        return "decline"
    return "growth" if age < 365 else "mature"


def write_contracts(world: World) -> None:
    """Write each line; some were first typed in wrongly, and the end of an open line is known late."""
    kinds = {product.key: product.kind for product in world.words.names.products}
    for life in world.lives:
        rng = world.streams.of("contracts", life.customer.number)
        signed: dict[str, int] = {}
        for line in life.lines:
            contract_signed = signed.setdefault(line.contract, line.signed)
            _write_line(world, life, line, kinds[line.product], contract_signed, rng)


def _write_line(world: World, life: Life, line: Line, kind: str, signed: int, rng: np.random.Generator) -> None:
    right = _line(world, life, line, kind, signed)
    known = instant(line.known, world.hour(rng))
    wrong = _wrong(life, line, right, rng)
    corrected_after = int(rng.integers(9, 40))
    if life.customer.plot and life.customer.plot.listed_first_for:
        corrected_after = life.customer.plot.listed_first_for
    opened = {**right, "end_date": None} if line.closed is not None else right
    if wrong:
        world.ledger.add("contracts", {**opened, **wrong}, known)
        known = instant(line.known + corrected_after, world.hour(rng))
    if line.closed is None:
        world.ledger.add("contracts", right, known)
        return
    closed = max(instant(line.closed, world.hour(rng)), known)
    if closed > known:
        world.ledger.add("contracts", opened, known)
    world.ledger.add("contracts", right, closed)


def _line(world: World, life: Life, line: Line, kind: str, signed: int) -> Row:
    return {
        "contract_id": line.contract,
        "line_id": line.id,
        "account_id": life.customer.id,
        "product": line.product,
        "signed_on": from_day(signed),
        "start_date": from_day(line.start),
        "end_date": from_day(line.end) if line.end is not None else None,
        "mrr": line.mrr if line.recurring else None,
        "one_off_amount": line.once,
        "quantity": Decimal(line.quantity),
        "currency": world.words.names.currency,
        "kind": kind,
        "recurring": line.recurring,
        "trial": line.trial,
        "renewal_of": line.renewal_of,
        "amends": line.amends,
        "auto_renew": line.auto_renew,
    }


def _wrong(life: Life, line: Line, right: Row, rng: np.random.Generator) -> Row:
    """Return the fields that were first typed in wrongly; mostly none."""
    plot = life.customer.plot
    drawn = rng.random()
    if not line.recurring or line.trial:
        return {}
    listed = Decimal(float(line.mrr) / (1 - life.customer.discount)).quantize(CENT, ROUND_HALF_UP)
    if plot:
        is_last = line.contract == life.lines[-1].contract
        return {"mrr": listed} if plot.listed_first_for and is_last else {}
    if drawn < 0.02 and line.amends is None:
        return {"mrr": listed}
    end = right["end_date"]
    if drawn > 0.985 and line.end is not None and end is not None and not line.auto_renew:
        return {"end_date": from_day(line.end + 31)}
    return {}


def write_losses(world: World) -> None:
    """Write each departure with its reason; typed in days or weeks later."""
    words = world.words
    for life in world.lives:
        rng = world.streams.of("losses", life.customer.number)
        for leave in life.exits:
            details = words.loss_details[leave.reason]
            row: Row = {
                "loss_id": world.ledger.next_id("losses", "L"),
                "account_id": life.customer.id,
                "lost_on": from_day(leave.day),
                "reason": words.loss_reasons[leave.reason],
                "detail": details[int(rng.integers(len(details)))],
                "amount": leave.mrr * 12,
                "currency": words.names.currency,
            }
            world.ledger.add("losses", row, instant(leave.known, world.hour(rng)))
