"""Fixed words of alerts."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Severity(models.TextChoices):
    """How much an alert weighs."""

    HIGH = "high", pgettext_lazy("severity", "High")
    MEDIUM = "medium", pgettext_lazy("severity", "Medium")
    LOW = "low", pgettext_lazy("severity", "Low")


class Knowledge(models.TextChoices):
    """With which knowledge the past is replayed."""

    THEN = "then", _("as it was known then")
    NOW = "now", _("with what is known today")
