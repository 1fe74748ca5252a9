"""Bodies of the API of today's list, the timeline and search."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from ninja import Schema
from pydantic import Field

from tenure.playbooks.schemas import CtaOut


class PriorityOut(Schema):
    """The factors of a priority: money × weight × urgency."""

    amount: Decimal | None = Field(description="What the call puts at risk, else the customer's ARR.")
    currency: str
    money: float = Field(description="The amount in the reporting currency.")
    weight: float = Field(description="By the kind of the call.")
    days: int = Field(description="Until it is due; negative when overdue.")
    urgency: float
    is_converted: bool = Field(description="False where no exchange rate is known: then one unit counts as one.")


class TodayCall(CtaOut):
    """A call to action with what is known of its customer."""

    factors: PriorityOut
    arr: dict[str, Decimal]
    renewal_on: date | None
    score: float | None
    band: str | None
    last_touch_at: datetime | None


class TodayGroup(Schema):
    """Calls under one heading, the most important first."""

    name: Literal["now", "week", "later", "waiting"]
    title: str
    count: int = Field(description="How many there are; `calls` has the first of them.")
    calls: list[TodayCall]


class FiguresOut(Schema):
    """The three figures above the list. Amounts are by currency, a year."""

    at_risk: dict[str, Decimal]
    risk_accounts: int
    renewals: int = Field(description="Customers whose renewal is due within 90 days.")
    renewal_arr: dict[str, Decimal]
    done: int = Field(description="Calls done since Monday.")
    done_before: int = Field(description="Calls done in the week before.")


class TodayOut(Schema):
    """The working list of a day."""

    whose: Literal["mine", "queue", "team"]
    day: date
    count: int
    figures: FiguresOut
    groups: list[TodayGroup]


class ItemOut(Schema):
    """One line of a timeline."""

    kind: Literal["contact", "support", "money", "feedback", "work"] = Field(description="As `kind` takes it.")
    at: datetime
    has_time: bool = Field(description="False where only the day is known.")
    title: str
    text: str
    actor: str
    url: str


class PersonOut(Schema):
    """Somebody whom the timeline can be narrowed to."""

    key: str = Field(description="As `who` takes it.")
    name: str
    is_ours: bool


class TimelineOut(Schema):
    """A part of an account's timeline, newest first."""

    results: list[ItemOut]
    before: datetime | None = Field(description="As `before` of the next, older part; null at the end.")
    people: list[PersonOut]


class HitOut(Schema):
    """One thing found."""

    id: int
    title: str
    note: str
    url: str


class HitsOut(Schema):
    """Things of one kind, what begins with the text first."""

    kind: Literal["accounts", "contacts", "tickets", "notes"]
    title: str
    results: list[HitOut]
