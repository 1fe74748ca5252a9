"""What the API of calls to action takes and gives."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from ninja import Field, Schema

Kind = Literal["risk", "opportunity", "lifecycle", "objective", "activity"]


class CtaOut(Schema):
    """A call to action: what, why, with whom, until when, and what came of it."""

    id: int
    account_id: int
    account: str
    kind: Kind
    reason: str = Field(
        description="One is open per account, kind and reason. Those made by hand begin with 'hand.'."
    )
    says: str = Field(description="What to do, or why a rule opened it, in the language of the caller.")
    title: str
    detail: str
    due_on: date
    owner_id: int | None = Field(description="None: it is in the team's queue.")
    owner: str
    at_risk_amount: Decimal | None = Field(description="A year.")
    currency: str
    priority: float | None = Field(
        description="Money × weight of the kind × urgency, in the reporting currency a year. None when it is closed."
    )
    state: Literal["open", "resting", "done"]
    rests_until: date | None
    opened_at: datetime
    opened_by_id: int | None = Field(description="None: a rule.")
    closed_at: datetime | None
    outcome: str | None
    note: str | None = Field(description="What was noted when it was done.")
    evidence: dict[str, Any]


class CtaPage(Schema):
    """Calls to action and how many there are in all."""

    count: int
    results: list[CtaOut]


class CtaIn(Schema):
    """A call to action made by hand."""

    account_id: int
    kind: Kind = "activity"
    title: str = Field(max_length=300)
    detail: str = Field(default="", max_length=4000)
    due_on: date
    owner_id: int | None = Field(default=None, description="None puts it into the team's queue.")


class CtaPatch(Schema):
    """What may be changed of an open one."""

    due_on: date


class OwnerIn(Schema):
    """With whom it is from now on."""

    owner_id: int | None = Field(description="None gives it back to the team's queue.")


class CtaSnoozeIn(Schema):
    """Until when it rests, and why."""

    until: date
    note: str = Field(default="", max_length=2000)


class CompletionIn(Schema):
    """What came of it."""

    outcome: Literal["handled", "not_needed", "lost"] = "handled"
    note: str = Field(default="", max_length=2000)
