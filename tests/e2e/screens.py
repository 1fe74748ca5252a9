"""Which screens there are: every registered page without parameters, and those listed here with parameters."""

import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.app import App

# Pages that answer only to POST, or that are fragments of others.
NOT_SCREENS = {"preferences"}


@dataclass(frozen=True)
class Screen:
    """One screen: its name in file names, its address, and what to do before the picture."""

    name: str
    path: str
    status: int = 200
    act: Callable[[Page], None] | None = None
    is_full: bool = True


SIGNED_OUT = [
    Screen("sign-in", "/sign/login/"),
    Screen("sign-up-closed", "/sign/signup/"),
]


def press(key: str) -> Callable[[Page], None]:
    """Return an act that presses a key."""
    return lambda page: page.keyboard.press(key)


def list_screens(app: App) -> list[Screen]:
    """Return every screen to draw, by name."""
    screens = [Screen(name, f"/{route}") for name, route in plain_pages().items()]
    screens += SIGNED_OUT
    screens += [
        Screen("not-found", "/there/is/nothing/here/", status=404),
        Screen("keyboard", "/", act=press("?"), is_full=False),
    ]
    screens += account_screens(app.home)
    return sorted(screens, key=lambda screen: screen.name)


def plain_pages() -> dict[str, str]:
    """Return the routes of registered pages that need no parameter, by name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenure.config.settings")
    import django

    django.setup()
    from tenure.ui.registry import load_rooms, pages

    load_rooms()
    return {page.name: page.route for page in pages() if "<" not in page.route and page.name not in NOT_SCREENS}


def account_screens(home: Path) -> list[Screen]:
    """Return the pages of the account with most to show: the one with the most activity."""
    pk = first(
        home, "select account_id from accounts_ticket group by account_id order by count(*) desc, account_id limit 1"
    )
    return [Screen("account", f"/accounts/{pk}/")] if pk else []


def first(home: Path, sql: str) -> int | None:
    """Return the first number a query of the data folder gives."""
    with sqlite3.connect(f"file:{home / 'tenure.sqlite3'}?mode=ro", uri=True) as connection:
        row = connection.execute(sql).fetchone()
    return row[0] if row else None
