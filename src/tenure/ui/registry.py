"""Registries of pages, panels and navigation: a page is a function with `@page`, a panel one with `@panel`."""

import importlib
import importlib.util
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from tenure.foundation.choices import Role

READERS = frozenset({Role.ADMIN, Role.LEADER, Role.CSM, Role.READER})
WRITERS = frozenset({Role.ADMIN, Role.LEADER, Role.CSM})
LEADERS = frozenset({Role.ADMIN, Role.LEADER})
ADMINS = frozenset({Role.ADMIN})

View = Callable[..., HttpResponse]
Panel = Callable[..., dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Nav:
    """An entry of the left rail: icon name, place in the order, key after `g`, and its group."""

    icon: str
    order: int
    key: str = ""
    group: str = "main"


@dataclass(frozen=True, slots=True)
class Page:
    """A registered page."""

    route: str
    name: str
    title: Any
    roles: frozenset[Role]
    nav: Nav | None
    view: View


@dataclass(frozen=True, slots=True)
class PanelSpec:
    """A registered panel of another page, such as the account page."""

    host: str
    name: str
    title: Any
    order: int
    column: int
    template: str
    build: Panel


_pages: dict[str, Page] = {}
_panels: dict[tuple[str, str], PanelSpec] = {}


def page(
    route: str, *, name: str, title: Any, roles: frozenset[Role], nav: Nav | None = None
) -> Callable[[View], View]:
    """Register a view as a page. Only a signed-in person with one of `roles` gets to it."""

    def register(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if getattr(request.user, "workspace_id", None) is None or request.user.role not in roles:  # type: ignore[union-attr]
                raise PermissionDenied
            return view(request, *args, **kwargs)

        entry = Page(route, name, title, roles, nav, login_required(guarded))
        if name in _pages and _pages[name].view.__module__ != entry.view.__module__:
            raise ValueError(f"two pages are named {name!r}")
        _pages[name] = entry
        return entry.view

    return register


def panel(
    host: str, *, name: str, title: Any, order: int, column: int = 1, template: str = ""
) -> Callable[[Panel], Panel]:
    """Register a function as a panel of `host`; it gets (request, subject) and returns its template's context.

    Without `template`, it is `<domain>/panels/<name>.html`.
    """

    def register(build: Panel) -> Panel:
        domain = build.__module__.split(".")[1]
        _panels[host, name] = PanelSpec(
            host, name, title, order, column, template or f"{domain}/panels/{name}.html", build
        )
        return build

    return register


def pages() -> list[Page]:
    """Return every page, by route."""
    return sorted(_pages.values(), key=lambda entry: entry.route)


def panels(host: str) -> list[PanelSpec]:
    """Return the panels of a host page in their order."""
    return sorted((spec for spec in _panels.values() if spec.host == host), key=lambda spec: spec.order)


def navigation(user: Any) -> list[Page]:
    """Return the entries of the left rail that this person may open."""
    role = getattr(user, "role", None)
    entries = [entry for entry in _pages.values() if entry.nav and role in entry.roles]
    return sorted(entries, key=lambda entry: entry.nav.order if entry.nav else 0)


def page_urls() -> list[URLPattern]:
    """Return the URL patterns of all pages; fixed words before parameters."""
    ordered = sorted(_pages.values(), key=lambda entry: ("<" in entry.route, entry.route))
    return [path(entry.route, entry.view, name=entry.name) for entry in ordered]


def load_rooms() -> None:
    """Import the views, panels, jobs and handlers of every domain, so that their registrations happen."""
    from django.apps import apps

    for config in apps.get_app_configs():
        if not config.name.startswith("tenure."):
            continue
        for room in ("views", "panels", "jobs", "handlers"):
            _load(f"{config.name}.{room}")


def _load(name: str) -> None:
    if importlib.util.find_spec(name) is None:
        return
    module = importlib.import_module(name)
    for entry in pkgutil.iter_modules(getattr(module, "__path__", [])):
        importlib.import_module(f"{name}.{entry.name}")
