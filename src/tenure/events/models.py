"""What the event domain keeps in the database; the events themselves are in the log."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenure.accounts.models import Account
from tenure.events.choices import RefusalReason
from tenure.foundation.models import ScopedModel, User, Workspace


class EventKind(models.Model):
    """What people wrote about an event name of the catalogue."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True, max_length=2000)
    described_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    described_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="event_kind_once")]

    def __str__(self) -> str:
        return self.name


class QuarantinedEvent(ScopedModel):
    """An event that was refused, as it came, with the reason.

    Without an account (it was not named, or is not known) only administrators see it. `fingerprint` keeps the same
    refusal from being filed twice.
    """

    scope_path: ClassVar[str | None] = "account"

    account = models.ForeignKey(Account, models.CASCADE, related_name="+", null=True)
    reason = models.CharField(_("reason"), max_length=20, choices=RefusalReason.choices)
    name = models.TextField(_("event"), blank=True)
    user_id = models.TextField(_("user"), blank=True)
    occurred_at = models.DateTimeField(_("happened"), null=True)
    known_at = models.DateTimeField(_("known since"), null=True)
    source = models.TextField(_("source"), blank=True)
    message_id = models.TextField(_("event id"), blank=True)
    import_id = models.BigIntegerField(default=0, db_index=True)
    row_number = models.BigIntegerField(default=0)
    count = models.BigIntegerField(null=True)
    seconds = models.BigIntegerField(null=True)
    value = models.FloatField(null=True)
    properties = models.TextField(_("properties"), blank=True)
    fingerprint = models.CharField(max_length=32)
    quarantined_at = models.DateTimeField(_("refused"), auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["workspace", "fingerprint"], name="quarantined_once")]
        indexes = [
            models.Index(fields=["workspace", "account", "-id"], name="quarantined_of_account"),
            models.Index(fields=["workspace", "reason", "-id"], name="quarantined_by_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.name or '?'} ({self.get_reason_display()})"
