"""Fixed words of notices."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DeliveryState(models.TextChoices):
    """How far a letter is.

    `unsure`: the connection broke while it was handed over; it is never sent again. `empty`: there was nothing to
    say.
    """

    WAITING = "waiting", pgettext_lazy("letter", "Waiting")
    SENDING = "sending", pgettext_lazy("letter", "Being sent")
    SENT = "sent", pgettext_lazy("letter", "Sent")
    FAILED = "failed", pgettext_lazy("letter", "Failed")
    UNSURE = "unsure", _("Perhaps sent")
    EMPTY = "empty", _("Nothing to say")


PRODUCT = "product"
"""The channel that is the product itself: the bell and its list."""
MAIL = "mail"
DEFAULT_HOUR = 8
