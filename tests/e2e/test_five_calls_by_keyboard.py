"""A person works off five calls to action without touching the mouse."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e
PATIENCE = 20_000


class Keyboard:
    """A person at Today who has a keyboard only."""

    def __init__(self, watched):
        self.watched = watched
        self.page = watched.page

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text):
        self.page.keyboard.type(text)

    @property
    def current(self):
        return self.page.locator(".today-row.is-current")

    @property
    def name(self):
        return self.current.locator("a[data-open]").inner_text()

    def told(self, text):
        """The message says so, and the row that is selected now shows its evidence."""
        expect(self.page.locator("#flash")).to_contain_text(text, timeout=PATIENCE)
        self.watched.settle()
        expect(self.current).to_have_count(1)
        expect(self.page.locator("#evidence h2")).to_have_text(self.name, timeout=PATIENCE)


def test_five_calls_are_worked_off_by_keyboard_only(app, window):
    watched = window()
    page, person = watched.page, Keyboard(watched)
    watched.open(app.url)
    rows = page.locator(".today-row").count()
    assert rows > 5
    done = page.locator(".today-figures .t-figure-value").nth(2)
    before = int(re.match(r"\d+", done.inner_text()).group())

    person.press("j")
    first = person.name
    person.press("d", "Tab")
    person.type("Training agreed")
    person.press("Enter")
    person.told(f"Done: {first}")
    expect(page.locator(".today-row")).to_have_count(rows - 1)

    second = person.name
    person.press("s")
    person.type("On holiday")
    person.press("Tab", "Tab", "Enter")
    person.told(f"{second} rests until")
    expect(page.locator("#waiting")).to_be_attached()

    third = person.name
    person.press("a")
    expect(person.current.locator("select")).to_be_focused(timeout=PATIENCE)
    person.press("End", "Tab", "Enter")
    person.told(f"{third} is with the team's queue now")

    fourth = person.name
    person.press("d", "ArrowDown", "Enter")
    person.told(f"Done: {fourth}")

    fifth = person.name
    person.press("d", "Tab", "Tab", "Enter")
    person.told(f"Done: {fifth}")

    expect(page.locator(".today-row")).to_have_count(rows - 3)
    assert int(re.match(r"\d+", done.inner_text()).group()) == before + 3
    person.press("g", "c")
    page.wait_for_url(re.compile("/ctas/"))
    watched.open(f"{app.url}/ctas/?tab=done")
    table = page.locator("main table")
    for name in (first, fourth, fifth):
        expect(table).to_contain_text(name)
    expect(table).to_contain_text("No action needed")


def test_what_was_given_to_the_queue_is_taken_by_keyboard(app, window):
    watched = window()
    page, person = watched.page, Keyboard(watched)
    watched.open(app.url)
    person.press("j", "j", "a")
    expect(person.current.locator("select")).to_be_focused(timeout=PATIENCE)
    name = person.name
    person.press("End", "Tab", "Enter")
    person.told(f"{name} is with the team's queue now")
    watched.open(f"{app.url}/?whose=queue")
    row = page.locator(".today-row", has_text=name).first
    while person.name != name:
        person.press("j")
    person.press("a")
    expect(row.get_by_role("button", name="Take it")).to_be_focused(timeout=PATIENCE)
    person.press("Enter")
    expect(page.locator("#flash")).to_contain_text(f"{name} is with", timeout=PATIENCE)
