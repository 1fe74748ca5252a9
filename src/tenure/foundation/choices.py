"""Fixed words of the foundation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class TokenScope(models.TextChoices):
    """What a key for programs may do, within what its person may."""

    READ = "read", pgettext_lazy("token", "Read")
    WRITE = "write", pgettext_lazy("token", "Read and write")
