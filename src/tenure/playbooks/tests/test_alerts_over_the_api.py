"""The API says and does the same as the pages, in the caller's scope."""

from datetime import date, timedelta

import pytest
import time_machine

from tenure.health.services import compute_days
from tenure.health.tests.conftest import at
from tenure.playbooks.alerts.services import preview_rules
from tenure.playbooks.models import AlertRule, AlertSnooze
from tenure_engine.alerts import all_rules

STOPPED = date(2026, 4, 1)
SILENT = STOPPED + timedelta(days=14)
JSON = "application/json"


@pytest.fixture
def alert(watched):
    watched.customer("Silent", used_until=STOPPED)
    compute_days(workspace=watched.workspace, first=SILENT, last=SILENT)
    watched.look(SILENT)
    with time_machine.travel(at(SILENT + timedelta(days=1), 9), tick=False):
        yield watched.alerts("silence")[0]


def test_alerts_come_with_evidence_and_threshold(watched, alert, as_person):
    browser = as_person(watched.cast.rita)
    listed = browser.get("/api/v1/alerts?rule=silence").json()
    assert listed["count"] == 1
    [found] = listed["results"]
    assert found == browser.get(f"/api/v1/alerts/{alert.pk}").json()
    assert found["says"] == "Nobody has used it for 14 days"
    assert found["evidence"] == {"quiet": 14.0, "anybody": 14.0, "anything": 14.0}
    assert (found["threshold"], found["opened_on"], found["ended_on"]) == (14.0, "2026-04-15", None)
    assert found["call_id"] == alert.cta_id


def test_nobody_elsewhere_gets_any(watched, alert, as_person):
    browser = as_person(watched.cast.charlie)
    assert browser.get("/api/v1/alerts?state=all").json() == {"count": 0, "results": []}
    assert browser.get(f"/api/v1/alerts/{alert.pk}").status_code == 404
    assert {rule["open"] for rule in browser.get("/api/v1/alert-rules").json()} == {0}


def test_an_alert_is_let_rest_and_woken(watched, alert, as_person):
    browser, address = as_person(watched.cast.bob), f"/api/v1/alerts/{alert.pk}/snooze"
    answer = browser.post(address, {"until": "2026-05-01", "reason": "Holidays"}, content_type=JSON)
    assert answer.status_code == 201
    assert answer.json() | {"at": ""} == {"until": "2026-05-01", "reason": "Holidays", "by": "Bob", "at": ""}
    assert browser.get(f"/api/v1/alerts/{alert.pk}").json()["rests_until"] == "2026-05-01"
    assert browser.get("/api/v1/alerts?rule=silence").json()["count"] == 0
    assert browser.delete(address).status_code == 204
    assert AlertSnooze.objects.get().ended_by == watched.cast.bob
    refused = browser.post(address, {"until": "2026-04-01", "reason": "Holidays"}, content_type=JSON)
    assert refused.status_code == 422
    assert "after today" in refused.content.decode()


def test_rules_are_read_by_all_and_set_by_leaders(watched, as_person):
    browser = as_person(watched.cast.root)
    rules = browser.get("/api/v1/alert-rules").json()
    assert [rule["name"] for rule in rules] == list(all_rules())
    answer = browser.patch(
        "/api/v1/alert-rules/no_touch", {"is_on": False, "parameters": {"days": 45}}, content_type=JSON
    )
    days = next(each for each in answer.json()["parameters"] if each["name"] == "days")
    assert (answer.json()["is_on"], days["value"], days["shipped"]) == (False, 45, 60)
    assert AlertRule.objects.get(name="no_touch").changed_by == watched.cast.root
    wrong = browser.patch("/api/v1/alert-rules/no_touch", {"parameters": {"days": 0}}, content_type=JSON)
    assert wrong.status_code == 422
    assert "days is a whole number from 1 to 365" in wrong.content.decode()
    assert browser.get("/api/v1/alert-rules/nothing").status_code == 404
    for person in (watched.cast.alice, watched.cast.rita):
        refused = as_person(person).patch("/api/v1/alert-rules/no_touch", {"is_on": True}, content_type=JSON)
        assert refused.status_code == 403


def test_the_replay_is_told_in_scope(watched, alert, as_person):
    assert as_person(watched.cast.alice).get("/api/v1/alert-rules/silence/preview").status_code == 404
    preview_rules(workspace=watched.workspace)
    found = as_person(watched.cast.alice).get("/api/v1/alert-rules/silence/preview").json()
    assert (found["alerts"], found["accounts"], found["last"], found["knowledge"]) == (1, 1, "2026-04-15", "then")
    assert sum(count for _month, count in found["months"]) == 1
    assert as_person(watched.cast.charlie).get("/api/v1/alert-rules/silence/preview").json()["alerts"] == 0
