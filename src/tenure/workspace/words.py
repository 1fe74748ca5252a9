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
    "health.compute": _("Health: compute measures and scores"),
    "demo.load": _("Demo company: load"),
    "demo.remove": _("Demo company: remove"),
    "jobs.prune": _("Jobs: remove old finished ones"),
    "playbooks.open_ctas": _("Calls to action: open what health asks for"),
    "playbooks.raise_alerts": _("Alerts: let the rules look"),
    "playbooks.preview_alerts": _("Alerts: replay all rules over a year"),
    "playbooks.preview_alert": _("Alerts: replay a rule over a year"),
    "playbooks.wake_ctas": _("Calls to action: end snoozes"),
    "portfolio.change": _("Portfolio: change many customers"),
    "portfolio.undo": _("Portfolio: undo a change of many customers"),
    "notices.send": _("Notifications: send by e-mail"),
    "notices.digest": _("Digest: send by e-mail"),
}


def job_title(kind: str) -> Any:
    """Return the name of a kind of job; one nobody named stands for itself."""
    return TITLES.get(kind, kind)
