"""What the API of alerts takes and gives. A number that is not known is null."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema

Value = bool | int | float | str


class ParameterOut(Schema):
    """What can be set of a rule."""

    name: str
    label: str
    unit: str
    value: Value
    shipped: Value
    lowest: float | None = Field(description="None where it is yes or no, or one of the choices.")
    highest: float | None
    choices: list[Value]


class RuleOut(Schema):
    """An alert rule as it is set, with what it raised among the accounts of the caller."""

    name: str
    label: str
    meaning: str
    condition: str
    action: str
    call: str = Field(description="The type of the call to action it opens.")
    severity: str
    is_on: bool
    parameters: list[ParameterOut]
    open: int
    raised_in_90_days: int


class RuleIn(Schema):
    """How a rule is set; what is left out stays. `parameters` not named are those shipped."""

    is_on: bool | None = None
    parameters: dict[str, Any] | None = None


class FateOut(Schema):
    """What became of customers by the end of the year."""

    customers: int
    left: int
    renewed: int
    neither: int


class PreviewOut(Schema):
    """What a rule as it is set would have raised over a year, among the accounts of the caller."""

    rule: str
    parameters: dict[str, Any]
    first: date
    last: date
    knowledge: Literal["then", "now"]
    alerts: int
    accounts: int
    months: list[tuple[date, int]]
    named: FateOut
    others: FateOut
    median_days_before_leaving: int | None
    share_with_assumed_time: float


class RestOut(Schema):
    """Somebody lets a rule rest for an account."""

    until: date
    reason: str
    by: str | None
    at: datetime


class RestIn(Schema):
    """Until when, and why."""

    until: date
    reason: str = Field(max_length=2000)


class AlertOut(Schema):
    """An alert with its evidence: on the day it opened, and on the last day looked at."""

    id: int
    account_id: int
    account: str
    rule: str
    severity: str
    says: str
    since_on: date
    opened_on: date
    ended_on: date | None
    looked_on: date
    evidence: dict[str, float | None]
    latest: dict[str, float | None]
    parameters: dict[str, Any]
    threshold: float | None
    known_at: datetime
    is_replayed: bool
    call_id: int | None
    rests_until: date | None


class AlertPage(Schema):
    """Alerts, newest first."""

    count: int
    results: list[AlertOut]
