"""Reads for the panels of one account. The caller has found the account within its reader's scope."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, IntegerField, Prefetch, Q, Value, When, Window, prefetch_related_objects
from django.db.models import F as Column

from tenure.accounts.choices import InvoiceStatus, TicketStatus
from tenure.accounts.models import Account, Contact, ContractLine, Invoice, Loss, Opportunity, Ticket
from tenure.foundation.models import User

Sums = dict[str, Decimal]
OPEN_TICKETS = (TicketStatus.OPEN, TicketStatus.PENDING)


def list_lines(*, account: Account) -> list[ContractLine]:
    """Return all lines of an account, the latest start first; read once per account."""
    prefetch_related_objects([account], Prefetch("lines", ContractLine.objects.select_related("product", "contract")))
    return sorted(account.lines.all(), key=lambda line: (line.starts_on, line.pk), reverse=True)


def is_running(line: ContractLine, day: date) -> bool:
    """Whether a line is in force at the end of a day (its end date is the first day without it)."""
    return line.starts_on <= day and (line.ends_on is None or line.ends_on > day)


def sum_mrr(lines: Iterable[ContractLine]) -> Sums:
    """Return the monthly recurring revenue of lines by currency; trials and one-off amounts are not in it."""
    sums: Sums = defaultdict(Decimal)
    for line in lines:
        if line.is_recurring and not line.is_trial and line.mrr is not None:
            sums[line.currency] += line.mrr
    return dict(sums)


def list_contacts(*, account: Account) -> list[Contact]:
    """Return the people at a customer: those who left last, the most influential first; read once per account."""
    prefetch_related_objects([account], "contacts")
    return sorted(account.contacts.all(), key=lambda row: (row.left_on is not None, -(row.influence or 0), row.name))


def list_losses(*, account: Account) -> list[Loss]:
    """Return when and why a customer left, the latest first; read once per account."""
    prefetch_related_objects([account], "losses")
    return list(account.losses.all())


def list_recent_tickets(*, account: Account, limit: int) -> list[Ticket]:
    """Return tickets, the open ones first, the worst of them first, then the latest.

    Each row carries how many the account has (`all_count`), and how many of them are open (`open_count`).
    """
    closed = Case(When(status__in=OPEN_TICKETS, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = account.tickets.annotate(
        closed=closed,
        all_count=Window(Count("pk")),
        open_count=Window(Count("pk", filter=Q(status__in=OPEN_TICKETS))),
    )
    severity = Case(When(closed=0, then=Column("severity")), default=Value(None), output_field=IntegerField())
    return list(rows.order_by("closed", severity.asc(nulls_last=True), "-opened_at")[:limit])


def list_invoices(*, account: Account, limit: int) -> list[Invoice]:
    """Return the latest invoices."""
    return list(account.invoices.all()[:limit])


def sum_overdue(*, account: Account, day: date) -> Sums:
    """Return what is overdue on a day, by currency."""
    late = Q(status=InvoiceStatus.OVERDUE) | Q(status=InvoiceStatus.OPEN, due_on__lt=day)
    sums: Sums = defaultdict(Decimal)
    for amount, currency in account.invoices.filter(late, paid_on=None).values_list("amount", "currency"):
        sums[currency] += amount
    return dict(sums)


def list_opportunities(*, account: Account, limit: int) -> list[Opportunity]:
    """Return opportunities, the open ones first, by the day they close."""
    closed = Case(When(is_closed=True, then=Value(1)), default=Value(0), output_field=IntegerField())
    return list(account.opportunities.annotate(closed=closed).order_by("closed", "closes_on", "pk")[:limit])


def family(*, account: Account, actor: User) -> dict[str, Any]:
    """Return parent and children of an account, those that the person may see."""
    # their ids first: asked together with the scope, the database may well walk all accounts in the order of names
    ids = list(Account.objects.filter(parent=account).order_by().values_list("pk", flat=True))
    ids += [account.parent_id] if account.parent_id else []
    near = list(Account.objects.visible_to(actor).filter(pk__in=ids).order_by("name")) if ids else []
    parent = next((row for row in near if row.pk == account.parent_id), None)
    return {"parent": parent, "children": [row for row in near if row.parent_id == account.pk]}
