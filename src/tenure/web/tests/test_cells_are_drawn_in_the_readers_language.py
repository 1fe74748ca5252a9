"""What a cell draws is kept by language, so that nobody reads another's words."""

from django.utils import translation


def test_two_languages_in_turn_read_their_own_words(cast, book, as_person):
    book.customer("Ash", score=3000, band="red", ends_in=40)
    browser = as_person(cast.alice)

    def read(language):
        with translation.override(language):
            page = browser.get("/portfolio/?view=all", headers={"Accept-Language": language}).content.decode()
        return "in 40 days" in page, "40 天后" in page

    assert [read("en"), read("zh-hans"), read("en")] == [(True, False), (False, True), (True, False)]
