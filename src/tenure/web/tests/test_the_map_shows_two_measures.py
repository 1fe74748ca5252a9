"""The map: who is on it, how large, in which colour and shape, and what its caption says."""

import numpy as np
import pytest

from tenure.web.queries.book.ranking import rank_correlation
from tenure.web.tests.test_any_measure_is_a_column import measured


def drawn(browser, query=""):
    return browser.get(f"/portfolio/?display=map{query}").context["map"]


def points(found):
    return {
        item["name"]: (series["symbol"], item) for series in found.chart.option["series"] for item in series["data"]
    }


@pytest.fixture
def browser(cast, book, as_person):
    ash = book.customer("Ash", mrr="100", score=8800, band="green")
    birch = book.customer("Birch", mrr="400", score=3000, band="red", segment="Mid")
    cedar = book.customer("Cedar", mrr=None, score=5000, band="amber")
    doum = book.customer("Doum")
    measured(
        cast,
        {
            ash: {"active_users.30": 50, "seat_utilisation.30": 0.5},
            birch: {"active_users.30": 5, "seat_utilisation.30": 0.25},
            cedar: {"active_users.30": 20},
            doum: {"active_users.30": 7},
        },
    )
    return as_person(cast.alice)


def test_each_customer_with_both_values_is_a_point_of_its_band(browser):
    found = points(drawn(browser, "&x=health&y=active_users.30"))
    assert {name: (symbol, item["value"]) for name, (symbol, item) in found.items()} == {
        "Ash": ("circle", [88.0, 50.0]),
        "Birch": ("triangle", [30.0, 5.0]),
        "Cedar": ("diamond", [50.0, 20.0]),
    }


def test_the_area_of_a_point_is_its_revenue(browser):
    found = points(drawn(browser, "&x=health&y=active_users.30"))
    sizes = {name: item["symbolSize"] for name, (_symbol, item) in found.items()}
    assert sizes == {"Birch": 40.0, "Ash": 23.5, "Cedar": 7.0}  # 7 + 33 x the root of the share of the largest


def test_shares_are_drawn_as_per_cent(browser):
    found = drawn(browser, "&x=seat_utilisation.30&y=arr")
    assert points(found)["Birch"][1]["value"] == [25.0, 4800.0]
    assert found.chart.option["xAxis"]["axisLabel"] == {"formatter": "{value}%"}
    assert found.chart.rows[0] == ["Birch", "25.0%", "$4,800", "$4,800", "At risk"]


def test_the_caption_says_the_finding_and_what_is_not_on_the_map(browser):
    caption = drawn(browser, "&x=health&y=active_users.30").caption
    assert caption == (
        "The higher Health, the higher as a rule Active users, 30 days."
        " Below the median of both lies 1 customer with $4.8K ARR. 1 customer lacks a value."
    )
    assert drawn(browser, "&x=arr&y=risk").caption == "None of these customers has both ARR and Money at risk."


def test_an_axis_nobody_knows_is_the_usual_one(browser):
    found = drawn(browser, "&x=nonsense&y=name")
    assert (found.x, found.y) == ("health", "trend")


def test_filters_hold_on_the_map_and_a_stranger_sees_no_point(browser, cast, as_person):
    assert set(points(drawn(browser, "&segment=Mid&x=health&y=arr"))) == {"Birch"}
    body = as_person(cast.charlie).get("/portfolio/?display=map").content.decode()
    assert "Ash" not in body
    assert "No customers yet" in body
    assert set(points(drawn(as_person(cast.rita), "&x=health&y=arr"))) == {"Ash", "Birch"}


def test_a_name_is_no_template_of_the_chart(browser, book):
    book.customer("{b} <i>", mrr="1", score=9000, band="green")
    item = points(drawn(browser, "&x=health&y=arr"))["{b} <i>"][1]
    assert item["tooltip"]["formatter"].startswith("(b) <i>\n")


def test_the_rank_correlation_is_that_of_the_definition():
    rng = np.random.default_rng(3)
    left, right = rng.integers(0, 9, 60).astype(float), rng.normal(size=60)

    def ranks(values):
        return np.array([(values < one).sum() + ((values == one).sum() - 1) / 2 for one in values])

    expected = np.corrcoef(ranks(left), ranks(right))[0, 1]
    assert rank_correlation(left, right) == pytest.approx(expected)
    assert rank_correlation(np.ones(5), np.arange(5.0)) is None
    assert rank_correlation(np.ones(2), np.ones(2)) is None
