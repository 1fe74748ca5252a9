"""A view is built and kept in a real browser: filter, group, save, come back, act on many, lasso on the map."""

import re

from playwright.sync_api import Page, expect

PHONE = 390


def save_as(page: Page, name: str) -> None:
    page.get_by_role("button", name="Save as a view").first.click()
    page.locator("#view-new input[name=name]").fill(name)
    page.locator("#view-new button.btn-primary").click()


def acts_are_there(page: Page) -> None:
    """Wait for what can be done with chosen rows: it comes with the first choice."""
    expect(page.locator("#bulk [data-lazy]")).to_have_count(0)


def current_tab(page: Page):
    return page.locator(".t-views [aria-current=page]")


def test_a_view_is_filtered_grouped_saved_and_is_a_tab_after_a_reload(app, window):
    opened = window()
    page = opened.page
    opened.open(f"{app.url}/portfolio/")
    page.select_option("select[name=band]", "red")
    page.wait_for_url(re.compile("band=red"))
    page.select_option("select[name=group]", "owner")
    page.wait_for_url(re.compile("group=owner"))
    expect(page.locator("tr.t-group").first).to_be_visible()
    page.click("[data-dialog=columns]")
    page.locator("#columns input[data-narrow]").fill("active users, 30")
    page.get_by_label(re.compile("^Active users, 30 days")).check()
    page.get_by_role("button", name="Show these columns").click()
    page.wait_for_url(re.compile("cols="))
    save_as(page, "Red by owner")
    expect(current_tab(page)).to_have_text("Red by owner")
    address = page.url
    opened.open(f"{app.url}/portfolio/?view=all")
    page.locator(".t-views a", has_text="Red by owner").click()
    page.wait_for_url(address)
    opened.open(page.url)
    expect(current_tab(page)).to_have_text("Red by owner")
    expect(page.locator("thead th", has_text="Active users, 30 days")).to_be_visible()
    expect(page.locator("select[name=band]")).to_have_value("red")
    page.locator(".t-views-tools summary[title='This view']").click()
    page.get_by_role("button", name="Remove the view").click()
    expect(page.locator(".t-views a", has_text="Red by owner")).to_have_count(0)
    page.locator(".t-flash button", has_text="Undo").click()
    expect(current_tab(page)).to_have_text("Red by owner")


def test_a_measure_is_a_filter_and_chosen_customers_are_tagged_and_untagged(app, window):
    opened = window()
    page = opened.page
    opened.open(f"{app.url}/portfolio/?view=all&sort=name")
    page.click("[data-dialog=filter-new]")
    page.select_option("#filter-field", "health")
    expect(page.locator("#filter-hint")).to_contain_text("Among your customers")
    page.locator("#filter-value").fill("40")
    page.locator("#filter-new button.btn-primary").click()
    expect(page.locator(".t-chip")).to_contain_text("at least 40")
    for number in (0, 1):
        page.locator("[data-check]").nth(number).check()
    expect(page.locator("[data-bulk-count]")).to_have_text("2")
    page.locator("#bulk summary", has_text="Tag").click()
    page.locator("#bulk-tag").fill("autumn")
    page.locator("#bulk button[value=tag_add]").click()
    expect(page.locator(".t-flash")).to_contain_text("2 customers changed.")
    opened.open(f"{app.url}/portfolio/?view=all&where=tag~is~autumn")
    expect(page.locator("tbody [data-check]")).to_have_count(2)
    page.locator("[data-check-all]").check()
    page.locator("#bulk summary", has_text="Tag").click()
    page.locator("#bulk-tag").fill("autumn")
    page.locator("#bulk button[value=tag_remove]").click()
    expect(page.get_by_text("Nothing matches these filters")).to_be_visible()


AGREE = """() => document.querySelectorAll("[data-map-chosen] [data-check]").length
  === Number(document.querySelector("[data-bulk-count]").textContent)"""


def test_a_lasso_on_the_map_chooses_customers(app, window):
    opened = window()
    page = opened.page
    opened.open(f"{app.url}/portfolio/?display=map&x=health&y=trend")
    box = page.locator("#book-map canvas").bounding_box()
    assert box is not None
    corners = [(0.06, 0.25), (0.97, 0.25), (0.97, 0.85), (0.06, 0.85), (0.06, 0.26)]
    across = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in corners]
    page.mouse.move(*across[0])
    page.mouse.down()
    for x, y in across[1:]:
        page.mouse.move(x, y, steps=12)
    page.mouse.up()
    expect(page.locator("[data-map-chosen] tbody tr").first).to_be_visible()
    chosen = page.locator("[data-map-chosen] [data-check]")
    page.wait_for_function(AGREE)  # the table follows the lasso while it is drawn
    chosen.first.uncheck()
    expect(page.locator("[data-bulk-count]")).to_have_text(str(chosen.count() - 1))
    acts_are_there(page)


def test_the_portfolio_fits_a_phone(app, window):
    opened = window(width=PHONE)
    page = opened.page
    for address in ("/portfolio/?view=all", "/portfolio/?group=segment", "/portfolio/?display=map"):
        opened.open(app.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    opened.open(f"{app.url}/portfolio/?view=all")
    page.locator("[data-check]").first.check()
    expect(page.locator("#bulk")).to_be_in_viewport()
    acts_are_there(page)
