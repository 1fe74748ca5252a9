"""How many notices wait to be read: on every page, so one query."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tenure.foundation.models import User
from tenure.notices.queries import count_unread
from tenure.ui.registry import panel

MOST_SHOWN = 99


@panel("topbar", name="bell", title=_("Notifications"), order=10)
def bell(request: HttpRequest, person: User) -> dict[str, Any]:
    """Show the bell with the number of unread notices."""
    count = count_unread(user=person)
    return {"unread": count, "shown": f"{MOST_SHOWN}+" if count > MOST_SHOWN else str(count)}
