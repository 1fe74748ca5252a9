"""What happened in our product: feeds audit, timeline, notifications, webhooks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenure.foundation.models.people import User, Workspace


class Activity(models.Model):
    """One fact in the past tense ("contract.signed"), by whom, about what. Never changed afterwards."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    actor = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    verb = models.CharField(_("what happened"), max_length=60)
    account_id = models.BigIntegerField(null=True, db_index=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    occurred_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "activities"
        indexes = [
            models.Index(fields=["workspace", "account_id", "-id"], name="activity_of_account"),
            models.Index(fields=["workspace", "verb", "-id"], name="activity_of_verb"),
        ]

    def __str__(self) -> str:
        return self.verb
