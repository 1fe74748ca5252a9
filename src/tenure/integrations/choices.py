"""Fixed words of the import."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BatchState(models.TextChoices):
    """Where an import stands."""

    DRAFT = "draft", _("To be mapped")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Ready to import")
    RUNNING = "running", pgettext_lazy("import", "Running")
    DONE = "done", pgettext_lazy("import", "Imported")
    CANCELLED = "cancelled", pgettext_lazy("import", "Stopped")
    FAILED = "failed", pgettext_lazy("import", "Failed")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


BUSY_STATES = frozenset({BatchState.CHECKING, BatchState.RUNNING, BatchState.UNDOING})
# the uploaded file is kept as long as its batch can still be run
RUNNABLE_STATES = frozenset({BatchState.DRAFT, BatchState.CHECKED, BatchState.CANCELLED, BatchState.FAILED})
UNDOABLE_STATES = frozenset({BatchState.DONE, BatchState.CANCELLED, BatchState.FAILED})


class KnownTime(models.TextChoices):
    """From when the rows of a file count as known to us."""

    NOW = "now", _("From now on")
    DATE = "date", _("Since a date")
    HISTORY = "history", _("Since each row's own date (assumed)")
