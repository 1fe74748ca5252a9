"""Fixed words of the calls to action."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CtaKind(models.TextChoices):
    """What sort of thing there is to do."""

    RISK = "risk", pgettext_lazy("call to action", "Risk")
    OPPORTUNITY = "opportunity", pgettext_lazy("call to action", "Opportunity")
    LIFECYCLE = "lifecycle", pgettext_lazy("call to action", "Lifecycle")
    OBJECTIVE = "objective", pgettext_lazy("call to action", "Objective")
    ACTIVITY = "activity", pgettext_lazy("call to action", "Activity")


class Outcome(models.TextChoices):
    """How a call to action ended."""

    HANDLED = "handled", _("Handled")
    NOT_NEEDED = "not_needed", _("No action needed")
    LOST = "lost", _("Customer is leaving")
    RECOVERED = "recovered", _("Recovered by itself")


PERSON_OUTCOMES = (Outcome.HANDLED, Outcome.NOT_NEEDED, Outcome.LOST)
BELOW_BAND = "health.below_band"
