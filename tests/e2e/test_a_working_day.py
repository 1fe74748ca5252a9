"""A person works with the demo in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.screens import BAD_FILE

pytestmark = pytest.mark.e2e


def test_from_today_over_an_account_to_the_lines_behind_a_figure(app, window):
    watched = window()
    page = watched.page
    watched.open(app.url)
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    name = page.locator(".today-row.is-current a[data-open]").inner_text()
    expect(page.locator("#evidence h2")).to_have_text(name)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)
    page.locator("#timeline").get_by_role("link", name="Money").click()
    expect(page.locator("#timeline [aria-current]")).to_have_text("Money")

    page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Retention").click()
    expect(page.locator("h1")).to_have_text("Retention")
    page.locator("a", has_text="Net revenue retention").first.click()
    watched.settle()
    page.locator("main table a.t-name").first.click()
    watched.settle()
    assert "/retention/accounts/" in page.url or "/accounts/" in page.url
    assert page.locator("main table tbody tr").count() > 0


def test_an_import_with_bad_rows_is_looked_at_carried_out_and_taken_back(app, window, tmp_path):
    watched = window()
    page = watched.page
    watched.open(f"{app.url}/import/")
    page.set_input_files("input[type=file]", BAD_FILE)
    page.wait_for_url(re.compile(r"/mapping/$"))
    page.get_by_role("button", name="Start the dry run").click()
    page.get_by_role("button", name="Import these rows").click(timeout=60_000)
    expect(page.get_by_role("button", name="Undo this import")).to_be_visible(timeout=60_000)
    expect(page.locator("main")).to_contain_text("2 rejected rows")

    with page.expect_download() as download:
        page.get_by_role("link", name="Error file").click()
    errors = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert "NOBODY-77" in errors
    assert "2026-13-45" in errors
    assert "E2E-1," not in errors

    page.get_by_role("button", name="Undo this import").click()
    expect(page.locator("main")).to_contain_text("This import was undone", timeout=60_000)


def test_a_call_is_done_by_keyboard_and_taken_back(app, window):
    watched = window()
    page = watched.page
    watched.open(app.url)
    page.keyboard.press("j")
    row = page.locator(".today-row.is-current")
    name = row.locator("a[data-open]").inner_text()
    rows = page.locator(".today-row").count()
    page.keyboard.press("d")
    page.keyboard.press("Tab")
    page.keyboard.type("Training agreed")
    page.keyboard.press("Enter")
    expect(page.locator(".today-row")).to_have_count(rows - 1)
    expect(page.locator("#flash")).to_contain_text(name)
    page.locator("#flash").get_by_role("button", name="Undo").click()
    expect(page.locator(".today-row")).to_have_count(rows)


def test_search_help_and_going_by_letters(app, window):
    watched = window()
    page = watched.page
    watched.open(f"{app.url}/portfolio/")
    first = page.locator("[data-item] a[data-open]").first.inner_text()
    page.keyboard.press("/")
    page.keyboard.type(first[:6].lower())
    hit = page.locator("#search-results").get_by_role("link", name=re.compile(re.escape(first)))
    expect(hit.first).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url(f"{app.url}/")


def test_on_a_phone_the_bar_at_the_thumb_leads_on_and_nothing_sticks_out(app, window):
    watched = window(width=390, language="zh")
    page = watched.page
    watched.open(app.url)
    page.locator(".t-bottom a").nth(1).tap()
    expect(page.locator("h1")).to_have_text("客户组合")
    page.locator(".t-bottom summary").tap()
    expect(page.locator(".t-bottom .t-menu-list")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
