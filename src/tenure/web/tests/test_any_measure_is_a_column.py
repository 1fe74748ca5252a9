"""Columns, conditions and groups of any field: measures, tags, the accounts' own fields."""

from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from django.utils import timezone

from tenure.health.history import DayValues
from tenure.health.models import HealthDay
from tenure.health.queries.explanations import day_files
from tenure.playbooks.choices import CtaKind


def names(browser, query):
    response = browser.get(f"/portfolio/{query}")
    assert response.status_code == 200
    return [cells[0].value for cells in response.context["table"].rows]


def measured(cast, values):
    """Keep a day on which some accounts have measures, the others none."""
    day = timezone.localdate() - timedelta(days=1)
    accounts = sorted(values, key=lambda account: account.pk)
    keys = {key for columns in values.values() for key in columns}
    columns = {key: np.array([values[one].get(key, np.nan) for one in accounts]) for key in keys}
    ids = np.array([one.pk for one in accounts])
    day_files(cast.workspace.pk).write({day: DayValues(ids, columns, {})})
    HealthDay.objects.create(
        workspace=cast.workspace, day=day, known_on=day, accounts=len(ids), computed_at=timezone.now()
    )


@pytest.fixture
def browser(cast, book, as_person):
    ash = book.customer("Ash", mrr="10", score=8800, band="green", tags=["pilot"], custom={"City": "Leeds"})
    birch = book.customer("Birch", mrr="300", score=3000, band="red", tags=["pilot", "VIP"], country="France")
    cedar = book.customer("Cedar", mrr=None, custom={"City": "York", "Floor": "12"}, country="Norway")
    book.customer("Doum", custom={"City": "York", "Floor": "9"})
    measured(
        cast,
        {
            ash: {"active_users.30": 5, "seat_utilisation.30": 0.5},
            birch: {"active_users.30": 40},
            cedar: {"seat_utilisation.30": 0.25, "decision_maker_known": 1},
        },
    )
    return as_person(cast.alice)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?sort=-active_users.30", ["Birch", "Ash", "Cedar", "Doum"]),
        ("?sort=active_users.30", ["Ash", "Birch", "Cedar", "Doum"]),
        ("?sort=seat_utilisation.30", ["Cedar", "Ash", "Birch", "Doum"]),
        ("?sort=custom.City", ["Ash", "Cedar", "Doum", "Birch"]),
        ("?sort=custom.Floor", ["Doum", "Cedar", "Ash", "Birch"]),
        ("?sort=-name", ["Doum", "Cedar", "Birch", "Ash"]),
        ("?where=active_users.30~ge~6", ["Birch"]),
        ("?where=active_users.30~le~6", ["Ash"]),
        ("?where=active_users.30~unknown&sort=name", ["Cedar", "Doum"]),
        ("?where=seat_utilisation.30~ge~30%25", ["Ash"]),
        ("?where=seat_utilisation.30~known&where=active_users.30~known", ["Ash"]),
        ("?where=tag~is~pilot&sort=name", ["Ash", "Birch"]),
        ("?where=tag~not~VIP&sort=name", ["Ash", "Cedar", "Doum"]),
        ("?where=tag~unknown&sort=name", ["Cedar", "Doum"]),
        ("?where=country~is~norway", ["Cedar"]),
        ("?where=country~unknown&sort=name", ["Ash", "Doum"]),
        ("?where=custom.City~not~York&sort=name", ["Ash", "Birch"]),
        ("?where=custom.Floor~ge~10", ["Cedar"]),
        ("?where=arr~ge~1,000&sort=name", ["Birch", "Doum"]),
        ("?where=arr~ge~abc", []),
        ("?where=nothing~is~1", []),
        ("?where=broken&where=arr~ge&where=~~&sort=name", ["Ash", "Birch", "Cedar", "Doum"]),
    ],
)
def test_any_field_orders_and_filters(browser, query, expected):
    assert names(browser, query) == expected


def test_a_program_gets_measures_as_they_were_computed(browser):
    chosen = "&cols=active_users.30&cols=seat_utilisation.30&cols=decision_maker_known"
    asked = "sort=-active_users.30&where=seat_utilisation.30~ge~20%25"
    answer = browser.get(f"/api/v1/portfolio?{asked}{chosen}").json()
    assert [(row["name"], row["values"]) for row in answer["results"]] == [
        ("Ash", {"active_users.30": 5.0, "seat_utilisation.30": 0.5, "decision_maker_known": None}),
        ("Cedar", {"active_users.30": None, "seat_utilisation.30": 0.25, "decision_maker_known": True}),
    ]
    kinds = {column["name"]: column["kind"] for column in answer["columns"]}
    assert kinds["seat_utilisation.30"] == "percent"
    assert kinds["decision_maker_known"] == "yes_no"
    assert answer["measured_on"] == (timezone.localdate() - timedelta(days=1)).isoformat()


def test_dates_are_bounds_too(browser, book):
    book.customer("Elm", ends_in=40, signed_on=timezone.localdate() - timedelta(days=700))
    soon = (timezone.localdate() + timedelta(days=50)).isoformat()
    assert names(browser, f"?where=renewal~le~{soon}") == ["Elm"]
    assert names(browser, f"?where=signed~le~{soon}") == ["Elm"]


def test_a_measure_is_a_column_and_stands_in_the_file(browser):
    table = browser.get("/portfolio/?cols=active_users.30&cols=seat_utilisation.30&sort=name").context["table"]
    assert [str(column.title) for column in table.columns] == [
        "Customer",
        "Active users, 30 days",
        "Seat utilisation, 30 days",
    ]
    assert [cells[1].value for cells in table.rows] == [5, 40, None, None]
    file = browser.get("/portfolio/?cols=active_users.30&sort=name&format=csv").content.decode("utf-8-sig")
    assert file.splitlines()[1] == "Ash,5.0"


def test_a_yes_or_no_is_written_as_a_word(browser):
    table = browser.get("/portfolio/?cols=decision_maker_known&sort=name").context["table"]
    assert [cells[1].value for cells in table.rows] == [None, None, "yes", None]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("tag", [("pilot", 2), ("VIP", 1), ("", 2)]),
        ("country", [("France", 1), ("Norway", 1), ("", 2)]),
        ("custom.City", [("Leeds", 1), ("York", 2), ("", 1)]),
        ("owner", [("Alice", 4)]),
        ("team", [("North", 4)]),
        ("band", [("At risk", 1), ("Healthy", 1), ("No score", 2)]),
    ],
)
def test_rows_are_grouped_by_any_field(browser, field, expected):
    groups = browser.get(f"/portfolio/?group={field}").context["table"].grouped
    assert [(group.title, group.count) for group in groups] == expected


@pytest.mark.parametrize("field", ["tag", "country", "custom.City", "owner", "band", "renewal_month", "stage"])
def test_the_link_of_a_group_leads_to_its_rows(browser, book, field):
    book.customer("Elm", ends_in=40, stage="Mature", score=5000, band="amber")
    for group in browser.get(f"/portfolio/?group={field}&sort=name").context["table"].grouped:
        query = group.link.partition("?")[2]
        assert names(browser, f"?{query}") == [row.name for row in group.shown]


def test_a_group_comes_to_its_revenue_its_mean_score_and_its_money_at_risk(browser, book):
    elm = book.customer("Elm", mrr="20", currency="EUR", score=6000, band="amber", country="France")
    book.call(elm, amount="500", reason="first")
    book.call(elm, amount="700", reason="second")
    calm = book.call(elm, amount="9000", reason="third")
    calm.kind = CtaKind.LIFECYCLE
    calm.save()
    group = browser.get("/portfolio/?group=country").context["table"].grouped[0]
    assert (group.title, group.health) == ("France", 45.0)
    assert group.totals["arr"] == {"USD": Decimal(3600), "EUR": Decimal(240)}
    assert group.risk == {"USD": Decimal(700)}


def test_a_condition_built_in_the_form_becomes_part_of_the_address(browser):
    answer = browser.get("/portfolio/?sort=name&wf=active_users.30&wo=ge&wv=6&page=2")
    assert answer["Location"] == "/portfolio/?sort=name&where=active_users.30~ge~6"
    chip = browser.get(answer["Location"]).context["chips"][0]
    assert (chip["title"], chip["text"]) == ("Active users, 30 days", "at least 6")
    assert chip["url"] == "/portfolio/?sort=name"


def test_the_values_of_a_field_are_those_of_ones_own_customers(browser, cast, as_person):
    def offered(person, field):
        return (
            as_person(person).get(f"/portfolio/values/?wf={field}", headers={"HX-Request": "true"}).content.decode()
        )

    assert "Norway" in offered(cast.alice, "country")
    assert "from 5 to 40" in offered(cast.rita, "active_users.30")
    assert "from 25% to 50%" in offered(cast.root, "seat_utilisation.30")
    for field in ("country", "tag", "custom.City", "active_users.30", "owner"):
        body = offered(cast.charlie, field)
        assert "None of your customers" in body
        assert not any(text in body for text in ("Norway", "pilot", "York", "40", "Alice"))


def test_a_stranger_learns_no_name_of_an_own_field(browser, cast, as_person):
    assert b"City" in browser.get("/portfolio/").content
    assert b"City" not in as_person(cast.charlie).get("/portfolio/").content
