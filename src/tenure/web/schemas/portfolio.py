"""Bodies of the portfolio's API: rows, groups, and changes of many accounts at once."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from tenure.web.schemas.views import STATE

CONDITIONS = (
    "Conditions on any column, `name~op~value`: `ge` and `le` on numbers and dates, `is` and `not` on texts, `known` "
    "and `unknown` without a value. All must hold: 'where=seat_utilisation.30~le~50%25&where=tag~is~pilot'."
)
Kind = Literal["text", "texts", "number", "numbers", "percent", "money", "date", "yes_no"]


class BookQuery(Schema):
    """What is asked of the portfolio, in the words of the page's address."""

    q: str = Field("", description="Part of a customer's name.")
    band: str = Field("", description="red, amber, green, or none.")
    renewal: str = Field("", description="Renewal within so many days.")
    segment: str = ""
    stage: str = ""
    owner: str = Field("", description="The id of a person, 'me', or 'none'.")
    paying: str = Field("", description="yes or no.")
    where: list[str] = Field([], description=CONDITIONS)
    sort: str = Field(
        "-arr", description="A column, with '-' before it from the greatest; what is unknown comes last."
    )
    group: str = Field("", description="Adds groups by this field, with counts and subtotals.")
    cols: list[str] = Field([], description="Columns; without any those the page shows at first.")
    page: int = Field(1, ge=1, le=1_000_000)
    per_page: int = Field(50, ge=1, le=200)


class ColumnOut(Schema):
    """A column."""

    name: str = Field(description="As `cols`, `sort` and `where` take it.")
    title: str
    about: str
    kind: Kind


class ColumnChoice(ColumnOut):
    """A column that can be chosen."""

    section: str
    is_shown: bool = Field(description="Whether it is shown where no columns are chosen.")
    can_sort: bool


class GroupChoice(Schema):
    """A field that rows can be grouped by."""

    name: str
    title: str


class ColumnsOut(Schema):
    """Every column and every field to group by."""

    columns: list[ColumnChoice]
    groups: list[GroupChoice]


class SumsOut(Schema):
    """What some accounts come to. Amounts are by currency and never added across."""

    count: int
    paying: int
    arr: dict[str, Decimal]
    risk: dict[str, Decimal] = Field(description="Yearly money at risk.")
    health: float | None = Field(description="The mean score of those that have one.")
    fell: int = Field(description="Whose score fell by 5 points or more in 90 days.")
    rose: int


class GroupOut(SumsOut):
    """A group and what it comes to."""

    key: str = Field(description="As in the address; empty for those without a value.")
    label: str
    query: str = Field(description="The state that shows all of the group.")


class PortfolioRow(Schema):
    """An account with the values of the chosen columns."""

    id: int
    name: str
    values: dict[str, Any] = Field(description="By column. An amount stands with its currency; null is not known.")
    keys: dict[str, str] = Field(description="Of texts, by column: the key that filters and conditions take.")


class PortfolioOut(Schema):
    """A page of the portfolio."""

    count: int
    page: int
    per_page: int
    columns: list[ColumnOut]
    results: list[PortfolioRow]
    totals: SumsOut = Field(description="Of all accounts that match.")
    groups: list[GroupOut] | None = Field(description="Of all accounts that match; null where none are asked for.")
    read_at: datetime = Field(description="Of when the figures are.")
    is_behind: bool = Field(description="Whether newer figures are just being read.")
    measured_on: date | None = Field(description="The day whose measures these are.")


class BulkIn(Schema):
    """One thing to do to many accounts: those of `account_ids`, or all that match `query`."""

    act: Literal["owner", "tag_add", "tag_remove", "call"]
    account_ids: list[int] | None = Field(None, min_length=1, max_length=10_000)
    query: str | None = Field(None, max_length=4000, description=STATE + " An empty one means all.")
    owner_id: int | None = Field(None, description="For `owner`; null means nobody.")
    tag: str = Field("", description="For `tag_add` and `tag_remove`.")
    title: str = Field("", description="For `call`: what is to be done.")
    due_on: date | None = Field(None, description="For `call`.")


class RefusedOut(Schema):
    """An account that was left as it was, and why."""

    account_id: int
    reason: str


class BulkOut(Schema):
    """A change of many accounts, and what came of it."""

    id: int
    act: str
    state: Literal["waiting", "done", "undone"] = Field(description="More than 200 accounts wait for the worker.")
    accounts: int
    changed: list[int] = Field(description="Ids of the accounts that were changed.")
    unchanged: list[int] = Field(description="Ids of those that were already as wanted.")
    refused: list[RefusedOut]
    created_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None
