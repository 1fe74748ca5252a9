"""Shapes of the event API."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field

Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(2199, 12, 31))]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class UseOut(Schema):
    """Something that is computed from a kind of event."""

    title: str
    url: str


class KindOut(Schema):
    """One event name of the catalogue; `weeks` are the volumes of the last 13 weeks of data, oldest first."""

    name: str
    description: str
    events: int
    accounts: int
    users: int
    first_on: date
    last_on: date
    weeks: list[int]
    uses: list[UseOut]


class DescribeIn(Schema):
    """What a kind of event means."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    description: Annotated[str, Field(max_length=2000)]


class EventOut(Schema):
    """One event. Times are UTC; `properties` is the object that came with it."""

    name: str
    user_id: str
    occurred_at: datetime
    known_at: datetime
    is_assumed: bool
    source: str
    message_id: str
    import_id: int
    count: int
    seconds: int
    value: float | None
    properties: Any


class EventPageOut(Schema):
    """Some events of an account, newest first, and how many there are in all."""

    total: int
    data: list[EventOut]


class EventsIn(Schema):
    """Which events of an account: both days included."""

    first: Day
    last: Day
    name: Annotated[str, Field(max_length=200)] = ""
    user_id: Annotated[str, Field(max_length=500)] = ""
    known_at: Day | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    offset: Annotated[int, Field(ge=0, le=10**9)] = 0


class UsageIn(Schema):
    """Which days: both included, at most ten years."""

    first: Day
    last: Day
    known_at: Day | None = None


class UsageDayOut(Schema):
    """What the users of an account did on one day."""

    day: date
    events: int
    active_users: int
    logins: int
    seconds: int


class QuarantinedOut(Schema):
    """An event that was refused, with the reason."""

    id: int
    reason: str
    problem: str
    account_id: int | None
    name: str
    user_id: str
    occurred_at: datetime | None
    source: str
    message_id: str
    import_id: int
    row_number: int
    properties: str
    quarantined_at: datetime


class QuarantinePageOut(Schema):
    """Some refused events, newest first, and how many there are in all."""

    total: int
    data: list[QuarantinedOut]


class QuarantineIn(Schema):
    """Which refused events."""

    reason: str = ""
    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    offset: Annotated[int, Field(ge=0, le=10**9)] = 0
