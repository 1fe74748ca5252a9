"""Tickets, invoices, touchpoints, notes, losses, problems solved, opportunities. Their versions are events too."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenure.accounts.choices import Direction, FoundBy, InvoiceStatus, OpportunityKind, TicketStatus, TouchKind
from tenure.accounts.models.account import Account, Contact
from tenure.foundation.fields import AmountField
from tenure.foundation.models import ScopedModel, User


class Ticket(ScopedModel):
    """A request for support."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="tickets")
    contact = models.ForeignKey(Contact, models.SET_NULL, related_name="tickets", null=True, blank=True)
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    topic = models.CharField(_("topic"), max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=TicketStatus.choices, default=TicketStatus.OPEN)
    severity = models.PositiveSmallIntegerField(_("severity (1 is worst)"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"))
    first_response_at = models.DateTimeField(_("first response"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    satisfaction = models.PositiveSmallIntegerField(_("satisfaction (1-5)"), null=True, blank=True)
    escalated = models.BooleanField(_("escalated"), null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        indexes = [models.Index(fields=["workspace", "account", "-opened_at"], name="ticket_of_account")]
        constraints = [
            models.CheckConstraint(
                condition=Q(severity__isnull=True) | Q(severity__range=(1, 4)), name="severity_1_to_4"
            )
        ]

    def __str__(self) -> str:
        return self.subject or f"#{self.pk}"


class Invoice(ScopedModel):
    """A bill."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="invoices")
    number = models.CharField(_("number"), max_length=200, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    amount = AmountField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    status = models.CharField(max_length=10, choices=InvoiceStatus.choices, default=InvoiceStatus.OPEN)

    class Meta:
        ordering = ["-issued_on", "-pk"]
        indexes = [models.Index(fields=["workspace", "account", "-issued_on"], name="invoice_of_account")]

    def __str__(self) -> str:
        return self.number or f"#{self.pk}"


class Touchpoint(ScopedModel):
    """A recorded contact with a customer."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="touchpoints")
    contact = models.ForeignKey(Contact, models.SET_NULL, related_name="touchpoints", null=True, blank=True)
    owner = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    owner_name = models.CharField(_("by"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=TouchKind.choices, default=TouchKind.CALL)
    direction = models.CharField(max_length=3, choices=Direction.choices, default=Direction.OUT)
    occurred_at = models.DateTimeField(_("when"))
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    minutes = models.PositiveIntegerField(_("minutes"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=200, blank=True)

    class Meta:
        ordering = ["-occurred_at", "-pk"]
        indexes = [models.Index(fields=["workspace", "account", "-occurred_at"], name="touch_of_account")]

    def __str__(self) -> str:
        return self.subject or self.get_kind_display()


class Note(ScopedModel):
    """Something one of us wrote down."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Loss(ScopedModel):
    """A customer who left, with the reason."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="losses")
    lost_on = models.DateField(_("lost on"))
    reason = models.CharField(_("reason"), max_length=120, blank=True)
    detail = models.TextField(_("detail"), blank=True)
    amount = AmountField(_("amount"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)

    class Meta:
        ordering = ["-lost_on", "-pk"]
        verbose_name_plural = "losses"

    def __str__(self) -> str:
        return f"{self.lost_on} {self.reason}"


class SolvedProblem(ScopedModel):
    """A problem the customer had and we solved: what renewal talks can point to."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="solved_problems")
    contact = models.ForeignKey(Contact, models.SET_NULL, related_name="solved_problems", null=True, blank=True)
    ticket = models.ForeignKey(Ticket, models.SET_NULL, related_name="solved_problems", null=True, blank=True)
    solved_on = models.DateField(_("solved on"))
    problem = models.CharField(_("problem"), max_length=500)
    solution = models.TextField(_("what was done"), blank=True)
    effect = models.CharField(_("effect"), max_length=500, blank=True)
    saved_amount = AmountField(_("saved amount"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    found_by = models.CharField(_("found first by"), max_length=8, choices=FoundBy.choices, blank=True)
    owner_name = models.CharField(_("solved by"), max_length=200, blank=True)
    proof = models.CharField(_("proof"), max_length=500, blank=True)

    class Meta:
        ordering = ["-solved_on", "-pk"]
        indexes = [models.Index(fields=["workspace", "account", "-solved_on"], name="solved_of_account")]

    def __str__(self) -> str:
        return self.problem

    @property
    def has_link(self) -> bool:
        """Whether the proof is an address to open."""
        return self.proof.startswith(("https://", "http://"))


class Opportunity(ScopedModel):
    """A sale that may come."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="opportunities")
    name = models.CharField(_("name"), max_length=300, blank=True)
    kind = models.CharField(max_length=10, choices=OpportunityKind.choices, blank=True)
    stage = models.CharField(_("stage"), max_length=120, blank=True)
    amount = AmountField(_("amount"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    owner_name = models.CharField(_("owner"), max_length=200, blank=True)
    is_won = models.BooleanField(_("won"), null=True, blank=True)
    is_closed = models.BooleanField(_("closed"), null=True, blank=True)

    class Meta:
        ordering = ["-closes_on", "-pk"]
        verbose_name_plural = "opportunities"

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"
