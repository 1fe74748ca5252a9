"""Fixed words of the foundation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may do. Which accounts they may do it to is the scope's matter."""

    ADMIN = "admin", _("Administrator")
    LEADER = "leader", _("Leader")
    CSM = "csm", _("Customer success manager")
    READER = "reader", _("Reader")


WRITING_ROLES = frozenset({Role.ADMIN, Role.LEADER, Role.CSM})


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


FINISHED_STATES = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})
