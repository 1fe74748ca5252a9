"""How facts of the portfolio read in the activity log."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenure.foundation.models import Activity
from tenure.foundation.telling import tells
from tenure.web.choices import BulkKind


def _what(activity: Activity) -> str:
    kind = str(activity.data.get("kind", ""))
    return str(dict(BulkKind.choices).get(kind, kind))


def _say_done(activity: Activity) -> str:
    values = {"what": _what(activity), "count": activity.data.get("changed", 0)}
    return gettext("Many customers changed (%(count)s): %(what)s") % values


def _say_undone(activity: Activity) -> str:
    values = {"what": _what(activity), "count": activity.data.get("changed", 0)}
    return gettext("Change of many customers undone (%(count)s): %(what)s") % values


tells(
    {
        "portfolio_view.saved": _("Portfolio view %(name)s saved"),
        "portfolio_view.changed": _("Portfolio view %(name)s changed"),
        "portfolio_view.removed": _("Portfolio view %(name)s removed"),
        "portfolio_view.restored": _("Portfolio view %(name)s brought back"),
        "bulk_change.done": _say_done,
        "bulk_change.undone": _say_undone,
    }
)
