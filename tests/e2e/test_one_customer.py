"""The page of one customer in a browser: why it fell, a call logged, people, the palette, a phone, who may see."""

import sqlite3

import pytest
from playwright.sync_api import expect

from tests.e2e.app import PASSWORD, tenure
from tests.e2e.browser import Watched, new_context, sign_in

pytestmark = pytest.mark.e2e

PEOPLE = {"reader@example.com": "reader", "elsewhere@example.com": "csm"}


def ask(app, sql):
    with sqlite3.connect(f"file:{app.home / 'tenure.sqlite3'}?mode=ro", uri=True) as connection:
        return connection.execute(sql).fetchone()


@pytest.fixture(scope="session")
def customer(app):
    """(id, name, team) of the customer with most tickets."""
    return ask(
        app,
        """select account.id, account.name, team.name from accounts_account account
        join foundation_team team on team.id = account.team_id
        join accounts_ticket ticket on ticket.account_id = account.id
        group by account.id order by count(*) desc, account.id limit 1""",
    )


@pytest.fixture(scope="session")
def others(app, customer):
    """A reader of the customer's team, and one of us whose teams do not have it."""
    elsewhere = ask(app, f"select name from foundation_team where name <> '{customer[2]}' order by id limit 1")[0]
    for mail, team in zip(PEOPLE, (customer[2], elsewhere), strict=True):
        words = ("--name", mail.split("@")[0].title(), "--role", PEOPLE[mail], "--team", team)
        tenure(app.home, "user", "create", mail, *words, "--password", PASSWORD)
    return list(PEOPLE)


@pytest.fixture
def as_other(app, browser, others):
    """Return a function that opens a window signed in as another person."""
    opened = []

    def open_window(mail):
        context = new_context(browser, width=1440, theme="light", language="en")
        opened.append(context)
        watched = Watched(context)
        sign_in(watched.page, app.url, mail, PASSWORD)
        return watched

    yield open_window
    for context in opened:
        context.close()


def test_from_today_to_why_it_fell_and_a_call_logged(app, window):
    watched = window()
    page = watched.page
    watched.open(app.url)
    name = page.locator(".today-row.is-current a[data-open]").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)
    page.get_by_role("link", name="Why did it move?").click()
    watched.settle()
    assert "/health/accounts/" in page.url
    assert "against=" in page.url
    expect(page.locator("main .t-table-wrap tbody tr").first).to_be_visible()
    page.go_back()
    watched.settle()

    page.keyboard.press("l")
    expect(page.locator(".quick-log-text")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.type("Agreed on a training for the new shift")
    page.keyboard.press("Enter")
    first = page.locator("#timeline .t-timeline-item").first
    expect(first).to_contain_text("Agreed on a training for the new shift")
    expect(page.locator("#flash")).to_contain_text("Logged")
    expect(page.locator(".quick-log-text")).to_be_focused()
    expect(page.locator(".quick-log-text")).to_have_value("")

    page.locator("#flash").get_by_role("button", name="Undo").click()
    expect(page.locator("h1")).to_have_text(name)
    page.locator("#timeline").get_by_role("link", name="Contact").click()
    expect(page.locator("#timeline [aria-current]")).to_have_text("Contact")
    expect(page.locator("#timeline")).not_to_contain_text("Agreed on a training for the new shift")


def test_the_timeline_is_narrowed_and_the_address_keeps_it(app, window, customer):
    watched = window()
    page = watched.page
    watched.open(f"{app.url}/accounts/{customer[0]}/")
    page.locator("#timeline").get_by_role("link", name="Support").click()
    expect(page.locator("#timeline [aria-current]")).to_have_text("Support")
    assert page.url.endswith("?kind=support")
    page.reload()
    expect(page.locator("#timeline [aria-current]")).to_have_text("Support")
    rows = page.locator("#timeline .t-timeline-item")
    before = rows.count()
    page.locator("#timeline").get_by_role("link", name="Older").click()
    expect(rows.nth(before)).to_be_visible()


def test_warmth_entered_by_hand_moves_a_person_on_the_map(app, window, customer):
    watched = window()
    page = watched.page
    watched.open(f"{app.url}/accounts/{customer[0]}/people/")
    person = page.locator(".people-list > li").first
    name = person.locator("a.t-name").first.inner_text()
    person.locator("select[name$=warmth]").select_option("5")
    person.get_by_role("button", name="Save").click()
    watched.settle()
    page.get_by_role("button", name="Table").click()
    row = page.locator(".t-chart-table tr", has_text=name)
    expect(row).to_contain_text("entered by hand")


def test_the_palette_opens_a_customer_by_keyboard_and_writes_a_note(app, window, customer):
    watched = window()
    page = watched.page
    watched.open(app.url)
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Type a command or the name of a customer")
    expect(field).to_be_focused()
    page.keyboard.type(customer[1])
    option = page.get_by_role("option", name=customer[1]).first
    expect(option).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(customer[1])
    watched.settle()

    page.keyboard.press("Control+k")
    page.keyboard.type("write a note")
    page.keyboard.press("Enter")
    expect(page.locator(".quick-log-text")).to_be_focused()
    expect(page.locator(".quick-log [value=note]")).to_be_checked()
    page.locator(".quick-log-text").blur()
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url(f"{app.url}/portfolio/")
    page.keyboard.press("Control+k")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#palette [role=option][aria-selected=true]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).not_to_be_visible()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_a_phone_the_facts_stay_in_sight_and_the_log_is_under_the_thumb(app, window, customer, language):
    watched = window(width=390, language=language)
    page = watched.page
    watched.open(f"{app.url}/accounts/{customer[0]}/")
    height = page.viewport_size["height"]
    page.evaluate("window.scrollTo(0, 1200)")
    strip = page.locator(".account-strip")
    expect(strip).to_be_in_viewport()
    expect(strip).to_contain_text(customer[1])
    box = page.locator(".quick-log-text").bounding_box()
    assert box["y"] > height * 2 / 3
    assert box["height"] >= 44
    assert page.locator("details[data-panel][open]").count() == 1
    panel = page.locator("#panel-people")
    panel.locator("summary").first.tap()
    watched.settle()
    assert panel.locator("canvas").bounding_box()["width"] > 250

    text = f"电话 {language}"
    page.locator(".quick-log-text").tap()
    expect(page.locator(".quick-log-kinds")).to_be_visible()
    page.locator(".quick-log-text").fill(text)
    page.locator(".quick-log button").tap()
    expect(page.locator("#timeline .t-timeline-item").first).to_contain_text(text)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_reader_sees_the_customer_but_changes_nothing(app, as_other, customer):
    watched = as_other("reader@example.com")
    page = watched.page
    assert watched.open(f"{app.url}/accounts/{customer[0]}/") == 200
    expect(page.locator("h1")).to_have_text(customer[1])
    expect(page.locator("#panel-solved")).to_be_visible()
    for gone in (".quick-log", "a[href*='/edit/']", "a[href*='/new/']", "#content form[method=post]"):
        expect(page.locator(gone)).to_have_count(0)
    watched.open(f"{app.url}/accounts/{customer[0]}/people/")
    expect(page.locator("#content form")).to_have_count(0)
    assert watched.problems == []


def test_who_is_elsewhere_sees_neither_the_customer_nor_a_count(app, as_other, customer):
    watched = as_other("elsewhere@example.com")
    page = watched.page
    for part in ("", "timeline/", "people/", "problems-solved/"):
        assert watched.open(f"{app.url}/accounts/{customer[0]}/{part}") == 404
        expect(page.locator("body")).not_to_contain_text(customer[1])
    watched.open(app.url)
    page.keyboard.press("Control+k")
    page.keyboard.type(customer[1])
    page.wait_for_timeout(600)
    expect(page.get_by_role("option", name=customer[1])).to_have_count(0)
    watched.open(f"{app.url}/search/?q={customer[1]}")
    expect(page.locator("main")).to_contain_text("Nothing holds")
