"""Charts are data: their bars add up, and their table says the same."""

import json

import pytest
from django.template import Context, Template
from django.utils import translation

from tenure.ui.charts import Link, Mark, Node, Series, Step, sankey, series_chart, table_of, waterfall
from tenure.ui.sparks import draw_spark


def plain(data):
    return [item.get("value") if isinstance(item, dict) else item for item in data]


@pytest.mark.parametrize(
    "steps",
    [
        [("Start", 100, True), ("Up", 30, False), ("Down", -50, False), ("End", 80, True)],
        [("Start", 10, True), ("Down", -25, False), ("Up", 40, False), ("End", 25, True)],
        [("Down", -5, False), ("More", -5, False), ("End", -10, True)],
    ],
)
def test_the_bars_of_a_bridge_hang_between_the_levels(steps):
    chart = waterfall([Step(name, value, is_total=total) for name, value, total in steps])
    base, up, down, total = (plain(series["data"]) for series in chart.option["series"])
    level = 0.0
    for number, (_name, value, is_total) in enumerate(steps):
        if is_total:
            level = value
            assert total[number] == value
            continue
        drawn = up[number] if value >= 0 else down[number]
        low, high = sorted((level, level + value))
        bottom = base[number]
        if low < 0 < high:
            assert (bottom, drawn) == (low, high)
        else:
            assert sorted((bottom, bottom + drawn)) == [low, high]
        level += value


def test_a_bridge_has_its_table_with_the_labels_given():
    chart = waterfall([Step("New", 12.5, label="$12.50")], columns=["Movement", "ARR"])
    assert chart.columns == ["Movement", "ARR"]
    assert chart.rows == [["New", "$12.50"]]


def test_series_have_a_table_in_the_format_of_the_chart():
    with translation.override("en"):
        chart = series_chart(
            ["Jan", "Feb"],
            [Series("MRR", [10, None], kind="area"), Series("Customers", [1, 2])],
            format="money:USD",
            first_column="Month",
            marks=[Mark("Feb", "Renewal")],
        )
    assert chart.columns == ["Month", "MRR", "Customers"]
    assert chart.rows == [["Jan", "$10.00", "$1.00"], ["Feb", "–", "$2.00"]]
    assert chart.option["series"][0]["markLine"]["data"] == [{"name": "Renewal", "xAxis": "Feb"}]
    assert chart.option["legend"] == {"show": True}


def test_a_plain_option_gets_its_table_from_its_category_axis():
    option = {"xAxis": {"type": "category", "data": ["a", "b"]}, "series": [{"name": "n", "data": [1, {"value": 2}]}]}
    assert table_of(option, "number") == (["", "n"], [["a", "1"], ["b", "2"]])
    assert table_of({"series": [{"type": "sankey", "data": []}]}, "number") == ([], [])


def test_names_in_a_chart_cannot_leave_its_data_block():
    option = {
        "xAxis": {"type": "category", "data": ["</script><script>alert(1)</script>"]},
        "series": [{"name": "n", "data": [1]}],
    }
    html = Template('{% load tenure_ui %}{% chart "x" option caption=words %}').render(
        Context({"option": option, "words": "<b>"})
    )
    assert "<script>alert" not in html
    assert "&lt;b&gt;" in html
    block = html.split('type="application/json">')[1].split("</script>")[0]
    assert json.loads(block)["option"]["xAxis"]["data"] == option["xAxis"]["data"]


def test_a_sparkline_stands_on_zero_and_a_gap_breaks_it():
    spark = draw_spark([0, 10, None, 5], width=40, height=20)
    assert spark is not None
    assert spark.line.count("M") == 2
    assert "2.0 18.0" in spark.line
    assert spark.last_y == 10.0


def test_a_sparkline_of_zeros_lies_on_the_floor_and_one_value_is_no_line():
    spark = draw_spark([0, 0, 0], height=20)
    assert spark is not None
    assert spark.last_y == 18.0
    assert draw_spark([5]) is None
    assert draw_spark([None, None, 3]) is None


def test_a_flow_carries_its_sums_and_a_row_for_each_stream():
    left = [Node("was a", "A", "@green", "/was/a"), Node("was b", "B", "@red"), Node("was c", "C", "@red")]
    right = [Node("now a", "A", "@green"), Node("now b", "B", "@red")]
    links = [
        Link("was a", "now a", 5, says="5 stayed", url="/a"),
        Link("was a", "now b", 2),
        Link("was b", "now b", 1),
        Link("was b", "now a", 0),
        Link("elsewhere", "now a", 9),
    ]
    chart = sankey(left, right, links, columns=("Before", "Now", "Customers"))
    series = chart.option["series"][0]
    labels = {box["name"]: box["label"]["formatter"] for box in series["data"]}
    assert labels == {"was a": "A  7", "was b": "B  1", "now a": "A  5", "now b": "B  3"}
    assert [box["depth"] for box in series["data"]] == [0, 0, 1, 1]
    assert series["data"][0]["url"] == "/was/a"
    assert [(one["value"], one.get("url")) for one in series["links"]] == [(5, "/a"), (2, None), (1, None)]
    assert chart.rows == [["A", "A", "5"], ["A", "B", "2"], ["B", "B", "1"]]
    assert list(chart.columns) == ["Before", "Now", "Customers"]
