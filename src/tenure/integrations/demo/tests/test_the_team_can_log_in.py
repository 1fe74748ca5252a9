from typing import Any

import pytest

from tenure.foundation.models import Workspace
from tenure.integrations.demo.queries import demo_password
from tenure.integrations.demo.services.people import make_people
from tenure.integrations.demo.types import DemoCompany

pytestmark = pytest.mark.django_db


def test_everyone_logs_in_with_the_one_password(workspace: Workspace, chinese: DemoCompany, client: Any) -> None:
    teams, people = make_people(workspace=workspace, company=chinese, password=demo_password())
    assert [team.name for team in teams] == list(chinese.teams)
    assert [user.role for user in people].count("csm") >= 4
    for user in people:
        assert client.login(username=user.email, password=demo_password())


def test_the_password_differs_between_installations(settings: Any) -> None:
    settings.SECRET_KEY = "one"
    first = demo_password()
    settings.SECRET_KEY = "two"
    assert demo_password() != first
    settings.SECRET_KEY = "one"
    assert demo_password() == first


def test_people_who_are_there_are_left_alone(workspace: Workspace, chinese: DemoCompany) -> None:
    make_people(workspace=workspace, company=chinese, password=demo_password())
    teams, people = make_people(workspace=workspace, company=chinese, password="another one 123")
    assert (teams, people) == ([], [])
