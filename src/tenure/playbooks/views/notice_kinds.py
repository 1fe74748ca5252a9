"""How notices about calls to action read, and where they lead."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenure.notices.kinds import MAILED, NoticeKind, notice_kind
from tenure.notices.models import Notice
from tenure.playbooks.services.telling import ASSIGNED, OPENED, OPENED_MANY, WOKE


def _address(notice: Notice) -> str:
    return reverse("cta", args=[notice.data["cta"]])


def _assigned(notice: Notice) -> str:
    by = notice.data.get("by")
    values = {"account": notice.account, "person": by}
    if by:
        return _("%(person)s gave you a call to action: %(account)s") % values
    return _("A call to action is yours: %(account)s") % values


def _many(notice: Notice) -> str:
    count = int(notice.data.get("count", 0))
    text = ngettext(
        "%(count)s new call to action on your customers", "%(count)s new calls to action on your customers", count
    )
    return text % {"count": count}


notice_kind(
    NoticeKind(
        ASSIGNED,
        gettext_lazy("A call to action is given to you"),
        icon="user-check",
        text=_assigned,
        address=_address,
        channels=MAILED,
        order=10,
    )
)
notice_kind(
    NoticeKind(
        OPENED,
        gettext_lazy("A rule opens a call to action on your customer"),
        icon="flag",
        text=lambda notice: _("New call to action: %(account)s") % {"account": notice.account},
        address=_address,
        order=20,
    )
)
notice_kind(
    NoticeKind(
        OPENED_MANY,
        gettext_lazy("Rules open several calls to action at once"),
        icon="flag",
        text=_many,
        address=lambda notice: reverse("ctas") + "?tab=mine",
        order=21,
    )
)
notice_kind(
    NoticeKind(
        WOKE,
        gettext_lazy("A snooze ends"),
        icon="clock-play",
        text=lambda notice: _("Its rest is over: %(account)s") % {"account": notice.account},
        address=_address,
        order=30,
    )
)
