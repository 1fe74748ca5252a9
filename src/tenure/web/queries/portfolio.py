"""The book of accounts as rows of one table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from tenure.accounts.models import Account
from tenure.foundation.models import User
from tenure.playbooks.queries import open_count_by_account
from tenure.web.queries.facts import AccountFacts, facts_of
from tenure.web.queries.state import ME
from tenure.web.queries.usage import weekly_users

BANDS = ("red", "amber", "green")
RENEWAL_DAYS = (30, 90, 180)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts a person wants to see."""

    text: str = ""
    segment: str = ""
    stage: str = ""
    owner: str = ""
    band: str = ""
    renewal: str = ""
    paying: str = ""


@dataclass(slots=True)
class BookRow:
    """One account of the book. `usage` is filled for the rows in view."""

    facts: AccountFacts
    open_ctas: int
    usage: Sequence[float] = ()

    @property
    def account(self) -> Account:
        """The account."""
        return self.facts.account

    @property
    def arr(self) -> Decimal | None:
        """Yearly revenue in its main currency; nothing for an account that does not pay."""
        return self.facts.main_arr


def list_book(*, user: User, wanted: Wanted, day: date) -> list[BookRow]:
    """Return the accounts within a person's scope that are wanted, with their facts."""
    accounts = Account.objects.visible_to(user).filter(_of_record(wanted, user)).distinct()
    facts = facts_of(user=user, accounts=accounts, day=day, with_usage=False)
    counts = open_count_by_account(user=user)
    rows = [BookRow(one, counts.get(pk, 0)) for pk, one in facts.items()]
    return [row for row in rows if _fits(row, wanted)]


def add_usage(rows: Iterable[BookRow], day: date) -> None:
    """Fill in the weekly use of the rows in view."""
    by_id = {row.account.pk: row for row in rows}
    for workspace_id in {row.account.workspace_id for row in by_id.values()}:
        for pk, series in weekly_users(workspace_id=workspace_id, accounts=list(by_id), day=day).items():
            by_id[pk].usage = series


def list_values(*, user: User, name: str) -> list[str]:
    """Return what a text field of the accounts in scope holds, for a filter."""
    rows = Account.objects.visible_to(user).exclude(**{name: ""}).order_by(name)
    return list(rows.values_list(name, flat=True).distinct())


def list_owners(*, user: User) -> Sequence[User]:
    """Return the people who own accounts in scope."""
    accounts = Account.objects.visible_to(user).order_by().values("pk")
    people = User.objects.filter(owned__account_id__in=accounts, owned__role="csm")
    return list(people.distinct().order_by("name", "email"))


def _of_record(wanted: Wanted, user: User) -> Q:
    found = Q()
    if wanted.text:
        found &= Q(name__icontains=wanted.text)
    if wanted.segment:
        found &= Q(segment=wanted.segment)
    if wanted.stage:
        found &= Q(stage=wanted.stage)
    if wanted.owner == "none":
        found &= ~Q(owners__role="csm")
    elif wanted.owner == ME:
        found &= Q(owners__user=user, owners__role="csm")
    elif wanted.owner.isdigit():
        found &= Q(owners__user_id=int(wanted.owner), owners__role="csm")
    return found


def _fits(row: BookRow, wanted: Wanted) -> bool:
    facts = row.facts
    if wanted.paying == "yes" and not facts.arr:
        return False
    if wanted.paying == "no" and facts.arr:
        return False
    if wanted.band and (facts.band or "none") != wanted.band:
        return False
    if wanted.renewal.isdigit():
        return facts.renewal_days is not None and facts.renewal_days <= int(wanted.renewal)
    return True


def summary(rows: Sequence[BookRow]) -> dict[str, Any]:
    """Return how many accounts there are, how many pay, and their yearly revenue by currency."""
    sums: dict[str, Decimal] = {}
    for row in rows:
        for currency, amount in row.facts.arr.items():
            sums[currency] = sums.get(currency, Decimal()) + amount
    return {"accounts": len(rows), "paying": sum(bool(row.facts.arr) for row in rows), "arr": sums}
