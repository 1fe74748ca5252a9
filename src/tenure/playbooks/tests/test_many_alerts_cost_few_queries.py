"""A night's writes ask the database a fixed number of times, however many customers there are in a piece."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tenure.foundation.models import Activity
from tenure.health.models import AccountHealth, Scorecard, ScorecardVersion
from tenure.notices.models import Notice
from tenure.playbooks.alerts.services import call_for_alerts
from tenure.playbooks.models import Alert, Completion, Cta
from tenure.playbooks.services import tell_owners
from tenure.playbooks.services.health_calls import open_health_calls
from tenure.playbooks.services.pieces import ROWS_A_TRANSACTION

SINCE = date(2026, 5, 1)
FEW, MANY = 20, 200


class Night:
    """Customers below green with an open alert each, and what a night's writes make of them."""

    def __init__(self, cast):
        self.cast = cast
        card = Scorecard.objects.create(workspace=cast.workspace, name="plain")
        self.version = ScorecardVersion.objects.create(scorecard=card, number=1, definition={}, digest="plain")
        self.accounts = []

    def grow(self, count):
        """Let there be so many customers."""
        for number in range(len(self.accounts), count):
            account = self.cast.account(f"Customer {number}")
            self.accounts.append(account)
            self.judge(account, band="red", score=3000)
            self.alert(account, "silence")
            self.alert(account, "score_crossing")

    def judge(self, account, **values):
        clause = {"text": "open tickets: {value}", "values": {"value": 7}, "as": {"value": "number"}}
        shared = {"workspace": self.cast.workspace, "day": SINCE, "version": self.version, "coverage": 10_000}
        shared |= {"clauses": [clause], "computed_at": timezone.now()}
        AccountHealth.objects.update_or_create(account=account, defaults={**shared, **values})

    def alert(self, account, rule):
        evidence = {"quiet": 14.0, "score": 30.0, "bound": 50.0}
        days = {"since_on": SINCE, "opened_on": SINCE, "looked_on": SINCE, "known_at": timezone.now()}
        facts = {"evidence": evidence, "latest": evidence, "parameters": {"days": 14, "hold_days": 1}}
        Alert.objects.create(
            workspace=self.cast.workspace, account=account, rule=rule, severity="high", **days, **facts
        )

    def forget(self):
        """Take back all that a night has written, so that the next one has as much to do."""
        for model in (Completion, Notice, Activity):
            model.objects.all().delete()
        Alert.objects.update(cta=None)
        Cta.objects.all().delete()


@pytest.fixture
def night(cast):
    return Night(cast)


def queries_of(action):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        action()
    return len(asked)


def steps(night):
    """What a night does, one after the other: calls are opened, told, brought up to date, and ended."""
    workspace = night.cast.workspace

    def recover():
        AccountHealth.objects.update(band="green", score=9000)
        open_health_calls(workspace=workspace)

    yield "opened by alerts", lambda: call_for_alerts(workspace=workspace)
    yield "told", lambda: tell_owners(workspace=workspace)
    Alert.objects.update(latest={"quiet": 15.0, "score": 29.0, "bound": 50.0})
    yield "brought up to date", lambda: call_for_alerts(workspace=workspace)
    Alert.objects.update(cta=None)
    Cta.objects.all().delete()
    yield "opened by health", lambda: open_health_calls(workspace=workspace)
    yield "ended", recover


def test_the_number_of_queries_does_not_grow_with_the_number_of_alerts(night):
    assert MANY * 2 <= ROWS_A_TRANSACTION
    counts = []
    for count in (FEW, MANY):
        night.grow(count)
        AccountHealth.objects.update(band="red", score=3000)
        counts.append({name: queries_of(step) for name, step in steps(night)})
        assert Completion.objects.count() == count
        night.forget()
    assert counts[0] == counts[1]
    assert max(counts[0].values()) < FEW


def test_what_is_written_at_once_is_what_each_would_have_been_alone(night, cast):
    night.grow(FEW)
    assert call_for_alerts(workspace=cast.workspace) == 2 * FEW
    assert set(Cta.objects.values_list("owner", "workspace", "kind", "told_at")) == {
        (cast.alice.pk, cast.workspace.pk, "risk", None)
    }
    for cta in Cta.objects.all():
        [alert] = cta.alerts.all()
        assert cta.evidence == {"alerts": [{"alert": alert.pk, "rule": alert.rule}]}
        assert alert.account_id == cta.account_id
        [opened] = Activity.objects.filter(subject_kind="cta", subject_id=cta.pk)
        told = {"kind": "risk", "reason": cta.reason, "due_on": cta.due_on.isoformat()}
        assert (opened.verb, opened.account_id, opened.data) == ("cta.opened", cta.account_id, told)
        assert abs(opened.occurred_at - cta.opened_at) < timedelta(minutes=1)
    assert tell_owners(workspace=cast.workspace) == 2 * FEW
    assert not Cta.objects.filter(told_at__isnull=True).exists()
    assert Notice.objects.get(person=cast.alice).data == {"count": 2 * FEW}
    assert tell_owners(workspace=cast.workspace) == 0
