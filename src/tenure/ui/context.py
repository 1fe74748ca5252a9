"""What every page's frame needs: navigation, the person's choices, the day."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy

from tenure.foundation.queries import is_sign_up_open
from tenure.ui.registry import Page, navigation, pages, panels

THEMES = ("light", "dark")
PHONE_ENTRIES = 4
CREATION = "new"
GROUPS = {
    "main": "",
    "revenue": pgettext_lazy("navigation", "Revenue"),
    "data": pgettext_lazy("navigation", "Data"),
    "settings": pgettext_lazy("navigation", "Settings"),
}


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's context; templates reach it as `chrome`."""
    return {"chrome": Chrome(request)}


class Chrome:
    """The frame of a page, worked out only when a template asks."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user = getattr(request, "user", None)

    @property
    def is_signed_in(self) -> bool:
        """Whether a person is signed in who belongs to the workspace."""
        return bool(getattr(self.user, "workspace_id", None))

    @cached_property
    def state(self) -> str:
        """All that the parts of the frame depend on which are the same on many pages, so that they are drawn once."""
        role, workspace = getattr(self.user, "role", ""), getattr(self.user, "workspace", None)
        current = self._current(self._shown)
        return "\n".join([get_language() or "", role, str(workspace or ""), current, str(self.is_narrow)])

    @cached_property
    def nav(self) -> list[dict[str, Any]]:
        """Groups of the left rail that this person may open."""
        shown = self._shown
        current = self._current(shown)
        groups: dict[str, list[dict[str, Any]]] = {}
        for entry in shown:
            if entry.nav:
                item = {
                    "url": "/" + entry.route,
                    "title": entry.title,
                    "icon": entry.nav.icon,
                    "key": entry.nav.key,
                    "is_current": entry.name == current,
                }
                groups.setdefault(entry.nav.group, []).append(item)
        known = [name for name in GROUPS if name in groups]
        ordered = known + [name for name in groups if name not in GROUPS]
        return [{"title": GROUPS.get(name, ""), "entries": groups[name]} for name in ordered]

    @cached_property
    def creations(self) -> list[dict[str, Any]]:
        """What this person may make: pages registered with the group "new"."""
        made = [entry for entry in navigation(self.user) if entry.nav and entry.nav.group == CREATION]
        return [{"url": "/" + page.route, "title": page.title, "icon": page.nav.icon} for page in made if page.nav]

    @property
    def phone_nav(self) -> list[dict[str, Any]]:
        """The first entries, for the bar at the thumb."""
        return [entry for group in self.nav for entry in group["entries"]][:PHONE_ENTRIES]

    @property
    def more_nav(self) -> list[dict[str, Any]]:
        """What the bar at the thumb has no place for."""
        return [entry for group in self.nav for entry in group["entries"]][PHONE_ENTRIES:]

    @property
    def topbar(self) -> list[dict[str, Any]]:
        """What domains show in the top bar: panels of the host "topbar", with their context."""
        drawn = [(spec, spec.build(self.request, self.user)) for spec in panels("topbar")]
        return [{"template": spec.template, "context": context} for spec, context in drawn]

    @property
    def is_sign_up_open(self) -> bool:
        """Whether the first person has yet to sign up."""
        return is_sign_up_open()

    @property
    def theme(self) -> str:
        """The chosen theme; nothing follows the system."""
        chosen = getattr(self.user, "theme", "") or self.request.COOKIES.get("t_theme", "")
        return chosen if chosen in THEMES else ""

    @property
    def is_narrow(self) -> bool:
        """Whether the rail is folded."""
        return self.request.COOKIES.get("t_rail") == "narrow"

    @property
    def is_dense(self) -> bool:
        """Whether tables are set tightly."""
        return self.request.COOKIES.get("t_rows") == "dense"

    @property
    def languages(self) -> list[dict[str, Any]]:
        """Languages to choose from, each by its own name."""
        names = {"en": "English", "zh-hans": "简体中文"}
        now = get_language()
        return [
            {"code": code, "name": names.get(code, title), "is_current": code == now}
            for code, title in settings.LANGUAGES
        ]

    @property
    def page_title(self) -> Any:
        """The registered title of this page."""
        match = self.request.resolver_match
        name = match.url_name if match else None
        return next((page.title for page in pages() if page.name == name), "")

    @property
    def today(self) -> Any:
        """The day in the current time zone."""
        return timezone.localdate()

    @property
    def zone(self) -> str:
        """The name of the current time zone."""
        return timezone.get_current_timezone_name()

    @cached_property
    def _shown(self) -> list[Page]:
        return [entry for entry in navigation(self.user) if entry.nav and entry.nav.group != CREATION]

    def _current(self, shown: list[Page]) -> str:
        """Return the name of the page whose address is the longest beginning of this one."""
        here = self.request.path
        fitting = [page for page in shown if page.route and here.startswith("/" + page.route)]
        fitting += [page for page in shown if not page.route and here == "/"]
        return max(fitting, key=lambda page: len(page.route)).name if fitting else ""
