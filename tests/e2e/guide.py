"""The pictures of the guide, from the demo company in both languages: `make pictures`.

    python -m tests.e2e.guide [--only NAME ...] [--homes EN_FOLDER ZH_FOLDER]

Without --homes a new demo is loaded for each language; to given folders the customers of the tutorial are added.
Pictures have the names by which `src/tenure/help/pages` shows them.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.app import ROOT, App, prepare, running, temporary_home, tenure
from tests.e2e.browser import Watched, chromium, find_chromium, new_context, sign_in
from tests.e2e.small_png import shrink

PAGES = ROOT / "src/tenure/help/pages"
PICTURES = ROOT / "src/tenure/help/static/help/pictures"
LIMIT = 90_000
ADMIN = "admin@demo.example"
# the customer success manager of the tutorial, and the silent customer she looks at
MANAGERS = {"en": "maya@demo.example", "zh": "yutong@demo.example"}
SILENT = {"en": "Halvern", "zh": "澄岚"}
Act = Callable[[Page, str], None]


@dataclass(frozen=True)
class Picture:
    """One picture: whose screen, where, what is done before, and how high it is in pixels."""

    name: str
    path: str = "/"
    act: Act | None = None
    is_admins: bool = False
    height: int = 800


def find_silent(page: Page, language: str) -> None:
    """Open the silent customer from what the search found."""
    page.click(f"main a:has-text('{SILENT[language]}') >> nth=0", timeout=10_000)
    page.wait_for_url("**/accounts/*/")


def why_moved(page: Page, language: str) -> None:
    """Open the silent customer and ask why it moved."""
    find_silent(page, language)
    page.click("a[href*='/health/accounts/']:visible >> nth=0")
    page.wait_for_url("**/health/accounts/**")


def dry_run(page: Page, language: str) -> None:
    """Take the contracts of the tutorial as far as the dry run."""
    with tempfile.TemporaryDirectory() as folder:
        page.set_input_files(
            "input[type=file]", write_sample(language, "line_id", Path(folder) / "subscriptions.csv")
        )
        page.wait_for_url("**/mapping/")
    page.click("main form.t-stack button.btn-primary")
    page.wait_for_selector("a.btn[href*='/mapping/']", timeout=60_000)


def write_sample(language: str, first_column: str, target: Path) -> Path:
    """Write the file that the tutorial shows, known by its first column; return where."""
    text = (PAGES / language / "first-hour.md").read_text(encoding="utf-8")
    blocks = [block.strip("\n") for block in text.split("```")[1::2]]
    target.write_text(next(block for block in blocks if block.startswith(first_column)) + "\n", encoding="utf-8")
    return target


PLAN = (
    Picture("today"),
    Picture("account", "/search/?q={silent}", find_silent),
    Picture("moved", "/search/?q={silent}", why_moved),
    Picture("portfolio", "/portfolio/"),
    Picture("health", "/health/"),
    Picture("retention", "/retention/", height=900),
    Picture("figure", "/retention/figures/nrr/", height=640),
    Picture("check", "/import/", dry_run, is_admins=True, height=640),
    Picture("replay", "/alerts/rules/silence/", is_admins=True),
)


def main(words: list[str] | None = None) -> int:
    """Draw the pictures; end with 1 where one is too large."""
    parser = argparse.ArgumentParser(prog="pictures")
    parser.add_argument("--only", nargs="*", default=[], help="names of pictures")
    parser.add_argument("--homes", nargs=2, type=Path, metavar=("EN", "ZH"), help="data folders with the demo")
    args = parser.parse_args(words)
    path = find_chromium()
    if path is None:
        sys.stdout.write("no Chromium is installed (Debian: apt-get install chromium fonts-noto-cjk)\n")
        return 2
    plan = [picture for picture in PLAN if not args.only or picture.name in args.only]
    large = 0
    with chromium(path) as browser:
        for place, language in enumerate(("en", "zh")):
            with ExitStack() as stack:
                home = args.homes[place].resolve() if args.homes else new_home(stack, language)
                tenure(home, "import", "accounts", str(write_sample(language, "account_id", home / "customers.csv")))
                large += draw_language(browser, stack.enter_context(running(home)), language, plan)
    return 1 if large else 0


def new_home(stack: ExitStack, language: str) -> Path:
    """Return a new data folder with the demo in a language."""
    home = stack.enter_context(temporary_home())
    prepare(home, language)
    return home


def draw_language(browser: Browser, app: App, language: str, plan: list[Picture]) -> int:
    """Draw all pictures of a language; return how many are larger than they may be."""
    password = demo_password(app.home)
    large = 0
    for is_admins, email in ((False, MANAGERS[language]), (True, ADMIN)):
        with new_context(browser, width=1280, theme="light", language=language) as context:
            watched = Watched(context)
            sign_in(watched.page, app.url, email, password)
            for picture in plan:
                if picture.is_admins == is_admins:
                    large += draw(context, watched, app, language, picture) > LIMIT
    return large


def draw(context: BrowserContext, watched: Watched, app: App, language: str, picture: Picture) -> int:
    """Draw one picture; return its size in bytes."""
    page = watched.page
    page.set_viewport_size({"width": 1280, "height": picture.height})
    watched.open(app.url + picture.path.format(silent=SILENT[language]))
    if picture.act:
        picture.act(page, language)
        watched.settle()
    target = PICTURES / language / f"{picture.name}.png"
    target.parent.mkdir(parents=True, exist_ok=True)
    page.mouse.move(0, 0)
    page.screenshot(path=target)
    blank = context.new_page()
    size = shrink(blank, target)
    blank.close()
    sys.stdout.write(f"{target.relative_to(ROOT)}: {size / 1000:.0f} kB\n")
    return size


def demo_password(home: Path) -> str:
    """Return the password that the demo's people log in with."""
    first = tenure(home, "demo").stdout.splitlines()[0]
    return first.rsplit(None, 1)[-1]


if __name__ == "__main__":
    sys.exit(main())
