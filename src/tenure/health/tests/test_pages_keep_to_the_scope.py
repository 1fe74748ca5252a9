"""Alice and Bob see their account's score, Rita reads it, Charlie of the other team sees nothing, Root sees all."""

from datetime import date

import pytest
from django.urls import reverse

from tenure.health.services import bring_up_to_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def computed(company):
    bring_up_to_date(workspace=company.workspace)
    return company


@pytest.mark.parametrize(
    ("person", "steady", "far"),
    [("alice", 200, 404), ("bob", 200, 404), ("rita", 200, 404), ("charlie", 404, 200), ("root", 200, 200)],
)
def test_a_derivation_is_for_those_who_see_the_account(computed, cast, as_person, person, steady, far):
    browser = as_person(getattr(cast, person))
    for account, status in ((computed.steady, steady), (computed.far, far)):
        assert browser.get(reverse("score", args=[account.pk])).status_code == status
        for path in ("health", "health/history?first=2026-05-01", "health/movement?against=2026-04-01", "measures"):
            found = browser.get(f"/api/v1/accounts/{account.pk}/{path}")
            assert found.status_code == status, found.content


@pytest.mark.parametrize(
    ("person", "names"),
    [
        ("alice", {"Silent", "Steady"}),
        ("bob", {"Silent", "Steady"}),
        ("rita", {"Silent", "Steady"}),
        ("charlie", {"Far"}),
        ("root", {"Silent", "Steady", "Far"}),
    ],
)
def test_lists_hold_only_what_a_person_sees(computed, cast, as_person, person, names):
    found = as_person(getattr(cast, person)).get("/api/v1/health?limit=500").json()
    by_id = {
        account.pk: account.name for account in (computed.steady, computed.silent, computed.far, computed.nobody)
    }
    assert {by_id[row["account_id"]] for row in found["results"] if row["score"] is not None} == names
    assert found["count"] == len(found["results"])


def test_nobody_gets_in_without_signing_in(computed, client):
    for address in (reverse("score", args=[computed.steady.pk]), reverse("definitions")):
        assert client.get(address).status_code == 302
    assert client.get("/api/v1/health").status_code == 401
    assert client.get("/api/v1/measures").status_code == 401


def test_the_derivation_shows_rows_that_add_up(computed, cast, as_person):
    page = as_person(cast.alice).get(reverse("score", args=[computed.silent.pk])).content.decode()
    assert "40.00" in page
    assert "Cap at 40: Nobody has used the product for 30 days" in page
    assert "not known: left out, the others carry its weight" in page
    assert "Weight of what is not known, carried by the rest" in page


def test_two_days_are_compared_row_by_row(computed, cast, as_person):
    address = reverse("score", args=[computed.silent.pk]) + "?against=2026-04-05"
    page = as_person(cast.alice).get(address)
    assert page.context["verdict"].endswith("The rows below add up to exactly that.")
    assert sum(move.delta for move in page.context["moves"]) == round(page.context["moved_points"] * 100)


def test_what_was_known_then_can_be_asked(computed, cast, as_person):
    address = reverse("score", args=[computed.silent.pk]) + "?as_of=2026-05-01&known=then"
    told = as_person(cast.alice).get(address).context["told"]
    assert (told.known_on, told.day, told.is_stored) == (date(2026, 5, 1), date(2026, 5, 1), False)


@pytest.mark.parametrize("asked", ["as_of=nonsense", "as_of=0001-01-01", "against=9999-12-31", "known=whatever"])
def test_a_day_that_makes_no_sense_is_said_and_does_no_harm(computed, cast, as_person, asked):
    page = as_person(cast.alice).get(reverse("score", args=[computed.steady.pk]) + "?" + asked)
    assert page.status_code == 200
    assert page.context["form"].errors


def test_before_the_first_computation_the_page_says_so(company, cast, as_person):
    page = as_person(cast.alice).get(reverse("score", args=[company.steady.pk]))
    assert page.status_code == 200
    assert "No scorecard judges this customer" in page.content.decode()


def test_the_panel_of_the_account_page_explains_the_score(computed, cast, rf):
    from django.template.loader import render_to_string

    from tenure.ui.registry import panels

    spec = next(spec for spec in panels("account") if spec.name == "health")
    request = rf.get("/")
    request.user = cast.alice
    html = render_to_string(spec.template, spec.build(request, computed.silent), request=request)
    assert "Nobody has used the product for 30 days" in html
    assert "At risk" in html
    assert reverse("score", args=[computed.silent.pk]) in html


def test_the_panel_of_an_account_without_a_score_says_why(computed, cast, rf):
    from django.template.loader import render_to_string

    from tenure.ui.registry import panels

    spec = next(spec for spec in panels("account") if spec.name == "health")
    request = rf.get("/")
    request.user = cast.alice
    html = render_to_string(spec.template, spec.build(request, computed.nobody), request=request)
    assert "Too few of the measures are known for a score." in html


def test_queries_of_the_derivation_do_not_grow(computed, cast, as_person, django_assert_max_num_queries):
    browser = as_person(cast.alice)
    address = reverse("score", args=[computed.silent.pk])
    browser.get(address)
    with django_assert_max_num_queries(14):
        browser.get(address)
