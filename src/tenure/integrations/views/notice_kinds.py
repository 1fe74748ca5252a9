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
        text=lambda notice: _("Import of %(file)s failed; what was written before is kept") % notice.data,
        address=_address,
        channels=MAILED,
        order=41,
    )
)
