"""How facts of the record read in the activity log."""

from typing import Any

from django.utils.translation import gettext as _

from tenure.accounts.kinds import get_kind, list_kinds
from tenure.foundation.telling import tells


def _say_created(activity: Any) -> str:
    return _("%(kind)s added: %(name)s") % _names(activity)


def _say_changed(activity: Any) -> str:
    return _("%(kind)s changed: %(name)s") % _names(activity)


def _say_deleted(activity: Any) -> str:
    return _("%(kind)s deleted: %(name)s") % _names(activity)


def _say_restored(activity: Any) -> str:
    return _("%(kind)s restored: %(name)s") % _names(activity)


def _say_owners(activity: Any) -> str:
    return _("Owners changed: %(name)s") % _names(activity)


def _say_team(activity: Any) -> str:
    return _("Team changed: %(name)s") % _names(activity)


def _names(activity: Any) -> dict[str, Any]:
    kind = activity.data.get("kind", "")
    return {"kind": get_kind(kind).label if kind else "", "name": activity.data.get("label", "")}


SAYS = {"created": _say_created, "changed": _say_changed, "deleted": _say_deleted, "restored": _say_restored}
tells({f"{kind.model._meta.model_name}.{what}": say for kind in list_kinds() for what, say in SAYS.items()})
tells({"account.owners_changed": _say_owners, "account.team_changed": _say_team})
