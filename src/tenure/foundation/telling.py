"""How facts of the activity log read. A domain says with `tells` how its facts are put in words."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenure.foundation.choices import Role, TokenScope
from tenure.foundation.models import Activity

Say = Callable[[Activity], str]
_texts: dict[str, Any] = {}


def tells(texts: Mapping[str, Any]) -> None:
    """Register how verbs read: a text with holes for the activity's data, or a function of the activity."""
    _texts.update(texts)


def describe(activity: Activity) -> str:
    """Return what happened in the reader's language; a verb nobody put in words stands for itself."""
    text = _texts.get(activity.verb)
    if text is None:
        return str(activity.verb)
    if callable(text) and not isinstance(text, str) and not hasattr(text, "_proxy____cast"):
        return str(text(activity))
    return str(text) % defaultdict(str, activity.data)


def _member(activity: Activity) -> dict[str, Any]:
    role = str(activity.data.get("role", ""))
    return {"email": activity.data.get("email", ""), "role": dict(Role.choices).get(role, role)}


def _token(activity: Activity) -> dict[str, Any]:
    scope = str(activity.data.get("scope", ""))
    return {"name": activity.data.get("name", ""), "scope": dict(TokenScope.choices).get(scope, scope)}


tells(
    {
        "workspace.created": _("Workspace %(name)s set up"),
        "user.created": lambda activity: gettext("%(email)s added as %(role)s") % _member(activity),
        "user.invited": lambda activity: gettext("%(email)s invited as %(role)s") % _member(activity),
        "user.changed": _("Name, role or teams of %(email)s changed"),
        "user.closed": _("%(email)s shut out"),
        "user.reopened": _("%(email)s let in again"),
        "user.key_made": _("Sign-in link made for %(email)s"),
        "team.created": _("Team %(name)s added"),
        "team.renamed": _("Team %(before)s renamed to %(name)s"),
        "team.deleted": _("Team %(name)s removed"),
        "token.created": lambda activity: gettext("API key %(name)s made (%(scope)s)") % _token(activity),
        "token.revoked": _("API key %(name)s revoked"),
    }
)
