"""What measures are computed from: accounts, the daily rollup, and the versions of records, as columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from tenure_engine.rollup.types import KindDays, UserDays
from tenure_engine.windows.knowledge import FAR, Knowledge

Bool = NDArray[np.bool_]
Int64 = NDArray[np.int64]
MICROSECONDS_A_DAY = 86_400_000_000
NEVER = FAR * MICROSECONDS_A_DAY // 100
"""An instant (microseconds since 1970) later than any other: open tickets. About the year 29,000."""


class Source(StrEnum):
    """Where a measure's data come from: the record kinds, by their names in imports."""

    EVENTS = "events"
    TICKETS = "tickets"
    INVOICES = "invoices"
    SURVEYS = "surveys"
    TOUCHPOINTS = "touchpoints"
    CONTRACTS = "contracts"
    CONTACTS = "contacts"
    LOSSES = "losses"
    DEVICES = "devices"


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts asked about; `ids` is sorted. `signed` is FAR where nobody knows it."""

    ids: Int64
    segment: tuple[str, ...]
    signed: Int64

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Versions:
    """Row i is one version of one record of account number `row[i]`: what was known from day `known[i]` until
    before day `until[i]`. Sorted by account. All days are int64; FAR is an open end.
    """

    row: Int64
    record: Int64
    known: Int64
    until: Int64


@dataclass(frozen=True, slots=True)
class Tickets(Versions):
    """Instants in microseconds since 1970, NEVER when it has not happened; severity 1 (worst) to 4, satisfaction
    1 to 5, both 0 when not given. `closed` is the day it stopped being open.
    """

    opened: Int64
    responded: Int64
    resolved: Int64
    closed: Int64
    severity: Int64
    satisfaction: Int64
    escalated: Bool


@dataclass(frozen=True, slots=True)
class Invoices(Versions):
    """Days, FAR when not yet; amounts in micros. Drafts and void invoices are not here."""

    issued: Int64
    due: Int64
    paid: Int64
    amount: Int64
    currency: Int64
    currencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Surveys(Versions):
    """Answers: `kind` indexes SURVEY_KINDS; the score in thousandths."""

    day: Int64
    kind: Int64
    score: Int64


@dataclass(frozen=True, slots=True)
class Touchpoints(Versions):
    """`kind` indexes TOUCH_KINDS (-1: another); minutes 0 when not given."""

    day: Int64
    kind: Int64
    minutes: Int64
    inbound: Bool


@dataclass(frozen=True, slots=True)
class Lines(Versions):
    """Contract lines. `ends` is exclusive. MRR and quantity in micros. `contract` numbers contracts; `renews` and
    `renews_line` are the contract and the line (record) this one follows, -1 when none.
    """

    signed: Int64
    starts: Int64
    ends: Int64
    quantity: Int64
    mrr: Int64
    is_seat: Bool
    is_recurring: Bool
    contract: Int64
    renews: Int64
    renews_line: Int64


@dataclass(frozen=True, slots=True)
class Contacts(Versions):
    """`role` indexes CONTACT_ROLES (-1: none); `since` is the day the contact was first known, `left` FAR if not."""

    role: Int64
    since: Int64
    left: Int64
    influence: Int64
    warmth: Int64


@dataclass(frozen=True, slots=True)
class Losses(Versions):
    """Accounts lost, by day."""

    day: Int64


@dataclass(frozen=True, slots=True)
class Devices(Versions):
    """Devices in the field, from the day they were installed (else known); `is_active` as their status says."""

    installed: Int64
    is_active: Bool


SURVEY_KINDS = ("nps", "csat", "ces")
TOUCH_KINDS = ("call", "visit", "mail", "chat", "meeting", "gift", "training")
CONTACT_ROLES = ("decision_maker", "champion", "liaison", "admin", "end_user", "detractor")

V = TypeVar("V", bound=Versions)


@dataclass(frozen=True, slots=True)
class Coverage:
    """When a source began for the company as a whole: its earliest day, and the day anything of it was known."""

    first_day: int
    first_known: int


@dataclass(frozen=True, slots=True)
class Feed:
    """The days on which anybody at all had events, and since when each is known. Sorted by day."""

    days: Int64
    known: Int64


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that measures read. `coverage` and `feed` speak for the whole company even if `accounts` is one chunk.

    `user_known` (and `kind_known`) tell for each rollup row the day it became known; without them a rollup row
    was known on its own day. With `knowledge.on` set, the rollup holds only what was known by then. `cache` is of
    these accounts, `shared` of all chunks.
    """

    accounts: Accounts
    knowledge: Knowledge
    user_days: UserDays
    kind_days: KindDays
    feed: Feed
    tickets: Tickets
    invoices: Invoices
    surveys: Surveys
    touchpoints: Touchpoints
    lines: Lines
    contacts: Contacts
    losses: Losses
    devices: Devices
    coverage: Mapping[Source, Coverage]
    user_known: Int64 | None = None
    kind_known: Int64 | None = None
    cache: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)
    shared: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def seen_with(self, knowledge: Knowledge) -> "Inputs":
        """Return the same inputs seen with another knowledge; made once."""
        if knowledge == self.knowledge:
            return self
        key = ("seen_with", knowledge)
        if key not in self.cache:
            usage_is_the_same = self.user_known is None and knowledge.on == self.knowledge.on
            shared = {"usage": self.cache["usage"]} if usage_is_the_same and "usage" in self.cache else {}
            self.cache[key] = replace(self, knowledge=knowledge, cache=shared)
        seen: Inputs = self.cache[key]
        return seen

    def chunk(self, begin: int, end: int) -> "Inputs":
        """Return the inputs of the accounts number begin to end - 1."""
        accounts = Accounts(
            self.accounts.ids[begin:end],
            self.accounts.segment[begin:end],
            self.accounts.signed[begin:end],
        )
        users = rows_between(self.user_days.account, accounts.ids)
        kinds = rows_between(self.kind_days.account, accounts.ids)
        return replace(
            self,
            accounts=accounts,
            user_days=take_rows(self.user_days, users),
            user_known=None if self.user_known is None else self.user_known[users],
            kind_days=take_rows(self.kind_days, kinds),
            kind_known=None if self.kind_known is None else self.kind_known[kinds],
            tickets=_chunk_of(self.tickets, begin, end),
            invoices=_chunk_of(self.invoices, begin, end),
            surveys=_chunk_of(self.surveys, begin, end),
            touchpoints=_chunk_of(self.touchpoints, begin, end),
            lines=_chunk_of(self.lines, begin, end),
            contacts=_chunk_of(self.contacts, begin, end),
            losses=_chunk_of(self.losses, begin, end),
            devices=_chunk_of(self.devices, begin, end),
            cache={},
        )


R = TypeVar("R", UserDays, KindDays)


def take_rows(table: R, which: slice | Bool) -> R:
    """Return the rows of a rollup table; its names stay as they are."""
    changed = {
        each.name: getattr(table, each.name)[which]
        for each in fields(table)
        if isinstance(getattr(table, each.name), np.ndarray)
    }
    return replace(table, **changed)


def rows_between(account: Int64, ids: Int64) -> slice:
    """Return the slice of rows, sorted by account, that covers the sorted ids."""
    if not len(ids):
        return slice(0, 0)
    return slice(int(np.searchsorted(account, ids[0])), int(np.searchsorted(account, ids[-1], "right")))


def take_versions(table: V, which: slice | Int64) -> V:
    """Return the chosen rows of a version table."""
    changed = {
        each.name: getattr(table, each.name)[which]
        for each in fields(table)
        if isinstance(getattr(table, each.name), np.ndarray)
    }
    return replace(table, **changed)


def _chunk_of(table: V, begin: int, end: int) -> V:
    if not len(table.row):
        return table
    low, high = np.searchsorted(table.row, [begin, end])
    part = take_versions(table, slice(int(low), int(high)))
    return replace(part, row=part.row - begin)


def day_of(instant: Int64) -> Int64:
    """Return the days of instants (UTC); NEVER becomes FAR."""
    return np.where(instant >= NEVER, FAR, instant // MICROSECONDS_A_DAY)
