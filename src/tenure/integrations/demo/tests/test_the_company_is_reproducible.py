from datetime import date

import numpy as np
import pytest

from tenure.integrations.demo.companies import generate
from tenure.integrations.demo.tests.conftest import TODAY
from tenure.integrations.demo.types import DemoCompany


def test_the_same_seed_and_day_give_the_same_company(chinese: DemoCompany) -> None:
    again = generate("saas", 7, TODAY, "zh", "s")
    assert again.records == chinese.records
    assert again.stories == chinese.stories
    assert again.events.to_table().equals(chinese.events.to_table())
    assert np.array_equal(again.engagement, chinese.engagement)


def test_another_seed_gives_another_company(chinese: DemoCompany) -> None:
    assert generate("saas", 8, TODAY, "zh", "s").records["contracts"] != chinese.records["contracts"]


def test_a_later_day_gives_the_same_story_at_later_dates() -> None:
    later = generate("saas", 7, date(2027, 2, 3), "en", "s")
    assert later.stories[0].account_name == "Halvern Logistics"
    end = max(
        row["end_date"] for row in later.records["contracts"] if row["account_id"] == later.stories[0].account_id
    )
    assert (end - later.today).days == 41


def test_the_language_changes_words_and_currency_but_not_what_happens(chinese: DemoCompany) -> None:
    english = generate("saas", 7, TODAY, "en", "s")
    assert [row["line_id"] for row in english.records["contracts"]] == [
        row["line_id"] for row in chinese.records["contracts"]
    ]
    assert {row["currency"] for row in chinese.records["contracts"]} == {"CNY"}
    assert {row["currency"] for row in english.records["contracts"]} == {"USD"}


@pytest.mark.parametrize(("language", "size"), [("fr", "m"), ("en", "xl")])
def test_an_unknown_language_or_size_is_refused(language: str, size: str) -> None:
    with pytest.raises(ValueError, match="no such demo"):
        generate("saas", 1, TODAY, language, size)
