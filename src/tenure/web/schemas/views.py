"""Bodies of the API of the portfolio's saved views."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

STATE = "Filters, order, groups, columns and display, as in the address of the page: 'band=red&sort=-arr'."


class ViewIn(Schema):
    """A view to be saved."""

    name: str = Field(min_length=1, max_length=60)
    query: str = Field("", max_length=4000, description=STATE)
    team_id: int | None = Field(None, description="One of your teams, whose people may open it.")


class ViewPatch(Schema):
    """What is to be changed of a view; what is not named stays."""

    name: str | None = Field(None, min_length=1, max_length=60)
    query: str | None = Field(None, max_length=4000, description=STATE)
    team_id: int | None = None
    place: int | None = Field(None, ge=1, le=1000, description="Its place among your own views, from 1.")


class ViewOut(Schema):
    """A saved view of the portfolio."""

    id: int
    name: str
    query: str = Field(description=STATE)
    team_id: int | None
    owner: str
    is_own: bool
    is_home: bool = Field(description="Whether you begin with it.")
    place: int
    created_at: datetime


class HomeIn(Schema):
    """The view to begin with."""

    view: str = Field(max_length=20, description="The id of a view, or one of: all, mine, risk, renewing, left.")
