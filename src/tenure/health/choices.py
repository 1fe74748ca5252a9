"""Fixed words of health."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Band(models.TextChoices):
    """The colour of a score; a band includes its lower bound."""

    GREEN = "green", pgettext_lazy("health", "Healthy")
    AMBER = "amber", pgettext_lazy("health", "Watch")
    RED = "red", pgettext_lazy("health", "At risk")


class Origin(models.TextChoices):
    """Where a definition comes from."""

    SHIPPED = "shipped", _("Shipped with Tenure")
    WRITTEN = "written", _("Written here")
