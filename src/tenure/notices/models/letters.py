"""What leaves the product: letters, each sent at most once, and when a person wants their digest."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenure.foundation.models import User, Workspace
from tenure.notices.choices import DEFAULT_HOUR, DeliveryState


class Delivery(models.Model):
    """One letter to one person by one channel. `key` says which ("digest:2026-11-21"); it is there only once.

    It is claimed (`sending`) before it is handed over and marked afterwards, so that a process killed in between
    leaves a row that says so and is not sent again.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    person = models.ForeignKey(User, models.CASCADE, related_name="deliveries")
    channel = models.SlugField(max_length=20)
    key = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "deliveries"
        indexes = [models.Index(fields=["workspace", "state"], name="delivery_by_state")]
        constraints = [models.UniqueConstraint(fields=["person", "channel", "key"], name="delivered_once")]

    def __str__(self) -> str:
        return f"{self.key} to {self.person_id} by {self.channel}"


class DigestPlan(models.Model):
    """When a person wants the digest of their day. Without a row: at eight, for who works on customers."""

    person = models.OneToOneField(User, models.CASCADE, related_name="digest_plan")
    is_on = models.BooleanField(_("Send it"), default=True)
    hour = models.PositiveSmallIntegerField(default=DEFAULT_HOUR, validators=[MaxValueValidator(23)])
    time_zone = models.CharField(_("Time zone"), max_length=64, blank=True)
    on_weekends = models.BooleanField(_("Also on Saturdays and Sundays"), default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(hour__lte=23), name="digest_hour_of_a_day")]

    def __str__(self) -> str:
        return f"digest of {self.person_id} at {self.hour}"
