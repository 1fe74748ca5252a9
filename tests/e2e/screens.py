"""Which screens there are: every registered page without parameters, and those listed here with parameters."""

import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.app import App

BAD_FILE = Path(__file__).resolve().parent / "contracts-with-errors.csv"
# Pages that answer only to POST, or that are fragments of others.
NOT_SCREENS = {"portfolio-values", "preferences", "notices-bell", "event-kind", "event-kind-describe"}


@dataclass(frozen=True)
class Screen:
    """One screen: its name in file names, its address, and what to do before the picture."""

    name: str
    path: str
    status: int = 200
    act: Callable[[Page], None] | None = None
    is_full: bool = True


MEASURES = "/portfolio/?group=owner&cols=health&cols=arr&cols=active_users.30&cols=seat_utilisation.30&cols=tags"

SIGNED_OUT = [
    Screen("sign-in", "/sign/login/"),
    Screen("sign-up-closed", "/sign/signup/"),
]


def press(key: str) -> Callable[[Page], None]:
    """Return an act that presses a key."""

    def act(page: Page) -> None:
        wait_until_painted(page)
        page.keyboard.press(key)

    return act


def wait_until_painted(page: Page) -> None:
    """Wait for the first picture: a browser drops keys that are pressed before it."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def dialog_by(key: str) -> Callable[[Page], None]:
    """Return an act that presses a key and waits for the dialog it opens."""

    def act(page: Page) -> None:
        wait_until_painted(page)
        page.keyboard.press(key)
        page.wait_for_selector("dialog[open]", timeout=10_000)

    return act


def open_done(page: Page) -> None:
    """Open the form of the first row's "Done"."""
    wait_until_painted(page)
    page.keyboard.press("j")
    page.keyboard.press("d")
    page.wait_for_selector("[data-key=d][open] form", timeout=10_000)


def choose_rows(page: Page) -> None:
    """Choose three customers, and open what can be done with their tags."""
    for number in (0, 2, 3):
        page.locator("[data-check]").nth(number).click()
    page.locator("#bulk summary").nth(1).click()


def opening(dialog: str, wanted: str = "input:not([type=hidden])") -> Callable[[Page], None]:
    """Return an act that opens a dialog and waits for what it holds."""

    def act(page: Page) -> None:
        page.locator(f"[data-dialog={dialog}]").first.click()
        page.wait_for_selector(f"#{dialog} {wanted}")

    return act


def upload(page: Page) -> None:
    """Give the import a file with two good rows and two bad ones."""
    page.set_input_files("input[type=file]", BAD_FILE)
    page.wait_for_url(lambda address: not address.endswith("/import/"))


def check(page: Page) -> None:
    """Go on to the dry run."""
    upload(page)
    page.click("main form.t-stack button.btn-primary")
    page.wait_for_url(lambda address: "/mapping/" not in address)
    page.wait_for_selector("a.btn[href*='/mapping/']", timeout=60_000)


def list_screens(app: App) -> list[Screen]:
    """Return every screen to draw, by name."""
    screens = [Screen(name, f"/{route}") for name, route in plain_pages().items()]
    screens += SIGNED_OUT
    screens += [
        Screen("not-found", "/there/is/nothing/here/", status=404),
        Screen("keyboard", "/", act=dialog_by("?"), is_full=False),
        Screen("palette", "/", act=dialog_by("Control+k"), is_full=False),
        Screen("search-found", "/search/?q=an"),
        Screen("portfolio-grouped", "/portfolio/?group=segment&sort=-arr"),
        Screen("portfolio-none", "/portfolio/?q=zzzz"),
        Screen("portfolio-map", "/portfolio/?display=map&x=health&y=active_users.30"),
        Screen("portfolio-measures", MEASURES),
        Screen("portfolio-chosen", "/portfolio/", act=choose_rows, is_full=False),
        Screen("portfolio-save", "/portfolio/?band=red&group=owner", act=opening("view-new"), is_full=False),
        Screen("portfolio-columns", "/portfolio/", act=opening("columns", "fieldset"), is_full=False),
        Screen("portfolio-filter", "/portfolio/", act=opening("filter-new", "select"), is_full=False),
        Screen("today-done", "/", act=open_done, is_full=False),
        Screen("today-give", "/", act=press("a"), is_full=False),
        Screen("ctas-done", "/ctas/?tab=done"),
        Screen("import-mapping", "/import/", act=upload),
        Screen("import-check", "/import/", act=check),
        Screen("retention-figure", "/retention/figures/nrr/"),
        Screen("guide", "/help/mapping/"),
        Screen("health-then", "/health/?known=then"),
        Screen("health-none", "/health/?as_of=2001-01-01"),
        Screen("health-moved", "/health/accounts/?moved=down&sort=change"),
        Screen("alert-rule", "/alerts/rules/silence/"),
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
    """Return the pages of the account with most to show, and of what hangs on it."""
    pk = first(
        home, "select account_id from accounts_ticket group by account_id order by count(*) desc, account_id limit 1"
    )
    cta = first(home, "select id from playbooks_cta where closed_at is null order by at_risk_amount desc limit 1")
    batch = first(home, "select id from integrations_importbatch order by id limit 1")
    ticket = first(home, f"select id from accounts_ticket where account_id = {pk or 0} order by id limit 1")
    solved = first(
        home,
        "select account_id from accounts_solvedproblem group by account_id order by count(*) desc, account_id",
    )
    alert = first(home, "select id from playbooks_alert where ended_on is null order by id limit 1")
    earlier = date.today() - timedelta(days=90)
    found = {
        "account": (pk, "/accounts/{}/"),
        "score": (pk, "/health/accounts/{}/"),
        "score-moved": (pk, f"/health/accounts/{{}}/?against={earlier}"),
        "alert": (alert, "/alerts/{}/"),
        "account-people": (pk, "/accounts/{}/people/"),
        "account-solved": (solved, "/accounts/{}/problems-solved/"),
        "account-timeline": (pk, "/accounts/{}/timeline/?kind=support"),
        "account-revenue": (pk, "/retention/accounts/{}/"),
        "account-edit": (pk, "/records/accounts/{}/edit/"),
        "account-record": (pk, "/records/accounts/{}/"),
        "ticket": (ticket, "/records/tickets/{}/"),
        "cta": (cta, "/ctas/{}/"),
        "import-result": (batch, "/import/{}/"),
    }
    return [Screen(name, path.format(number)) for name, (number, path) in found.items() if number]


def first(home: Path, sql: str) -> int | None:
    """Return the first number a query of the data folder gives; None where there is no such table or row."""
    with sqlite3.connect(f"file:{home / 'tenure.sqlite3'}?mode=ro", uri=True) as connection:
        try:
            row = connection.execute(sql).fetchone()
        except sqlite3.OperationalError:
            return None
    return row[0] if row else None
