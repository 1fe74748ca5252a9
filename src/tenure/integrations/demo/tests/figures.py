"""Figures computed from the rows of a demo company in the plainest possible way."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from tenure.integrations.demo.types import DemoCompany, Row


def mrr_by_account(rows: Iterable[Row], day: date) -> dict[str, Decimal]:
    """MRR on a day: recurring lines without trials, end date exclusive."""
    total: dict[str, Decimal] = {}
    for row in rows:
        end = row["end_date"]
        if row["recurring"] and not row["trial"] and row["start_date"] <= day and (end is None or day < end):
            account = str(row["account_id"])
            total[account] = total.get(account, Decimal(0)) + Decimal(str(row["mrr"]))
    return total


def retention(company: DemoCompany, start: date, end: date, known_at: datetime | None = None) -> tuple[float, float]:
    """(NRR, logo retention) between two days."""
    rows = list(company.latest("contracts", known_at).values())
    before, after = mrr_by_account(rows, start), mrr_by_account(rows, end)
    kept = {account: after.get(account, Decimal(0)) for account in before}
    nrr = sum(kept.values()) / sum(before.values())
    return float(nrr), sum(1 for value in kept.values() if value > 0) / len(before)


def account_days(company: DemoCompany, account_id: str) -> dict[int, tuple[int, set[int]]]:
    """Per day number: count of log-ins and the set of users of an account."""
    events = company.events
    mine = events.account == events.accounts.index(account_id)
    days: dict[int, tuple[int, set[int]]] = {}
    columns = (events.occurred_at[mine] // 86_400_000_000, events.name[mine], events.count[mine], events.user[mine])
    for day, name, count, user in zip(*columns, strict=True):
        logins, users = days.get(int(day), (0, set()))
        if user >= 0:
            users.add(int(user))
        days[int(day)] = (logins + int(count) * (events.names[name] == "login"), users)
    return days


def logins(company: DemoCompany, account_id: str, first: int, last: int) -> int:
    """Log-ins between two days counted back from today, both included."""
    today = company.today.toordinal() - date(1970, 1, 1).toordinal()
    days = account_days(company, account_id)
    return sum(count for day, (count, _) in days.items() if first <= today - day <= last)


def users(company: DemoCompany, account_id: str, first: int, last: int) -> int:
    """Different users between two days counted back from today."""
    today = company.today.toordinal() - date(1970, 1, 1).toordinal()
    days = account_days(company, account_id)
    return len(set().union(*(who for day, (_, who) in days.items() if first <= today - day <= last)))
