"""A replay of a rule as a person may see it: counts by month, and what became of whom it named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from tenure.accounts.models import Account
from tenure.foundation.models import User
from tenure.playbooks.alerts.choices import Knowledge
from tenure.playbooks.alerts.queries.rules import digest_of, list_rules
from tenure.playbooks.models import AlertPreview
from tenure_engine.alerts import NONE
from tenure_engine.period import from_day

FRESH_DAYS = 7


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a number of customers by the end of the year: each in one of three."""

    customers: int
    left: int
    renewed: int

    @property
    def staying(self) -> int:
        """Those who are still there, with nothing renewed since."""
        return self.customers - self.left - self.renewed

    @property
    def left_share(self) -> float | None:
        """The share that left; None of nobody."""
        return self.left / self.customers if self.customers else None


@dataclass(frozen=True, slots=True)
class Named:
    """One alert that would have been raised: on whom, when, until when, and what became of the customer."""

    account_id: int
    name: str
    opened_on: date
    ended_on: date | None
    fate: str
    fate_on: date | None


@dataclass(frozen=True, slots=True)
class Preview:
    """A replay in a person's scope. `lead` is the median of the days between the first alert and the leaving."""

    row: AlertPreview
    first: date
    last: date
    months: Sequence[tuple[date, int]]
    alerts: int
    open: int
    named: Fate
    others: Fate
    lead: int | None
    rows: Sequence[Named]
    known_since: date | None
    assumed: float

    @property
    def accounts(self) -> int:
        """How many customers it would have named."""
        return len({row.account_id for row in self.rows})

    @property
    def is_as_known_then(self) -> bool:
        """Whether each day saw only what was known then."""
        return self.row.knowledge == Knowledge.THEN


def find_preview(
    *, user: User, name: str, parameters: Mapping[str, Any], knowledge: str | None = None
) -> Preview | None:
    """Return the newest replay of a rule with these parameters, within what the person may see."""
    rows = AlertPreview.objects.filter(workspace_id=user.workspace_id, rule=name, digest=digest_of(parameters))
    rows = rows.filter(knowledge=knowledge) if knowledge else rows
    row = rows.order_by("-day", "-computed_at").first()
    return None if row is None else preview_of(row, user=user)


def preview_of(row: AlertPreview, *, user: User) -> Preview:
    """Return a kept replay as a person may see it."""
    names = dict(Account.objects.visible_to(user).values_list("pk", "name"))
    found, first = row.found, date.fromisoformat(row.found["first"])
    left = {account: from_day(day) for account, day in found["left"]}
    renewed = {account: from_day(day) for account, day in found["renewed"]}
    episodes = [each for each in found["episodes"] if each[0] in names]
    earliest: dict[int, date] = {}
    for account, opened, _ended in episodes:
        day = from_day(opened)
        earliest[account] = min(earliest.get(account, day), day)
    renewed_since = {account for account, day in earliest.items() if renewed.get(account, first) > day}
    customers = {account for account in found["customers"] if account in names}
    others = customers - set(earliest)
    leads = [(left[account] - day).days for account, day in earliest.items() if account in left]
    rows = [_named(each, names, left, renewed) for each in episodes]
    return Preview(
        row=row,
        first=first,
        last=row.day,
        months=_months(first, row.day, [each[1] for each in episodes]),
        alerts=len(episodes),
        open=sum(each[2] == NONE for each in episodes),
        named=_fate(set(earliest), left, renewed_since),
        others=_fate(others, left, set(renewed)),
        lead=round(median(leads)) if leads else None,
        rows=sorted(rows, key=lambda each: (each.opened_on, each.name), reverse=True),
        known_since=date.fromisoformat(found["known_since"]) if found.get("known_since") else None,
        assumed=float(found.get("assumed", 0.0)),
    )


def _fate(accounts: set[int], left: Mapping[int, date], renewed: set[int]) -> Fate:
    gone = accounts & set(left)
    return Fate(len(accounts), len(gone), len((accounts & renewed) - gone))


def _named(
    episode: Sequence[int], names: Mapping[int, str], left: Mapping[int, date], renewed: Mapping[int, date]
) -> Named:
    account, opened, ended = episode
    opened_on = from_day(opened)
    fate, fate_on = "staying", None
    if account in left:
        fate, fate_on = "left", left[account]
    elif account in renewed and renewed[account] > opened_on:
        fate, fate_on = "renewed", renewed[account]
    return Named(account, names[account], opened_on, None if ended == NONE else from_day(ended), fate, fate_on)


def _months(first: date, last: date, opened: Sequence[int]) -> list[tuple[date, int]]:
    """Return how many alerts opened in each month, months without any included."""
    counts: dict[date, int] = {}
    day = first.replace(day=1)
    while day <= last:
        counts[day] = 0
        day = (day + timedelta(days=32)).replace(day=1)
    for number in opened:
        counts[from_day(number).replace(day=1)] += 1
    return sorted(counts.items())


def lacks_previews(workspace_id: int, day: date) -> bool:
    """Whether some rule as it is set was not replayed within the last week before a day."""
    rows = AlertPreview.objects.filter(workspace_id=workspace_id, day__gt=day - timedelta(days=FRESH_DAYS))
    kept = set(rows.values_list("rule", "digest"))
    return any((each.name, digest_of(each.parameters)) not in kept for each in list_rules(workspace_id))
