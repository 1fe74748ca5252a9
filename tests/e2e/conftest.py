"""One app with the English demo and one browser for all tests of the session."""

import os

import pytest
from playwright.sync_api import expect

from tests.e2e.app import prepare, running, temporary_home
from tests.e2e.browser import Watched, chromium, find_chromium, new_context, sign_in

expect.set_options(timeout=20_000)  # a machine that is busy with other things answers late, not wrongly


@pytest.fixture(scope="session")
def app():
    """A running Tenure with the small demo, its background work done."""
    with temporary_home() as home:
        prepare(home, "en", size="s")
        with running(home) as served:
            yield served


@pytest.fixture(scope="session")
def browser():
    """A Chromium; without one the tests are skipped, in CI they fail."""
    path = find_chromium()
    if path is None:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail("Chromium is missing, and in CI nothing may be", pytrace=False)
        pytest.skip("Chromium is missing")
    with chromium(path) as running_browser:
        yield running_browser


@pytest.fixture(scope="session")
def state(app, browser):
    """The cookies of a person who has signed in through the form."""
    with new_context(browser, width=1440, theme="light", language="en") as context:
        page = context.new_page()
        sign_in(page, app.url, app.email, app.password)
        return context.storage_state()


@pytest.fixture
def window(app, browser, state):
    """Return a function that opens a watched window; at the end nothing may have gone wrong in any."""
    opened = []

    def open_window(width=1440, language="en"):
        context = new_context(browser, width=width, theme="light", language=language, state=state)
        watched = Watched(context)
        opened.append((context, watched))
        return watched

    yield open_window
    wrong = [problem for _context, watched in opened for problem in watched.problems + watched.violations()]
    for context, _watched in opened:
        context.close()
    assert wrong == []
