"""The catalogue of events names the measures that read a kind; the activity log says what health did."""

import pytest
from django.utils import translation

from tenure.events.hooks import uses_by_kind
from tenure.foundation.models import Activity
from tenure.foundation.telling import describe
from tenure.health.queries.cards import shipped_definitions
from tenure.health.services import bring_up_to_date, save_scorecard, use_scorecard
from tenure.health.tests.conftest import NEWEST

pytestmark = pytest.mark.django_db


def test_a_kind_of_event_names_the_measures_that_read_it(company, cast):
    company.uses(company.steady, [NEWEST], name="API call")
    company.uses(company.steady, [NEWEST], name="storage used")
    definition = shipped_definitions()["saas"]
    depth = {"measure": "feature_depth", "of": "report", "window": 30, "weight": 1, "points": [[0, 0], [1, 100]]}
    next(iter(definition["groups"].values()))["measures"].append(depth)
    save_scorecard(actor=cast.root, definition=definition)
    uses = uses_by_kind(company.workspace.pk)
    titles = {name: [use.title for use in entries] for name, entries in uses.items()}
    assert titles["login"] == ["Log-ins"]
    assert titles["API call"] == ["API calls"]
    assert titles["storage used"] == ["Data held"]
    assert [title.split(" on ")[0] for title in titles["report"]] == ["Depth of a feature"]
    assert uses["login"][0].url.endswith("#measure-log_ins")


def test_the_page_of_a_kind_shows_them(company, cast, as_person):
    page = as_person(cast.root).get("/events/kind/", {"name": "login"})
    assert "#measure-log_ins" in page.content.decode()


def test_a_run_is_told_in_words(company):
    bring_up_to_date(workspace=company.workspace)
    fact = Activity.objects.get(verb="health.computed")
    assert describe(fact) == "Health computed up to 14 May 2026: 60 days of 4 customers"
    with translation.override("zh-hans"):
        assert describe(fact) == "健康度已计算至 2026年5月14日：4 位客户，60 天"


def test_a_change_of_a_scorecard_is_told_in_words(company, cast):
    use_scorecard(actor=cast.root, name="hardware", is_active=True)
    use_scorecard(actor=cast.root, name="hardware", is_active=False)
    definition = shipped_definitions()["saas"]
    definition["bands"] = {"green": 72, "amber": 40}
    save_scorecard(actor=cast.root, definition=definition)
    told = [describe(fact) for fact in Activity.objects.filter(verb="scorecard.changed").order_by("pk")]
    assert told == [
        "Scorecard hardware taken into use",
        "Scorecard hardware taken out of use",
        "Scorecard saas: version 2 saved",
    ]
