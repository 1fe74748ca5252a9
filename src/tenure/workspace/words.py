"""Names of jobs for people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

TITLES: dict[str, Any] = {
    "import.run": _("Import"),
    "import.check": _("Import: dry run"),
    "import.undo": _("Import: undo"),
    "import.clean": _("Import: remove old files"),
    "events.compact": _("Events: take over into the log"),
    "events.maintain": _("Events: keep the log in order"),
}


def job_title(kind: str) -> Any:
    """Return the name of a kind of job; one nobody named stands for itself."""
    return TITLES.get(kind, kind)
