"""The frame of every page: navigation by role, the person's choices, errors, and nothing that the policy forbids."""

import re

import pytest
from django.urls import reverse

FORBIDDEN = [
    re.compile(r"\sstyle\s*=", re.I),
    re.compile(r"\son\w+\s*=\s*[\"']", re.I),
    re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.I),
    re.compile(r"javascript:", re.I),
]


def body_of(response):
    return response.content.decode()


@pytest.mark.parametrize("name", ["today", "portfolio", "search"])
def test_pages_hold_no_inline_script_or_style(cast, as_person, name):
    cast.account()
    body = body_of(as_person(cast.alice).get(reverse(name)))
    assert [pattern.pattern for pattern in FORBIDDEN if pattern.search(body)] == []


def test_the_policy_allows_neither_inline_nor_eval(cast, as_person):
    policy = as_person(cast.alice).get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy


def test_a_reader_is_offered_nothing_to_make_and_an_administrator_the_settings(cast, as_person):
    reader = body_of(as_person(cast.rita).get("/"))
    assert "data-new" not in reader
    assert "/settings/people/" not in reader
    assert "data-new" in body_of(as_person(cast.alice).get("/"))
    assert "/settings/people/" in body_of(as_person(cast.root).get("/"))


def test_the_current_page_is_marked_once_in_the_rail(cast, as_person):
    rail = body_of(as_person(cast.alice).get(reverse("portfolio"))).split("</aside>")[0]
    assert re.findall(r'href="([^"]+)"[^>]*aria-current="page"', rail) == ["/portfolio/"]


def test_language_and_theme_are_kept_and_lead_back(cast, as_person):
    browser = as_person(cast.alice)
    answer = browser.post(reverse("preferences"), {"language": "zh-hans", "next": "/portfolio/"})
    assert (answer.status_code, answer["Location"]) == (302, "/portfolio/")
    assert 'lang="zh-Hans"' in body_of(browser.get("/"))
    browser.post(reverse("preferences"), {"theme": "dark"})
    assert 'data-bs-theme="dark"' in body_of(browser.get("/"))
    browser.post(reverse("preferences"), {"theme": "system"})
    assert "data-bs-theme" not in body_of(browser.get("/")).split(">")[1]


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_form_never_leads_to_another_site(cast, as_person, address):
    answer = as_person(cast.alice).post(reverse("preferences"), {"theme": "dark", "next": address})
    assert answer["Location"] == "/"


def test_an_unknown_language_is_refused(cast, as_person):
    assert as_person(cast.alice).post(reverse("preferences"), {"language": "xx"}).status_code == 400


def test_what_is_not_there_says_so_in_the_frame_of_the_product(cast, as_person):
    answer = as_person(cast.alice).get("/no/such/page/")
    assert answer.status_code == 404
    assert "There is nothing here" in body_of(answer)


def test_a_fragment_that_fails_is_plain_text(cast, as_person):
    answer = as_person(cast.alice).get("/accounts/999999/", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/plain")


def test_a_stranger_is_led_to_sign_in(client, db):
    answer = client.get("/portfolio/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign/login/")


def test_the_first_person_is_offered_to_set_up_and_later_ones_are_not(client, db):
    assert "/sign/signup/" in body_of(client.get("/sign/login/"))


def test_once_somebody_is_there_sign_up_is_closed(client, cast):
    assert "/sign/signup/" not in body_of(client.get("/sign/login/"))
    assert "Sign-up is closed" in body_of(client.get("/sign/signup/"))


def test_the_palette_offers_what_the_person_may_open(cast, as_person):
    def palette(person):
        return body_of(as_person(person).get("/")).split('id="palette"')[1].split("</dialog>")[0]

    reader, admin = palette(cast.rita), palette(cast.root)
    for text in ('role="combobox"', 'aria-controls="palette-list"', 'role="listbox"', 'href="/portfolio/"'):
        assert text in reader
    assert "/new/" not in reader
    assert "/settings/people/" not in reader
    assert "/new/notes/" in admin
    assert "/settings/people/" in admin


def test_a_frame_that_is_kept_is_nobody_elses(cast, as_person):
    root, path = as_person(cast.root), "/portfolio/"

    def rail(browser, **headers):
        return body_of(browser.get(path, headers=headers)).split('<aside class="t-rail">')[1].split("</aside>")[0]

    first = rail(root)
    assert rail(root) == first
    assert rail(root, **{"Accept-Language": "zh-hans"}) != first
    assert rail(as_person(cast.rita)) != first
    root.cookies["t_rail"] = "narrow"
    assert 'aria-expanded="false"' in rail(root)
    cast.workspace.name = "Another name"
    cast.workspace.save()
    assert "Another name" in rail(root)
