"""From rows of records, as their versions keep them, to the columns of Inputs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tenure_engine.money import to_micros
from tenure_engine.period import to_day
from tenure_engine.windows.inputs import (
    CONTACT_ROLES,
    MICROSECONDS_A_DAY,
    NEVER,
    SURVEY_KINDS,
    TOUCH_KINDS,
    Contacts,
    Coverage,
    Devices,
    Invoices,
    Lines,
    Losses,
    Source,
    Surveys,
    Tickets,
    Touchpoints,
)
from tenure_engine.windows.knowledge import FAR

Int64 = NDArray[np.int64]
Data = Mapping[str, Any]
CLOSED = ("solved", "closed")
ACTIVE = ("active", "online", "ok", "running", "in use", "在用", "在线", "正常", "运行中")
NOT_OWED = ("draft", "void")


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of one record: `known` is the day from which it was known, `data` its fields by name."""

    account: int
    record: int
    known: int
    data: Data
    deleted: bool = False


@dataclass(slots=True)
class Believed:
    """Versions that were believed for at least one day, with the day until which they were, by account."""

    rows: list[VersionRow] = field(default_factory=list)
    position: list[int] = field(default_factory=list)
    until: list[int] = field(default_factory=list)

    def column(self, value: Callable[[Data], int]) -> Int64:
        """Return a column computed from each version's data."""
        return np.array([value(row.data) for row in self.rows], dtype=np.int64)

    def flags(self, value: Callable[[Data], object]) -> NDArray[np.bool_]:
        """Return a column of yes and no computed from each version's data."""
        return np.array([bool(value(row.data)) for row in self.rows], dtype=np.bool_)

    def known_while(self, holds: Callable[[Data], bool]) -> Int64:
        """Return the day since which a fact without a date of its own has been known; FAR where it does not hold."""
        since: dict[int, int] = {}
        days = np.full(len(self.rows), FAR, dtype=np.int64)
        for place, row in sorted(enumerate(self.rows), key=lambda each: (each[1].record, each[1].known)):
            if holds(row.data):
                days[place] = since.setdefault(row.record, row.known)
            else:
                since.pop(row.record, None)
        return days

    def base(self) -> tuple[Int64, Int64, Int64, Int64]:
        """Return account number, record, known and until."""
        return (
            np.array(self.position, dtype=np.int64),
            np.array([row.record for row in self.rows], dtype=np.int64),
            np.array([row.known for row in self.rows], dtype=np.int64),
            np.array(self.until, dtype=np.int64),
        )


def believe(accounts: Int64, versions: Iterable[VersionRow]) -> Believed:
    """Return the versions with the days for which each was the latest one; deletions end the one before.

    Versions of one record come in the order in which they became known. Of several of one day the last counts.
    """
    chains: dict[int, list[VersionRow]] = {}
    for row in versions:
        chains.setdefault(row.record, []).append(row)
    if not chains:
        return Believed([], [], [])
    place = {int(account): index for index, account in enumerate(accounts)}
    kept: list[tuple[int, int, VersionRow]] = []
    for chain in chains.values():
        for index, row in enumerate(chain):
            until = chain[index + 1].known if index + 1 < len(chain) else FAR
            if not row.deleted and until > row.known and row.account in place:
                kept.append((place[row.account], until, row))
    kept.sort(key=lambda each: each[0])
    return Believed(
        rows=[each[2] for each in kept],
        position=[each[0] for each in kept],
        until=[each[1] for each in kept],
    )


def day_number(value: object) -> int:
    """Return the day of a date, an instant or ISO text; FAR for nothing."""
    if value is None or value == "":
        return FAR
    if isinstance(value, datetime):
        return instant_number(value) // MICROSECONDS_A_DAY
    if isinstance(value, date):
        return to_day(value)
    text = str(value)
    return to_day(date.fromisoformat(text)) if len(text) == 10 else instant_number(text) // MICROSECONDS_A_DAY


def instant_number(value: object) -> int:
    """Return microseconds since 1970 (UTC) of an instant, a date or ISO text; NEVER for nothing."""
    if value is None or value == "":
        return NEVER
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime(value.year, value.month, value.day, tzinfo=UTC)
    else:
        moment = datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    delta = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def _whole(value: object) -> int:
    return 0 if value is None or value == "" else int(str(value))


def _scaled(value: object, factor: int) -> int:
    return 0 if value is None or value == "" else int((Decimal(str(value)) * factor).to_integral_value())


def _micros(value: object) -> int:
    return 0 if value is None or value == "" else to_micros(Decimal(str(value)))


def _index(names: tuple[str, ...], value: object) -> int:
    return names.index(str(value)) if value in names else -1


def tickets(accounts: Int64, versions: Iterable[VersionRow]) -> Tickets:
    """Return tickets. One closed without a date of resolution counts as closed from when that was known."""
    found = believe(accounts, versions)
    stated = found.column(lambda data: day_number(data.get("resolved_at")))
    closed = found.known_while(lambda data: data.get("status") in CLOSED)
    return Tickets(
        *found.base(),
        opened=found.column(lambda data: instant_number(data["opened_at"])),
        responded=found.column(lambda data: instant_number(data.get("first_response_at"))),
        resolved=found.column(lambda data: instant_number(data.get("resolved_at"))),
        closed=np.where(stated < FAR, stated, closed),
        severity=found.column(lambda data: _whole(data.get("severity"))),
        satisfaction=found.column(lambda data: _whole(data.get("satisfaction"))),
        escalated=found.flags(lambda data: data.get("escalated")),
    )


def invoices(accounts: Int64, versions: Iterable[VersionRow]) -> Invoices:
    """Return what is owed: a draft or void version takes back what was owed before it."""
    taken_back = (
        VersionRow(row.account, row.record, row.known, row.data, True) if row.data.get("status") in NOT_OWED else row
        for row in versions
    )
    found = believe(accounts, taken_back)
    codes = [str(row.data.get("currency") or "") for row in found.rows]
    currencies = tuple(sorted(set(codes)))
    paid = found.column(lambda data: day_number(data.get("paid_on")))
    paid_known = found.known_while(lambda data: data.get("status") == "paid")
    return Invoices(
        *found.base(),
        issued=found.column(lambda data: day_number(data.get("issued_on"))),
        due=found.column(lambda data: day_number(data.get("due_on"))),
        paid=np.where(paid < FAR, paid, paid_known),
        amount=found.column(lambda data: _micros(data.get("amount"))),
        currency=np.array([currencies.index(code) for code in codes], dtype=np.int64),
        currencies=currencies,
    )


def surveys(accounts: Int64, versions: Iterable[VersionRow]) -> Surveys:
    """Return survey answers."""
    found = believe(accounts, versions)
    return Surveys(
        *found.base(),
        day=found.column(lambda data: day_number(data["answered_at"])),
        kind=found.column(lambda data: _index(SURVEY_KINDS, data.get("kind"))),
        score=found.column(lambda data: _scaled(data.get("score"), 1000)),
    )


def touchpoints(accounts: Int64, versions: Iterable[VersionRow]) -> Touchpoints:
    """Return recorded contacts with the customer."""
    found = believe(accounts, versions)
    return Touchpoints(
        *found.base(),
        day=found.column(lambda data: day_number(data["occurred_at"])),
        kind=found.column(lambda data: _index(TOUCH_KINDS, data.get("kind"))),
        minutes=found.column(lambda data: _whole(data.get("minutes"))),
        inbound=found.flags(lambda data: data.get("direction") == "in"),
    )


def lines(accounts: Int64, versions: Iterable[VersionRow], agreements: Mapping[int, Data] | None = None) -> Lines:
    """Return contract lines. `agreements` gives each contract's data by record: signed_on and renewal_of."""
    contract_data = agreements or {}
    found = believe(accounts, versions)
    contracts = [int(row.data.get("contract_id") or -1) for row in found.rows]
    of_contract: list[Data] = [contract_data.get(number, {}) for number in contracts]
    signed = [
        min(day_number(row.data.get("signed_on")), day_number(data.get("signed_on")))
        for row, data in zip(found.rows, of_contract, strict=True)
    ]
    return Lines(
        *found.base(),
        signed=np.array(signed, dtype=np.int64),
        starts=found.column(lambda data: day_number(data["start_date"])),
        ends=found.column(lambda data: day_number(data.get("end_date"))),
        quantity=found.column(lambda data: _scaled(data.get("quantity"), 1_000_000)),
        mrr=found.column(lambda data: _micros(data.get("mrr"))),
        is_seat=found.flags(lambda data: data.get("kind") == "seat"),
        is_recurring=found.flags(lambda data: data.get("recurring") is not False and not data.get("trial")),
        contract=np.array(contracts, dtype=np.int64),
        renews=np.array([int(data.get("renewal_of") or -1) for data in of_contract], dtype=np.int64),
        renews_line=found.column(lambda data: int(data.get("renewal_of") or -1)),
    )


def contacts(accounts: Int64, versions: Iterable[VersionRow]) -> Contacts:
    """Return people at the customers; each counts from the day on which anything of them was known."""
    rows = list(versions)
    first = _first_known(rows)
    found = believe(accounts, rows)
    return Contacts(
        *found.base(),
        role=found.column(lambda data: _index(CONTACT_ROLES, data.get("role"))),
        since=np.array([first[row.record] for row in found.rows], dtype=np.int64),
        left=found.column(lambda data: day_number(data.get("left_on"))),
        influence=found.column(lambda data: _whole(data.get("influence"))),
        warmth=found.column(lambda data: _whole(data.get("warmth"))),
    )


def _first_known(rows: Iterable[VersionRow]) -> dict[int, int]:
    first: dict[int, int] = {}
    for row in rows:
        first[row.record] = min(first.get(row.record, FAR), row.known)
    return first


def losses(accounts: Int64, versions: Iterable[VersionRow]) -> Losses:
    """Return the losses of accounts."""
    found = believe(accounts, versions)
    return Losses(*found.base(), day=found.column(lambda data: day_number(data["lost_on"])))


def devices(accounts: Int64, versions: Iterable[VersionRow]) -> Devices:
    """Return devices. Without a status a device counts as active; without a day, from when it was first known."""
    rows = list(versions)
    first = _first_known(rows)
    found = believe(accounts, rows)
    installed = found.column(lambda data: day_number(data.get("installed_on")))
    known = np.array([first[row.record] for row in found.rows], dtype=np.int64)
    return Devices(
        *found.base(),
        installed=np.where(installed < FAR, installed, known),
        is_active=found.flags(lambda data: str(data.get("status") or "active").lower() in ACTIVE),
    )


EFFECTIVE = {
    Source.TICKETS: "opened_at",
    Source.INVOICES: "issued_on",
    Source.SURVEYS: "answered_at",
    Source.TOUCHPOINTS: "occurred_at",
    Source.CONTRACTS: "start_date",
    Source.LOSSES: "lost_on",
}
"""The field with the effective time of each kind; contacts and devices have none but when they were known."""


def coverage_of(source: Source, versions: Iterable[VersionRow]) -> Coverage | None:
    """Return since when a source speaks for the company; None when nothing of it was ever known."""
    rows = list(versions)
    if not rows:
        return None
    name = EFFECTIVE.get(source, "")
    days = [day_number(row.data.get(name)) if name else row.known for row in rows]
    return Coverage(min(days), min(row.known for row in rows))
