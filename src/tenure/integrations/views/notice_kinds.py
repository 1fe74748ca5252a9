"""How notices about imports read, and where they lead."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure.integrations.services.telling import FAILED, FINISHED
from tenure.notices.kinds import MAILED, NoticeKind, notice_kind
from tenure.notices.models import Notice
from tenure.ui.numbers import format_number


def _finished(notice: Notice) -> str:
    counts = notice.data.get("counts", {})
    names = ("created", "updated", "rejected")
    values = {"file": notice.data.get("file", "")} | {name: format_number(counts.get(name, 0)) for name in names}
    return _("Import of %(file)s finished: %(created)s new, %(updated)s changed, %(rejected)s rejected") % values


def _failed(notice: Notice) -> str:
    given_up = {
        "import.run": _(
            "Import of %(file)s was given up: the worker was killed %(tries)s times; what was written before is kept"
        ),
        "import.check": _("The dry run of %(file)s was given up: the worker was killed %(tries)s times"),
        "import.undo": _("Undoing the import of %(file)s was given up: the worker was killed %(tries)s times"),
    }
    usual = _("Import of %(file)s failed; what was written before is kept")
    return given_up.get(str(notice.data.get("given_up", "")), usual) % notice.data


def _address(notice: Notice) -> str:
    return reverse("import-batch", args=[notice.data["batch"]])


notice_kind(
    NoticeKind(
        FINISHED,
        gettext_lazy("An import of yours is finished"),
        icon="upload",
        text=_finished,
        address=_address,
        order=40,
    )
)
notice_kind(
    NoticeKind(
        FAILED,
        gettext_lazy("An import of yours has failed"),
        icon="alert-triangle",
        text=_failed,
        address=_address,
        channels=MAILED,
        order=41,
    )
)
