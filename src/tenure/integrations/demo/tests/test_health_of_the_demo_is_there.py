from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tenure.accounts.models import Account
from tenure.foundation.models import User
from tenure.health.models import AccountHealth, HealthDay, Scorecard
from tenure.integrations.demo.queries import demo_password
from tenure.integrations.demo.services import load_demo, remove_demo
from tenure.integrations.demo.types import DemoCompany
from tenure.integrations.models import ImportBatch
from tenure.playbooks.models import Cta

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_a_year_of_scores_and_calls_for_those_in_trouble(chinese: DemoCompany, time_machine: Any) -> None:
    time_machine.move_to(f"{chinese.today}T03:00:00Z")
    batch = load_demo(company=chinese, password=demo_password(), progress=lambda text: None)
    days = HealthDay.objects.filter(workspace=batch.workspace)
    assert days.count() >= 180
    assert max(days.values_list("day", flat=True)) == chinese.today - timedelta(days=1)
    bands = {story.key: _health(story.account_name) for story in chinese.stories}
    assert bands["bad_onboarding"].band == "red"
    for key in ("silent_churner", "champion_left", "angry_tickets"):
        assert bands[key].band in ("amber", "red"), key
        assert (bands[key].score or 0) <= (bands[key].score_90 or 0) - 1_000, key
        calls = Cta.objects.filter(account_id=bands[key].account_id, closed_at__isnull=True)
        assert calls.filter(reason="health.below_band").count() == 1, key
    for key in ("seat_growth", "early_renewal", "recovered", "referrer"):
        assert bands[key].band == "green", key
    _views_show_something(batch)


def test_removing_takes_the_history_along(loadable: DemoCompany, settings: Any) -> None:
    batch = load_demo(company=loadable, password=demo_password(), progress=lambda text: None)
    assert AccountHealth.objects.exists()
    remove_demo(batch=batch, actor=None)
    assert not any(model.objects.exists() for model in (AccountHealth, HealthDay, Cta))
    assert not [path for path in (settings.TENURE_HOME / "health").rglob("*") if path.is_file()]


def test_the_robot_maker_is_judged_by_the_card_for_hardware(robots: DemoCompany, time_machine: Any) -> None:
    time_machine.move_to(f"{robots.today}T03:00:00Z")
    batch = load_demo(company=robots, password=demo_password(), progress=lambda text: None)
    assert set(AccountHealth.objects.values_list("version__scorecard__name", flat=True)) == {"hardware"}
    bands = {story.key: _health(story.account_name).band for story in robots.stories}
    for key in ("switched_off", "overclaimed", "failing_robots"):
        assert bands[key] in ("amber", "red"), key
    assert bands["reference"] == bands["season_growth"] == bands["ignored_robot"] == "green"
    _views_show_something(batch)
    remove_demo(batch=batch, actor=None)
    assert not Scorecard.objects.exists()


def _views_show_something(batch: ImportBatch) -> None:
    for view in batch.options["views"]:
        browser = Client()
        browser.force_login(User.objects.get(pk=view["owner"]))
        assert browser.get(f"/api/v1/portfolio?{view['query']}").json()["count"] > 0, view


def _health(name: str) -> AccountHealth:
    return AccountHealth.objects.get(account=Account.objects.get(name=name))
