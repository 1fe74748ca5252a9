"""A small book of customers for the pages."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tenure.accounts.models import Contact, Contract, ContractLine, Note, Ticket, Touchpoint
from tenure.health.models import AccountHealth, ScorecardVersion
from tenure.health.services.scorecards import ensure_scorecards
from tenure.playbooks.services import open_cta
from tenure.playbooks.services.ctas import Call

CLAUSE = {
    "text": "log-ins fell {percent} in {window} days",
    "values": {"percent": 0.62, "window": 14},
    "as": {"percent": "percent"},
}


class Book:
    """Makes customers with what the pages show of them."""

    def __init__(self, cast):
        self.cast = cast
        ensure_scorecards(workspace=cast.workspace)

    def customer(self, name, *, mrr="100", currency="USD", ends_in=None, score=None, band="", **fields):
        account = self.cast.account(name, **fields)
        if mrr is not None:
            self.line(account, mrr, currency, ends_in)
        if score is not None:
            AccountHealth.objects.create(
                workspace=self.cast.workspace,
                account=account,
                day=timezone.localdate(),
                version=ScorecardVersion.objects.first(),
                score=score,
                band=band,
                coverage=10_000,
                score_90=score + 500,
                clauses=[CLAUSE],
                computed_at=timezone.now(),
            )
        return account

    def line(self, account, mrr, currency="USD", ends_in=None, **fields):
        contract = Contract.objects.create(workspace=self.cast.workspace, account=account)
        ends = timezone.localdate() + timedelta(days=ends_in) if ends_in is not None else None
        return ContractLine.objects.create(
            workspace=self.cast.workspace,
            account=account,
            contract=contract,
            starts_on=fields.pop("starts_on", date(2020, 1, 1)),
            ends_on=ends,
            mrr=Decimal(mrr),
            currency=currency,
            **fields,
        )

    def call(self, account, *, due_in=0, amount="1200", reason="health.below_band"):
        due = timezone.localdate() + timedelta(days=due_in)
        call = Call(reason=reason, due_on=due, clauses=[CLAUSE], at_risk_amount=Decimal(amount), currency="USD")
        return open_cta(actor=None, account=account, call=call)[0]

    def contact(self, account, name, **fields):
        return Contact.objects.create(workspace=self.cast.workspace, account=account, name=name, **fields)

    def touch(self, account, subject, days_ago=1, **fields):
        at = timezone.now() - timedelta(days=days_ago)
        return Touchpoint.objects.create(
            workspace=self.cast.workspace, account=account, subject=subject, occurred_at=at, **fields
        )

    def ticket(self, account, subject, days_ago=2):
        at = timezone.now() - timedelta(days=days_ago)
        return Ticket.objects.create(workspace=self.cast.workspace, account=account, subject=subject, opened_at=at)

    def note(self, account, text, days_ago=3):
        at = timezone.now() - timedelta(days=days_ago)
        return Note.objects.create(workspace=self.cast.workspace, account=account, text=text, at=at)


@pytest.fixture
def book(cast):
    return Book(cast)
