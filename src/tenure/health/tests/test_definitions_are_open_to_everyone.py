"""The catalogue tells what every number means, in English and Chinese, and who uses it."""

import pytest
from django.urls import reverse

from tenure.health.services import ensure_scorecards, save_scorecard
from tenure_engine.measures import all_measures

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["alice", "rita", "charlie", "root"])
def test_every_measure_has_its_place(cast, as_person, person):
    ensure_scorecards(workspace=cast.workspace)
    page = as_person(getattr(cast, person)).get(reverse("definitions")).content.decode()
    for name in all_measures():
        assert f'id="measure-{name}"' in page
    assert 'id="card-saas"' in page


def test_the_catalogue_speaks_chinese(cast, as_person):
    cast.alice.language = "zh-hans"
    cast.alice.save(update_fields=["language"])
    ensure_scorecards(workspace=cast.workspace)
    page = as_person(cast.alice).get(reverse("definitions")).content.decode()
    assert "活跃用户" in page
    for measure in all_measures().values():
        for text in (measure.label, measure.meaning, measure.formula):
            assert text not in page, text


def test_the_api_gives_the_catalogue_and_the_scorecards(cast, as_person):
    ensure_scorecards(workspace=cast.workspace)
    browser = as_person(cast.rita)
    measures = browser.get("/api/v1/measures").json()
    assert [measure["name"] for measure in measures] == list(all_measures())
    [card] = browser.get("/api/v1/scorecards").json()
    assert (card["name"], card["version"]) == ("saas", 1)
    assert sum(each["share"] for group in card["groups"] for each in group["measures"]) == pytest.approx(1)


def test_changes_of_a_scorecard_are_listed(cast, as_person):
    ensure_scorecards(workspace=cast.workspace)
    definition = {
        "name": "mine",
        "segments": ["Enterprise"],
        "groups": {
            "effect": {
                "weight": 1,
                "measures": [{"measure": "log_ins", "window": 30, "weight": 1, "points": [[0, 0], [9, 100]]}],
            }
        },
    }
    save_scorecard(actor=cast.root, definition=definition)
    page = as_person(cast.alice).get(reverse("definitions"))
    assert [(v.scorecard.name, v.number) for v in page.context["versions"]] == [
        ("hardware", 1),
        ("mine", 1),
        ("on_premises", 1),
        ("saas", 1),
    ]
    assert "Enterprise" in page.content.decode()
