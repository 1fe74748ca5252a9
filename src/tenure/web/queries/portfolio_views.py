"""Views of the portfolio: those everybody has, a person's own, and those a team shares."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tenure.foundation.models import User
from tenure.web.models import PortfolioHome, PortfolioView
from tenure.web.queries.state import with_view, write_state

ALL = "all"
STANDARD = {
    ALL: "",
    "mine": "owner=me",
    "risk": "band=red&sort=-arr",
    "renewing": "renewal=90&sort=renewal",
    "left": "paying=no&sort=name",
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One view as a tab: `key` stands in the address, `saved` is empty for those everybody has."""

    key: str
    title: str
    query: str
    saved: PortfolioView | None = None
    is_own: bool = False
    is_home: bool = False
    is_current: bool = False
    is_changed: bool = False

    @property
    def address(self) -> str:
        """The query part of its address."""
        return with_view(self.query, self.key)

    @property
    def is_shared(self) -> bool:
        """Whether others may open it too."""
        return self.saved is not None and self.saved.team_id is not None


def standard_title(key: str) -> str:
    """Return the name of a view that everybody has."""
    titles = {
        ALL: _("All customers"),
        "mine": _("Mine"),
        "risk": _("At risk"),
        "renewing": _("Renewing in 90 days"),
        "left": pgettext("customers", "Left"),
    }
    return titles[key]


def list_views(*, user: User) -> QuerySet[PortfolioView]:
    """Return the saved views a person may open, their own first, in their order."""
    rows: QuerySet[PortfolioView] = PortfolioView.objects.visible_to(user).distinct()
    return rows.select_related("owner", "team").order_by("place", "pk")


def find_home(*, user: User) -> str:
    """Return the key of the view a person begins with, "" where they chose none."""
    home = PortfolioHome.objects.filter(person=user).first()
    if home is None:
        return ""
    return home.standard if home.standard in STANDARD else str(home.view_id or "")


def list_tabs(*, user: User, params: QueryDict) -> list[Tab]:
    """Return every view as a tab. The current one is named in the address, or is the one that has just this state."""
    home, state = find_home(user=user), write_state(params)
    saved = sorted(list_views(user=user), key=lambda view: view.owner_id != user.pk)
    known: list[dict[str, Any]] = [
        {"key": key, "title": standard_title(key), "query": query} for key, query in STANDARD.items()
    ]
    known += [
        {
            "key": str(view.pk),
            "title": view.name,
            "query": view.query,
            "saved": view,
            "is_own": view.owner_id == user.pk,
        }
        for view in saved
    ]
    named = params.get("view", "")
    current = next((one for one in known if one["key"] == named), None)
    current = current or next((one for one in known if one["query"] == state), None)
    return [
        Tab(
            **one,
            is_home=one["key"] == (home or ALL),
            is_current=one is current,
            is_changed=one is current and one["query"] != state,
        )
        for one in known
    ]


def home_tab(*, user: User) -> Tab | None:
    """Return the view a person begins with, where they chose one and may still open it."""
    return next((tab for tab in list_tabs(user=user, params=QueryDict()) if tab.is_home and tab.key != ALL), None)
