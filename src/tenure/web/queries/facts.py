"""What a row or a header says of an account, for many at once: a handful of queries, whatever their number."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from tenure.accounts.models import Account, AccountOwner, ContractLine, Touchpoint
from tenure.foundation.models import User
from tenure.health.clauses import write_reason
from tenure.health.models import AccountHealth
from tenure.health.queries import health_of
from tenure.playbooks.queries.arr import MONTHS, RevenueBook


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What is known of one account at the end of a day."""

    account: Account
    arr: dict[str, Decimal] = field(default_factory=dict)
    renewal_on: date | None = None
    renewal_days: int | None = None
    last_touch_at: datetime | None = None
    owner: User | None = None
    score: float | None = None
    band: str | None = None
    change: float | None = None
    usage: Sequence[float | None] = ()
    reasons: Sequence[str] = ()
    scored_on: date | None = None

    @property
    def main_currency(self) -> str:
        """The currency most of the revenue is in."""
        return max(self.arr, key=lambda currency: self.arr[currency]) if self.arr else ""

    @property
    def main_arr(self) -> Decimal | None:
        """The revenue in that currency; None where there is none at all."""
        return self.arr[self.main_currency] if self.arr else None


def facts_of(
    *,
    accounts: Iterable[Account],
    day: date,
    usage: Mapping[int, Sequence[float]] | None = None,
    book: RevenueBook | None = None,
    states: Mapping[int, AccountHealth] | None = None,
) -> dict[int, AccountFacts]:
    """Return the facts of accounts the caller has found within the person's scope, by account id.

    `book` and `states` are their revenue and their kept scores, where the caller has read them; `usage` their weeks
    of use, where the caller wants them shown.
    """
    by_id = {account.pk: account for account in accounts}
    ids = list(by_id)
    arr, renewals = (book or RevenueBook(ids)).arr_on(day), renewal_by_account(ids, day)
    touches, owners = last_touches(ids, day), owners_of(ids)
    states = health_of(ids) if states is None else states
    facts = {}
    for pk, account in by_id.items():
        renewal = renewals.get(pk)
        facts[pk] = AccountFacts(
            account,
            arr=arr.get(pk, {}),
            renewal_on=renewal,
            renewal_days=(renewal - day).days if renewal else None,
            last_touch_at=touches.get(pk),
            owner=owners.get(pk),
            usage=(usage or {}).get(pk, ()),
            **_health(states.get(pk)),
        )
    return facts


def _health(state: AccountHealth | None) -> dict[str, Any]:
    if state is None:
        return {}
    return {
        "score": state.points,
        "band": state.band or None,
        "change": state.change_90,
        "reasons": [write_reason([clause]) for clause in state.clauses],
        "scored_on": state.day,
    }


def active_lines(accounts: Any, day: date) -> QuerySet[ContractLine]:
    """Return the recurring lines that run at the end of a day."""
    return ContractLine.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=day),
        account_id__in=accounts,
        starts_on__lte=day,
        is_recurring=True,
        is_trial=False,
    )


def renewal_by_account(accounts: Any, day: date) -> dict[int, date]:
    """Return the next end of a running line that nothing renews yet, by account."""
    ends: dict[int, date] = {}
    for account_id, ends_on in unrenewed(accounts, day).order_by("-ends_on").values_list("account_id", "ends_on"):
        if ends_on is not None:
            ends[account_id] = ends_on
    return ends


def unrenewed(accounts: Any, day: date) -> QuerySet[ContractLine]:
    """Return the running lines with an end that no other line follows."""
    followed = ContractLine.objects.filter(renewal_of=OuterRef("pk"))
    return active_lines(accounts, day).filter(ends_on__isnull=False).exclude(Exists(followed))


def renewals_within(*, accounts: QuerySet[Account], day: date, days: int) -> tuple[int, dict[str, Decimal]]:
    """Return how many customers come due within `days`, and their yearly revenue due by currency."""
    lines = unrenewed(accounts.order_by().values("pk"), day).filter(ends_on__lte=day + timedelta(days=days))
    sums: dict[str, Decimal] = defaultdict(Decimal)
    customers = set()
    for account_id, currency, mrr in lines.values_list("account_id", "currency", "mrr"):
        customers.add(account_id)
        sums[currency] += (mrr or Decimal()) * MONTHS
    return len(customers), dict(sums)


def last_touches(accounts: Sequence[int], day: date) -> dict[int, datetime]:
    """Return when each account was last in contact with us."""
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    rows = Touchpoint.objects.filter(account_id__in=accounts, occurred_at__lt=end).order_by()
    return dict(rows.values("account_id").annotate(last=Max("occurred_at")).values_list("account_id", "last"))


def owners_of(accounts: Sequence[int]) -> Mapping[int, User]:
    """Return the customer success manager of each account."""
    rows = AccountOwner.objects.filter(account_id__in=accounts, role="csm").select_related("user")
    return {row.account_id: row.user for row in rows}
