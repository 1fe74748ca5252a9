"""Fixed words of the portfolio."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BulkKind(models.TextChoices):
    """What is done to many accounts at once."""

    OWNER = "owner", _("Assign an owner")
    TAG_ADD = "tag_add", _("Add a tag")
    TAG_REMOVE = "tag_remove", _("Take a tag away")
    CALL = "call", _("Open a call to action")
