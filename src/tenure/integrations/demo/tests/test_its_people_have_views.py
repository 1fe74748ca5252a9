"""The demo's people have saved views of the portfolio: one a manager's own, one that a team shares."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from tenure.foundation.models import Activity, User
from tenure.integrations.demo.queries import demo_password
from tenure.integrations.demo.services import load_demo, remove_demo
from tenure.integrations.demo.types import DemoCompany, Events
from tenure.web.models import PortfolioView

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_health")]
NAMES = {
    "en": ["My renewals, longest silence first", "Falling health by owner"],
    "zh": ["我的续约：最久未联系的在前", "健康度下降的客户（按负责人）"],
}


def without_events(company: DemoCompany) -> DemoCompany:
    """The company with a handful of events: what is looked at here are people."""
    events = company.events
    columns = ("account", "user", "name", "occurred_at", "known_at", "count", "seconds", "value", "properties")
    few: Events = replace(events, **{name: getattr(events, name)[:100] for name in columns})
    return replace(company, events=few)


@pytest.fixture
def loaded(request: pytest.FixtureRequest, django_capture_on_commit_callbacks: Any) -> Any:
    """Load one of the companies, and let the portfolio hear of it."""

    def load(name: str, **options: Any) -> Any:
        company = without_events(request.getfixturevalue(name))
        with django_capture_on_commit_callbacks(execute=True):
            batch = load_demo(company=company, password=demo_password(), progress=lambda text: None, **options)
        return company, batch

    return load


@pytest.mark.parametrize("name", ["company", "robots", "chinese"])
def test_one_is_a_managers_own_and_one_a_teams_in_the_language_of_the_demo(loaded: Any, name: str) -> None:
    company, _batch = loaded(name)
    own, shared = PortfolioView.objects.order_by("pk")
    assert [own.name, shared.name] == NAMES[company.language]
    assert (own.owner.role, own.team) == ("csm", None)
    assert shared.team in shared.owner.teams.all()
    for view in (own, shared):
        browser = Client()
        browser.force_login(view.owner)
        assert browser.get(f"/portfolio/?view={view.pk}&{view.query}").context["current"].saved == view
        assert browser.get(f"/api/v1/portfolio?{view.query}").status_code == 200
    colleague = next(person for person in shared.team.members.order_by("pk") if person != shared.owner)
    assert shared in PortfolioView.objects.visible_to(colleague)
    assert own not in PortfolioView.objects.visible_to(colleague)


def test_they_go_with_the_demo_even_where_their_owner_stays(
    cast: Any, loaded: Any, django_capture_on_commit_callbacks: Any
) -> None:
    _company, batch = loaded("chinese", workspace=cast.workspace)
    own, _shared = PortfolioView.objects.order_by("pk")
    User.objects.filter(pk=own.owner_id).update(role="admin")
    with django_capture_on_commit_callbacks(execute=True):
        removal = remove_demo(batch=batch, actor=User.objects.get(pk=own.owner_id))
    assert removal.kept_people == [own.owner.email]
    assert Activity.objects.filter(verb="demo.removed").count() == 1
    assert not PortfolioView.objects.exists()
