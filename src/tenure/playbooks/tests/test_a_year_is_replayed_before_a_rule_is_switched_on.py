"""What a rule would have raised, as it was known then, and what became of whom it named."""

from datetime import date, timedelta

import numpy as np
import pytest
import time_machine

from tenure.foundation.models import Job
from tenure.health.services import compute_days
from tenure.health.tests.conftest import at, days_between
from tenure.playbooks.alerts.choices import Knowledge
from tenure.playbooks.alerts.queries.facts import load_facts
from tenure.playbooks.alerts.queries.previews import find_preview, lacks_previews
from tenure.playbooks.alerts.services import preview, preview_rules
from tenure.playbooks.jobs import preview_alert, raise_alerts
from tenure.playbooks.models import Alert, AlertPreview, Cta
from tenure_engine.alerts import AlertError, all_rules
from tenure_engine.period import to_day

NEWEST = date(2026, 5, 14)
STOPPED = date(2026, 3, 1)
SHIPPED = dict(all_rules()["silence"].defaults())


@pytest.fixture
def computed(watched):
    """Leaver fell silent and left on 20 April; Stayer fell silent and is still there."""
    leaver = watched.account("Leaver", team=watched.cast.north, owner=watched.cast.alice)
    watched.line(leaver, end=date(2026, 4, 20))
    watched.uses(leaver, days_between(date(2026, 2, 1), STOPPED))
    watched.leaver, watched.stayer = leaver, watched.customer("Stayer", used_until=date(2026, 4, 20))
    far = watched.account("Far", team=watched.cast.south)
    watched.line(far)
    watched.uses(far, days_between(date(2026, 2, 1), STOPPED))
    watched.far = far
    compute_days(workspace=watched.workspace, first=NEWEST, last=NEWEST)
    return watched


def replayed(computed, user, knowledge=None):
    preview(workspace=computed.workspace, name="silence", parameters=SHIPPED, knowledge=knowledge)
    return find_preview(user=user, name="silence", parameters=SHIPPED, knowledge=knowledge)


def test_it_counts_months_customers_and_what_became_of_them(computed):
    found = replayed(computed, computed.cast.root)
    assert (found.first, found.last) == (NEWEST - timedelta(days=364), NEWEST)
    assert dict(found.months) == {
        **{date(2025, month, 1): 0 for month in range(5, 13)},
        date(2026, 1, 1): 0,
        date(2026, 2, 1): 0,
        date(2026, 3, 1): 2,
        date(2026, 4, 1): 0,
        date(2026, 5, 1): 1,
    }
    assert (found.alerts, found.accounts, found.open) == (3, 3, 2)
    assert (found.named.customers, found.named.left, found.named.renewed, found.named.staying) == (3, 1, 0, 2)
    assert (found.others.customers, found.others.left) == (1, 0)
    assert found.lead == (date(2026, 4, 20) - date(2026, 3, 15)).days
    [left] = [row for row in found.rows if row.fate == "left"]
    assert (left.name, left.opened_on, left.ended_on, left.fate_on) == (
        "Leaver",
        date(2026, 3, 15),
        date(2026, 4, 20),
        date(2026, 4, 20),
    )


def test_who_renewed_after_being_named_is_told_apart(computed):
    renewed = computed.account("Renewed", team=computed.cast.north)
    computed.line(renewed, end=date(2026, 4, 25))
    computed.line(renewed, start=date(2026, 4, 25), end=date(2027, 4, 25))
    computed.uses(renewed, days_between(date(2026, 2, 1), STOPPED))
    found = replayed(computed, computed.cast.root)
    [row] = [row for row in found.rows if row.name == "Renewed"]
    assert (row.fate, row.fate_on) == ("renewed", date(2026, 4, 25))
    assert (found.named.renewed, found.named.left) == (1, 1)


def test_everybody_sees_it_over_their_own_customers_only(computed):
    replayed(computed, computed.cast.root)
    seen = {}
    for person in ("alice", "rita", "charlie"):
        found = find_preview(user=getattr(computed.cast, person), name="silence", parameters=SHIPPED)
        seen[person] = sorted(row.name for row in found.rows)
    assert seen == {"alice": ["Leaver", "Stayer"], "rita": ["Leaver", "Stayer"], "charlie": ["Far"]}
    found = find_preview(user=computed.cast.charlie, name="silence", parameters=SHIPPED)
    assert (found.named.customers, found.others.customers, sum(count for _, count in found.months)) == (1, 0, 1)


def test_it_raises_nothing_and_calls_nobody(computed):
    preview_rules(workspace=computed.workspace)
    assert not Alert.objects.exists()
    assert not Cta.objects.exists()
    assert AlertPreview.objects.count() == len(all_rules())


def test_other_parameters_are_another_replay(computed):
    replayed(computed, computed.cast.root)
    wanted = {**SHIPPED, "days": 60}
    assert find_preview(user=computed.cast.root, name="silence", parameters=wanted) is None
    preview(workspace=computed.workspace, name="silence", parameters=wanted)
    found = find_preview(user=computed.cast.root, name="silence", parameters=wanted)
    assert [(row.name, row.opened_on) for row in found.rows] == [("Far", STOPPED + timedelta(days=60))]
    with pytest.raises(AlertError):
        preview(workspace=computed.workspace, name="silence", parameters={"days": 0})


def test_then_a_day_knows_only_what_had_arrived_by_the_morning_after(computed):
    """The customer was used all along, but the file came on 1 May: until then it looked silent."""
    quiet = computed.customer("Late file")
    computed.uses(quiet, days_between(date(2026, 2, 1), date(2026, 2, 10)))
    computed.uses(quiet, days_between(date(2026, 2, 11), NEWEST), known=date(2026, 5, 1))

    def found(knowledge):
        seen = replayed(computed, computed.cast.root, knowledge=knowledge)
        rows = [row for row in seen.rows if row.name == "Late file"]
        return [(row.opened_on, row.ended_on) for row in rows]

    assert found(Knowledge.THEN) == [(date(2026, 2, 24), date(2026, 4, 30))]
    assert found(Knowledge.NOW) == []


def test_the_day_a_users_day_was_known_is_that_of_its_first_event(computed):
    late = computed.customer("Late")
    computed.uses(late, [date(2026, 3, 5)], known=date(2026, 3, 9))
    computed.uses(late, [date(2026, 3, 5)], name="export", known=date(2026, 3, 7))
    computed.uses(late, [date(2026, 3, 6)])
    day = to_day(date(2026, 3, 5))
    inputs = load_facts(computed.workspace.pk, first=day, last=day, knowledge=Knowledge.THEN).inputs
    rows = inputs.user_days.account == late.pk
    known = dict(zip(inputs.user_days.day[rows].tolist(), inputs.user_known[rows].tolist(), strict=True))
    assert known == {day: to_day(date(2026, 3, 7)), day + 1: day + 1}
    others = ~rows
    np.testing.assert_array_equal(inputs.user_known[others], inputs.user_days.day[others])


def test_where_hardly_anything_was_known_then_it_says_so_and_takes_what_is_known_today(cast):
    from tenure.playbooks.tests.conftest import Watched

    today = date(2026, 5, 15)
    with time_machine.travel(at(today, 9), tick=False):
        company = Watched(cast)
        account = company.account("Imported", team=cast.north, known=today)
        values = {
            "account_id": "Imported",
            "start_date": date(2025, 1, 1),
            "end_date": date(2027, 1, 1),
            "mrr": 100,
        }
        company.write("contracts", "line", values, known=today)
        company.uses(account, days_between(date(2026, 2, 1), STOPPED), known=today)
        compute_days(workspace=cast.workspace, first=NEWEST, last=NEWEST)
        preview(workspace=cast.workspace, name="silence", parameters=SHIPPED)
        found = find_preview(user=cast.root, name="silence", parameters=SHIPPED)
    assert not found.is_as_known_then
    assert found.known_since == today
    assert [row.name for row in found.rows] == ["Imported"]


def test_without_a_computed_day_there_is_nothing_to_replay(cast):
    assert preview(workspace=cast.workspace, name="silence", parameters={}) is None
    assert preview_rules(workspace=cast.workspace) == []


class Run:
    def __init__(self, workspace) -> None:
        self.workspace_id, self.actor_id = workspace.pk, None
        self.said = []

    def progress(self, done, total, message="") -> None:
        self.said.append((done, total))


def test_the_nightly_job_has_the_rules_replayed_when_that_is_a_week_old(computed):
    run = Run(computed.workspace)
    assert raise_alerts(run)["day"] == NEWEST.isoformat()
    assert run.said[-1] == (4, 4)
    assert Job.objects.filter(kind="playbooks.preview_alerts").count() == 1
    preview_rules(workspace=computed.workspace)
    assert not lacks_previews(computed.workspace.pk, NEWEST)
    assert lacks_previews(computed.workspace.pk, NEWEST + timedelta(days=7))
    raise_alerts(run)
    assert Job.objects.filter(kind="playbooks.preview_alerts").count() == 1


def test_a_job_replays_what_somebody_tries(computed):
    done = preview_alert(Run(computed.workspace), name="silence", parameters={**SHIPPED, "days": 20}, knowledge="now")
    kept = AlertPreview.objects.get(pk=done["preview"])
    assert (kept.parameters["days"], kept.knowledge) == (20, "now")


def test_old_replays_make_room(computed):
    for days in range(20, 35):
        preview(workspace=computed.workspace, name="silence", parameters={**SHIPPED, "days": days})
    assert sorted(row.parameters["days"] for row in AlertPreview.objects.all()) == list(range(23, 35))
