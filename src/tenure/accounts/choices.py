"""Fixed words of the record."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OwnerRole(models.TextChoices):
    """Who of us is responsible, for what."""

    CSM = "csm", _("Customer success manager")
    SALES = "sales", _("Sales")
    ONBOARDING = "onboarding", _("Onboarding")


class ContactRole(models.TextChoices):
    """A person's part in the customer's decision."""

    DECISION_MAKER = "decision_maker", _("Decision maker")
    CHAMPION = "champion", _("Champion")
    LIAISON = "liaison", _("Liaison")
    ADMIN = "admin", _("Administrator")
    END_USER = "end_user", _("End user")
    DETRACTOR = "detractor", _("Detractor")


class LineKind(models.TextChoices):
    """What is paid for."""

    SEAT = "seat", _("Per seat")
    TIME = "time", _("Per period")
    CONTENT = "content", _("Content")
    API_CALL = "api_call", _("Per API call")
    ONE_OFF = "one_off", _("One-off")


class TicketStatus(models.TextChoices):
    """Where a ticket stands."""

    OPEN = "open", pgettext_lazy("ticket", "Open")
    PENDING = "pending", _("Pending")
    SOLVED = "solved", _("Solved")
    CLOSED = "closed", pgettext_lazy("ticket", "Closed")


class InvoiceStatus(models.TextChoices):
    """Where an invoice stands."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", pgettext_lazy("invoice", "Open")
    PAID = "paid", _("Paid")
    OVERDUE = "overdue", _("Overdue")
    VOID = "void", _("Void")


class TouchKind(models.TextChoices):
    """How we were in contact."""

    CALL = "call", _("Call")
    VISIT = "visit", _("Visit")
    MAIL = "mail", pgettext_lazy("touchpoint", "E-mail")
    CHAT = "chat", _("Chat")
    MEETING = "meeting", _("Meeting")
    GIFT = "gift", _("Gift")
    TRAINING = "training", _("Training")


class Direction(models.TextChoices):
    """Who began."""

    OUT = "out", _("From us")
    IN = "in", _("From the customer")


class FoundBy(models.TextChoices):
    """Who saw a problem first."""

    US = "us", _("Us")
    CUSTOMER = "customer", _("The customer")


class OpportunityKind(models.TextChoices):
    """What a sale would bring."""

    NEW = "new", _("New business")
    EXPANSION = "expansion", _("Expansion")
    RENEWAL = "renewal", _("Renewal")
