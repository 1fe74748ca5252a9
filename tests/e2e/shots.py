"""A picture of every screen, in 1440 and 390 pixels, light and dark, English and Chinese: `make shots`.

    python -m tests.e2e.shots [--only NAME ...] [--home FOLDER] [--out FOLDER] [--variants 1440-light-en,...] [--fold]
                                   [--company saas|robots]

Ends with 1 where a page has console errors, breaks the security policy, sticks out at 390 pixels, keeps English on a
Chinese page, or where axe finds something serious.
"""

import argparse
import itertools
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from playwright.sync_api import Browser, Error

from tests.e2e import checks
from tests.e2e.app import App, prepare, running, temporary_home
from tests.e2e.browser import Watched, chromium, find_chromium, new_context, sign_in
from tests.e2e.screens import SIGNED_OUT, Screen, list_screens

ROOT = Path(__file__).resolve().parents[2]
NO_PAGE = 405  # the address takes only forms
WIDTHS, THEMES, LANGUAGES = (1440, 390), ("light", "dark"), ("en", "zh")


@dataclass(frozen=True)
class Variant:
    """One way to look at a screen."""

    width: int
    theme: str
    language: str

    def __str__(self) -> str:
        return f"{self.width}-{self.theme}-{self.language}"


@dataclass
class Report:
    """What was drawn and what is wrong with it."""

    pictures: int = 0
    problems: list[str] = field(default_factory=list)

    def add(self, screen: Screen, variant: Variant, problems: list[str]) -> None:
        """Keep the problems of one picture, each once."""
        self.problems += [f"{screen.name} {variant}: {problem}" for problem in dict.fromkeys(problems)]


def main(words: list[str] | None = None) -> int:
    """Draw the pictures asked for; return the exit code."""
    args = parse(words)
    path = find_chromium()
    if path is None:
        say("no Chromium is installed (Debian: apt-get install chromium fonts-noto-cjk)")
        return 2
    started = time.monotonic()
    languages = sorted({variant.language for variant in args.variants})
    with ProcessPoolExecutor(len(languages), mp_context=get_context("spawn")) as pool:
        reports = list(pool.map(draw_language, itertools.repeat(path), itertools.repeat(args), languages))
    problems = [problem for report in reports for problem in report.problems]
    for problem in problems:
        say(problem)
    seconds, pictures = time.monotonic() - started, sum(report.pictures for report in reports)
    say(f"{pictures} pictures in {args.out}, {len(problems)} problems, {seconds:.0f} s")
    return 1 if problems else 0


def draw_language(path: str, args: argparse.Namespace, language: str) -> Report:
    """Draw the variants of one language; each language has a process, an app and a browser of its own."""
    report = Report()
    with ExitStack() as stack:
        app = stack.enter_context(running(home_for(stack, language, args)))
        browser = stack.enter_context(chromium(path))
        draw_all(browser, app, [one for one in args.variants if one.language == language], args, report)
    return report


def parse(words: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    every = [Variant(*parts) for parts in itertools.product(WIDTHS, THEMES, LANGUAGES)]
    parser = argparse.ArgumentParser(prog="shots")
    parser.add_argument("--only", nargs="*", default=[], help="names of screens")
    parser.add_argument("--home", type=Path, help="an existing data folder instead of a new one with the demo")
    parser.add_argument("--company", choices=("saas", "robots"), default="saas", help="which demo company")
    parser.add_argument("--out", type=Path, default=ROOT / "shots")
    parser.add_argument("--fold", action="store_true", help="only the first screenful of each")
    parser.add_argument("--variants", default="", help="such as 1440-light-en,390-dark-zh")
    args = parser.parse_args(words)
    chosen = {word for word in args.variants.split(",") if word}
    args.variants = [variant for variant in every if not chosen or str(variant) in chosen]
    args.out.mkdir(parents=True, exist_ok=True)
    return args


def home_for(stack: ExitStack, language: str, args: argparse.Namespace) -> Path:
    """Return the data folder to serve: the one given, else a new one with the demo in that language."""
    if args.home is not None:
        return Path(args.home).resolve()
    home = stack.enter_context(temporary_home())
    started = time.monotonic()
    prepare(home, language, company=args.company)
    say(f"demo ({language}) ready after {time.monotonic() - started:.0f} s")
    return home


def draw_all(browser: Browser, app: App, variants: list[Variant], args: argparse.Namespace, report: Report) -> None:
    """Draw every screen in the variants of one language."""
    names = checks.names_in_data(app.home)
    screens = [screen for screen in list_screens(app) if not args.only or screen.name in args.only]
    state = None
    for variant in variants:
        with new_context(
            browser, width=variant.width, theme=variant.theme, language=variant.language, state=state
        ) as context:
            watched = Watched(context)
            if state is None:
                sign_in(watched.page, app.url, app.email, app.password)
                state = context.storage_state()
            for screen in screens:
                if screen not in SIGNED_OUT:
                    report.add(screen, variant, draw(watched, app, screen, variant, args, names))
                    report.pictures += 1
        with new_context(browser, width=variant.width, theme=variant.theme, language=variant.language) as context:
            watched = Watched(context)
            for screen in screens:
                if screen in SIGNED_OUT:
                    report.add(screen, variant, draw(watched, app, screen, variant, args, names))
                    report.pictures += 1


def draw(
    watched: Watched, app: App, screen: Screen, variant: Variant, args: argparse.Namespace, names: set[str]
) -> list[str]:
    """Take one picture and return what is wrong with the page."""
    problems = []
    status = watched.open(app.url + screen.path)
    if status == NO_PAGE or watched.page.url == "about:blank":
        return []
    if status != screen.status:
        problems.append(f"answered {status} instead of {screen.status}")
    try:
        if screen.act:
            screen.act(watched.page)
            watched.settle()
    except Error as error:
        problems.append(f"what is done before the picture fails: {str(error).splitlines()[0]}")
    target = args.out / f"{screen.name}-{variant}.png"
    watched.page.screenshot(path=target, full_page=screen.is_full and not args.fold)
    problems += watched.problems + watched.violations()
    if variant.width < 600:
        problems += checks.overflow(watched.page)
    if variant.language == "zh":
        problems += checks.english_left(watched.page, names)
    if variant.language == "en" and (variant.width > 600 or variant.theme == "light"):
        problems += checks.axe_findings(watched.page)
    return problems


def say(text: str) -> None:
    """Write one line for the person at the terminal."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
