"""Machines that stand at customers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenure.accounts.models import Account
from tenure.foundation.models import ScopedModel


class Device(ScopedModel):
    """One machine: which, where, in what state."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="devices")
    serial = models.CharField(_("serial number"), max_length=200, blank=True)
    model = models.CharField(_("model"), max_length=200, blank=True)
    site = models.CharField(_("site"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=60, blank=True)
    version = models.CharField(_("software version"), max_length=120, blank=True)
    installed_on = models.DateField(_("installed on"), null=True, blank=True)

    class Meta:
        ordering = ["serial", "pk"]
        indexes = [models.Index(fields=["workspace", "account"], name="device_of_account")]

    def __str__(self) -> str:
        return self.serial or f"#{self.pk}"
