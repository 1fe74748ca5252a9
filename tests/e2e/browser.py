"""Chromium as the tests and pictures use it, and a page that remembers what went wrong in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
]
CSP_LISTENER = (Path(__file__).resolve().parent / "policy.js").read_text()
ATTEMPTS = 200
WAITING = """[...document.querySelectorAll('[data-chart]:not([data-drawn]), .htmx-request, html.t-busy')]
  .filter((node) => node.getClientRects().length).map((node) => node.id || node.className).join(', ')"""


def find_chromium() -> str | None:
    """Return the path of an installed Chromium, None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """A running browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def new_context(browser: Browser, *, width: int, theme: str, language: str, state: Any = None) -> BrowserContext:
    """A fresh window of a width in pixels, in a theme ("light", "dark") and a language ("en", "zh")."""
    context = browser.new_context(
        viewport={"width": width, "height": 900 if width > 600 else 844},
        device_scale_factor=1,
        color_scheme=theme,  # type: ignore[arg-type]
        locale={"en": "en-GB", "zh": "zh-CN"}[language],
        timezone_id="UTC",
        reduced_motion="reduce",
        has_touch=width < 600,
        is_mobile=width < 600,
        storage_state=state,
    )
    context.add_init_script(CSP_LISTENER)
    context.set_default_timeout(90_000)
    return context


class Watched:
    """A page whose console errors, failed requests and policy violations are kept."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.problems: list[str] = []
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        self.page.on("response", self._on_response)

    def open(self, url: str) -> int:
        """Go to an address and wait until it has settled; return the status. A file or an empty answer stays away."""
        self.problems.clear()
        try:
            response = self.page.goto(url, wait_until="load")
        except Error:
            return self.page.request.get(url).status
        self.settle()
        return response.status if response else 0

    def settle(self) -> None:
        """Wait until charts are drawn and nothing is on its way."""
        waiting = ""
        for _attempt in range(ATTEMPTS):
            self.page.wait_for_timeout(40)
            waiting = self.page.evaluate(WAITING)
            if not waiting:
                break
        else:
            self.problems.append(f"still waiting for {waiting}")
        self.page.evaluate("document.fonts.ready")

    def violations(self) -> list[str]:
        """Return what the security policy blocked on this page."""
        return [f"policy: {text}" for text in self.page.evaluate("window.__csp || []")]

    def _on_console(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.problems.append(f"console: {message.text}")

    def _on_response(self, response: Any) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.problems.append(f"{response.status} for {response.url}")


def sign_in(page: Page, url: str, email: str, password: str) -> None:
    """Sign in through the form, as a person does."""
    page.goto(f"{url}/sign/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.click("form button.btn-primary")
    page.wait_for_url(lambda address: "/sign/" not in address)
