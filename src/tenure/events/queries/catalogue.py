"""The event catalogue, within what a person may see."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from tenure.accounts.models import Account
from tenure.events.hooks import Use, uses_by_kind
from tenure.events.log.catalogue import KindSums, read_catalogue, read_until, sum_kinds
from tenure.events.models import EventKind, QuarantinedEvent
from tenure.events.queries.logs import log_of
from tenure.foundation.models import User
from tenure_engine.period import from_day


@dataclass(frozen=True, slots=True)
class KindRow:
    """One event name of the catalogue. `weeks` are the volumes of the last weeks of data, oldest first."""

    name: str
    description: str
    events: int
    accounts: int
    users: int
    first_on: date
    last_on: date
    weeks: tuple[int, ...]
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class KindAccount:
    """One account's events of a kind."""

    account: Account
    events: int
    users: int
    last_on: date
    weeks: tuple[int, ...]


def list_kinds(*, user: User) -> list[KindRow]:
    """Return the event kinds of the accounts that a person may see, most frequent first."""
    try:
        sums = sum_kinds(log_of(user.workspace_id).folder, _visible(user))
    except FileNotFoundError:
        return []
    described = dict(EventKind.objects.filter(workspace_id=user.workspace_id).values_list("name", "description"))
    uses = uses_by_kind(user.workspace_id)
    rows = [_row(each, described.get(each.name, ""), tuple(uses.get(each.name, ()))) for each in sums]
    return sorted(rows, key=lambda row: (-row.events, row.name))


def catalogue_until(*, user: User) -> date | None:
    """Return the last day of the catalogue's data."""
    until = read_until(log_of(user.workspace_id).folder)
    return None if until is None else from_day(until)


def find_kind(*, user: User, name: str) -> KindRow | None:
    """Return one event kind that the person may see."""
    return next((row for row in list_kinds(user=user) if row.name == name), None)


def list_kind_accounts(*, user: User, name: str, limit: int) -> list[KindAccount]:
    """Return the accounts with most events of a kind, of those that the person may see."""
    catalogue = read_catalogue(log_of(user.workspace_id).folder)
    if catalogue is None or name not in catalogue.kinds:
        return []
    mine, number = _visible(user), catalogue.kinds.index(name)
    rows = np.arange(len(catalogue.kind)) if mine is None else catalogue.rows_of(mine)
    chosen = rows[catalogue.kind[rows] == number]
    chosen = chosen[np.argsort(-catalogue.events[chosen], kind="stable")][:limit]
    accounts = Account.objects.visible_to(user).in_bulk(catalogue.account[chosen].tolist())
    return [
        KindAccount(
            account=accounts[int(catalogue.account[row])],
            events=int(catalogue.events[row]),
            users=int(catalogue.users[row]),
            last_on=from_day(int(catalogue.last_day[row])),
            weeks=tuple(int(volumes[row]) for volumes in catalogue.weeks),
        )
        for row in chosen.tolist()
        if int(catalogue.account[row]) in accounts
    ]


def list_quarantined(*, user: User, reason: str = "") -> QuerySet[QuarantinedEvent]:
    """Return the refused events that a person may see, newest first."""
    rows: QuerySet[QuarantinedEvent] = QuarantinedEvent.objects.visible_to(user).select_related("account")
    return rows.filter(reason=reason) if reason else rows


def _visible(user: User) -> NDArray[np.int64] | None:
    """Return the ids of the accounts that the person may see, ascending; None stands for all."""
    if user.is_admin:
        return None
    accounts = Account.objects.visible_to(user).order_by().values_list("pk", flat=True)
    return np.unique(np.fromiter(accounts, np.int64))


def _row(sums: KindSums, description: str, uses: tuple[Use, ...]) -> KindRow:
    return KindRow(
        name=sums.name,
        description=description,
        events=sums.events,
        accounts=sums.accounts,
        users=sums.users,
        first_on=from_day(sums.first_day),
        last_on=from_day(sums.last_day),
        weeks=sums.weeks,
        uses=uses,
    )
