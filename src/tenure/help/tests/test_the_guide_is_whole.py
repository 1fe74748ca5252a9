"""The guide says the same in both languages, and nothing in it points to nowhere."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import resolve

from tenure.help.guide import PAGES, SLUGS, list_guide, read_guide

POINTERS = re.compile(r'(?:href|src)="([^"#]+)')


def test_every_page_is_there_in_both_languages_and_nothing_else():
    for folder in ("en", "zh"):
        assert {path.stem for path in (PAGES / folder).glob("*.md")} == set(SLUGS)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_has_the_same_chapters_pictures_and_commands_in_both_languages(slug):
    english, chinese = read_guide(slug, "en"), read_guide(slug, "zh")
    assert len(english.chapters) == len(chinese.chapters)
    assert english.title != chinese.title
    for pattern in (r"<img ", r"<pre ", r"<tr>"):
        assert len(re.findall(pattern, english.html)) == len(re.findall(pattern, chinese.html)), pattern


@pytest.mark.parametrize("folder", ["en", "zh"])
@pytest.mark.parametrize("slug", SLUGS)
def test_no_pointer_of_a_page_leads_nowhere(slug, folder):
    for target in POINTERS.findall(read_guide(slug, folder).html):
        if target.startswith("/static/"):
            assert finders.find(target.removeprefix("/static/").split("?")[0]), target
        elif not target.startswith(("http://127.0.0.1", "https://")):
            resolve(target.split("?")[0])


def test_a_reader_sees_the_guide_in_their_language(cast, client):
    client.force_login(cast.rita)
    client.cookies["tenure_language"] = "zh-hans"
    first = client.get("/help/", headers={"accept-language": "zh-hans"}).content.decode()
    assert list_guide("zh-hans")[0].title in first
    assert client.get("/help/nowhere/").status_code == 404
