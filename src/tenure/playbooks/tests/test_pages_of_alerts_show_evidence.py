"""The pages: what was found with its evidence, rules with what they raised, a year replayed; each in one's scope."""

from datetime import date, timedelta

import pytest
import time_machine

from tenure.foundation.models import Job
from tenure.health.services import compute_days
from tenure.health.tests.conftest import at
from tenure.playbooks.alerts.services import preview_rules, set_rule
from tenure.playbooks.models import Alert, AlertRule, AlertSnooze
from tenure_engine.alerts import all_rules

STOPPED = date(2026, 4, 1)
SILENT = STOPPED + timedelta(days=14)


@pytest.fixture
def alert(watched):
    watched.customer("Silent", used_until=STOPPED)
    compute_days(workspace=watched.workspace, first=SILENT, last=SILENT)
    watched.look(SILENT)
    with time_machine.travel(at(SILENT + timedelta(days=1), 9), tick=False):
        yield watched.alerts("silence")[0]


def text_of(answer) -> str:
    return answer.content.decode()


def test_the_list_tells_what_was_found_and_how_much(watched, alert, as_person):
    page = text_of(as_person(watched.cast.alice).get("/alerts/"))
    assert "Nobody has used it for 14 days" in page
    assert f'href="/alerts/{alert.pk}/"' in page
    assert "on 2 customers" in page  # no contact with either of them, and one silent


@pytest.mark.parametrize(
    ("query", "is_there"),
    [("rule=silence", True), ("rule=no_touch", False), ("severity=low", False), ("q=silen", True), ("q=busy", False)],
)
def test_the_list_is_filtered(watched, alert, as_person, query, is_there):
    page = text_of(as_person(watched.cast.alice).get(f"/alerts/?{query}"))
    assert ("Nobody has used it" in page) == is_there


def test_ended_and_resting_alerts_are_a_filter_away(watched, alert, as_person):
    browser = as_person(watched.cast.alice)
    Alert.objects.filter(pk=alert.pk).update(ended_on=SILENT)
    assert "Nobody has used it" not in text_of(browser.get("/alerts/"))
    assert "Nobody has used it" in text_of(browser.get("/alerts/?state=ended"))
    Alert.objects.filter(pk=alert.pk).update(ended_on=None)
    browser.post(f"/alerts/{alert.pk}/snooze/", {"note": "Later", "days": "7"})
    assert "Nobody has used it" not in text_of(browser.get("/alerts/"))
    assert "Nobody has used it" in text_of(browser.get("/alerts/?state=resting"))


def test_what_is_elsewhere_leaks_neither_names_nor_counts(watched, alert, as_person):
    browser = as_person(watched.cast.charlie)
    page = text_of(browser.get("/alerts/"))
    assert "Silent" not in page
    assert "on 0 customers" in page
    assert "Silent" not in text_of(browser.get("/alerts/?format=csv"))
    rules = text_of(browser.get("/alerts/?tab=rules"))
    assert "rule=silence" not in rules  # the link of a count above zero
    assert browser.get(f"/alerts/{alert.pk}/").status_code == 404
    assert browser.post(f"/alerts/{alert.pk}/snooze/", {"note": "x", "days": "7"}).status_code == 404


def test_the_rules_stand_there_with_state_and_counts(watched, alert, as_person):
    set_rule(actor=watched.cast.root, name="no_touch", is_on=False)
    page = text_of(as_person(watched.cast.rita).get("/alerts/?tab=rules"))
    for rule in all_rules().values():
        assert rule.label in page
    assert page.count(">off<") == 1
    assert "No user of the account was seen for 14 days" in page


@pytest.mark.parametrize("rule", sorted(all_rules()))
def test_every_rule_has_its_page(watched, as_person, rule):
    compute_days(workspace=watched.workspace, first=SILENT, last=SILENT)
    preview_rules(workspace=watched.workspace)
    answer = as_person(watched.cast.rita).get(f"/alerts/rules/{rule}/")
    assert answer.status_code == 200
    page = text_of(answer)
    assert all_rules()[rule].meaning.replace("'", "&#x27;") in page
    assert 'id="alert-preview"' in page
    assert "Switch off" not in page
    assert "{" not in page.split("<main")[1].split("<script")[0].replace("hx-headers='{", "")


def test_the_evidence_shows_course_threshold_numbers_and_parameters(watched, alert, as_person):
    page = text_of(as_person(watched.cast.rita).get(f"/alerts/{alert.pk}/"))
    assert 'id="alert-course"' in page
    for text in ("Threshold", "Silent for", "Since a user was last seen", "14 days", "What to do", "still so"):
        assert text in page
    assert "Let it rest" not in page  # a reader changes nothing


@pytest.mark.parametrize("rule", sorted(all_rules()))
def test_every_rule_can_show_its_course(watched, as_person, rule):
    declared = all_rules()[rule]
    alert = Alert.objects.create(
        workspace=watched.workspace,
        account=watched.busy,
        rule=rule,
        severity="low",
        since_on=SILENT,
        opened_on=SILENT,
        looked_on=SILENT,
        known_at=at(SILENT),
        parameters=dict(declared.defaults()),
    )
    assert as_person(watched.cast.alice).get(f"/alerts/{alert.pk}/").status_code == 200


def test_an_alert_whose_rule_is_gone_is_still_shown(watched, alert, as_person):
    Alert.objects.filter(pk=alert.pk).update(rule="gone")
    browser = as_person(watched.cast.alice)
    assert "no longer part of Tenure" in text_of(browser.get(f"/alerts/{alert.pk}/"))
    assert browser.get("/alerts/").status_code == 200
    assert browser.get(f"/accounts/{alert.account_id}/").status_code == 200


def test_letting_it_rest_asks_for_reason_and_day_and_can_be_undone(watched, alert, as_person):
    browser = as_person(watched.cast.alice)
    browser.post(f"/alerts/{alert.pk}/snooze/", {"note": "", "days": "7"})
    browser.post(f"/alerts/{alert.pk}/snooze/", {"note": "Later"})
    assert not AlertSnooze.objects.exists()
    browser.post(f"/alerts/{alert.pk}/snooze/", {"note": "<b>Later</b>", "until": "2026-05-01"})
    page = text_of(browser.get(f"/alerts/{alert.pk}/"))
    assert "Alice lets this rest until 1 May 2026: &lt;b&gt;Later&lt;/b&gt;" in page
    browser.post(f"/alerts/{alert.pk}/wake/")
    assert AlertSnooze.objects.get().ended_at is not None


def test_readers_may_not_let_it_rest(watched, alert, as_person):
    answer = as_person(watched.cast.rita).post(f"/alerts/{alert.pk}/snooze/", {"note": "x", "days": "7"})
    assert answer.status_code == 403


def test_a_leader_tries_parameters_before_keeping_them(watched, alert, as_person):
    browser = as_person(watched.cast.root)
    answer = browser.post("/alerts/rules/silence/preview/", {"days": "20", "hold_days": "2", "known": "now"})
    job = Job.objects.get(kind="playbooks.preview_alert")
    assert job.params == {
        "name": "silence",
        "parameters": {"days": 20, "never_used": False, "hold_days": 2},
        "knowledge": "now",
    }
    assert answer["Location"] == f"/alerts/rules/silence/?days=20&hold_days=2&tried=1&job={job.pk}&known=now"
    page = text_of(browser.get(answer["Location"]))
    assert f'id="job-{job.pk}"' in page
    assert not AlertRule.objects.filter(changed_by__isnull=False).exists()
    browser.post("/alerts/rules/silence/setting/", {"days": "20", "hold_days": "2"})
    assert AlertRule.objects.get(name="silence").parameters == {"days": 20, "hold_days": 2}


def test_shares_are_written_in_per_cent(watched, as_person):
    browser = as_person(watched.cast.root)
    assert 'value="90"' in text_of(browser.get("/alerts/rules/could_have_expanded/"))
    browser.post("/alerts/rules/could_have_expanded/setting/", {"share": "85", "days": "60", "hold_days": "30"})
    assert AlertRule.objects.get(name="could_have_expanded").parameters == {"share": 0.85, "days": 60}
    assert "At least 85% of the seats" in text_of(browser.get("/alerts/rules/could_have_expanded/"))


@pytest.mark.parametrize("days", ["0", "366", "many", ""])
def test_wrong_parameters_are_refused_and_nothing_is_kept(watched, as_person, days):
    browser = as_person(watched.cast.root)
    browser.post("/alerts/rules/silence/setting/", {"days": days, "hold_days": "1"})
    browser.post("/alerts/rules/silence/preview/", {"days": days, "hold_days": "1"})
    assert not AlertRule.objects.exists()
    assert not Job.objects.filter(kind="playbooks.preview_alert").exists()


def test_switching_is_for_leaders_and_stands_in_the_history(watched, alert, as_person):
    assert as_person(watched.cast.alice).post("/alerts/rules/silence/setting/", {"is_on": "no"}).status_code == 403
    browser = as_person(watched.cast.root)
    browser.post("/alerts/rules/silence/setting/", {"is_on": "no"})
    page = text_of(browser.get("/alerts/rules/silence/"))
    assert "Switch on" in page
    assert "switched off" in page
    assert "Root" in page


def test_a_rule_that_is_none_is_not_found(watched, as_person):
    assert as_person(watched.cast.root).get("/alerts/rules/nothing/").status_code == 404
    assert as_person(watched.cast.root).post("/alerts/rules/nothing/setting/", {"is_on": "no"}).status_code == 404


def test_the_account_page_has_a_panel_with_open_and_past_alerts(watched, alert, as_person):
    page = text_of(as_person(watched.cast.rita).get(f"/accounts/{alert.account_id}/"))
    assert 'id="panel-alerts"' in page
    assert "Nobody has used it for 14 days" in page


def test_the_pages_speak_chinese(watched, alert, as_person):
    browser = as_person(watched.cast.alice)
    watched.cast.alice.language = "zh-hans"
    watched.cast.alice.save()
    assert "14 天无人使用" in text_of(browser.get("/alerts/", headers={"accept-language": "zh-hans"}))
    assert "阈值" in text_of(browser.get(f"/alerts/{alert.pk}/", headers={"accept-language": "zh-hans"}))
